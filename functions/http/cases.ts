import { caseView } from "../../web/case/view.ts";
import { recipientsView } from "../../web/delivery/view.ts";
import { noticesView } from "../../web/case-notices/view.ts";
import { casePage } from "../../web/case/page.ts";
import { noticesPage } from "../../web/case-notices/page.ts";
import { recipientsPage } from "../../web/recipients/page.ts";
import { pageResponse } from "./responses.ts";
import { caseFrame, withCase } from "./with-case.ts";
import { route, signedIn } from "./route.ts";

export const showCase = signedIn((context) =>
  withCase(context, async (found) => {
    const frame = caseFrame(context, found, { title: found.state.title });
    return pageResponse(
      casePage(caseView(found.state, found.entries, { frame, principal: context.principal })),
    );
  }),
);

export const showNotices = signedIn((context) =>
  withCase(context, async (found) => {
    const frame = caseFrame(context, found, { title: "Notices" });
    return pageResponse(
      noticesPage(noticesView(found.state, found.entries, { frame, principal: context.principal })),
    );
  }),
);

export const showRecipients = signedIn((context) =>
  withCase(context, async (found) =>
    pageResponse(
      recipientsPage(recipientsView(found.state, caseFrame(context, found, { title: "Recipients" }))),
    ),
  ),
);

const looking = ["GET", "HEAD"] as const;
route("case-page", { path: "cases/{caseId}", methods: looking }, showCase);
route("case-notices", { path: "cases/{caseId}/notices", methods: looking }, showNotices);
route("case-recipients", { path: "cases/{caseId}/recipients", methods: looking }, showRecipients);
