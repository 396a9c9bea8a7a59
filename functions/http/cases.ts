import { caseView } from "../../web/case/view.ts";
import { recipientsView } from "../../web/delivery/view.ts";
import { noticesView } from "../../web/case-notices/view.ts";
import { casePage } from "../../web/case/page.ts";
import { noticesPage } from "../../web/case-notices/page.ts";
import { recipientsPage } from "../../web/recipients/page.ts";
import { pageAnswer } from "./responses.ts";
import { caseFrame, withCase } from "./with-case.ts";
import { route, signedIn } from "./route.ts";

export const showCase = signedIn((visit) =>
  withCase(visit, async (found) => {
    const frame = caseFrame(visit, found, { title: found.state.title });
    return pageAnswer(casePage(caseView(found.state, found.entries, { frame, visitor: visit.visitor })));
  }),
);

export const showNotices = signedIn((visit) =>
  withCase(visit, async (found) => {
    const frame = caseFrame(visit, found, { title: "Notices" });
    return pageAnswer(
      noticesPage(noticesView(found.state, found.entries, { frame, visitor: visit.visitor })),
    );
  }),
);

export const showRecipients = signedIn((visit) =>
  withCase(visit, async (found) =>
    pageAnswer(recipientsPage(recipientsView(found.state, caseFrame(visit, found, { title: "Recipients" })))),
  ),
);

const looking = ["GET", "HEAD"] as const;
route("case-page", { path: "cases/{caseId}", methods: looking }, showCase);
route("case-notices", { path: "cases/{caseId}/notices", methods: looking }, showNotices);
route("case-recipients", { path: "cases/{caseId}/recipients", methods: looking }, showRecipients);
