/** One case: its pages, and the whole of it for programs. The list of cases is the board's. */
import { dutiesOf } from "../../shared/cases/duties.ts";
import { factsOf } from "../../shared/domain/case/case-facts.ts";
import { noticesPage } from "../../web/case-notices/page.ts";
import { noticesView } from "../../web/case-notices/view.ts";
import { caseDetail } from "../../web/case/json.ts";
import { casePage } from "../../web/case/page.ts";
import { caseView } from "../../web/case/view.ts";
import { jsonResponse, pageResponse } from "./responses.ts";
import { route, signedIn } from "./route.ts";
import { casePageContext, withCase } from "./with-case.ts";

export const showCase = signedIn((context) =>
  withCase(context, async (found) => {
    const page = casePageContext(context, found, { title: found.state.title });
    return pageResponse(casePage(caseView(found.state, found.entries, page)));
  }),
);

export const readCase = signedIn((context) =>
  withCase(context, async ({ state, entries }) => {
    const { appContext, rules } = context;
    const now = appContext.clock.now();
    const duties = dutiesOf(appContext, factsOf(state), now);
    return jsonResponse(caseDetail(state, { entries, duties, now, rules }));
  }),
);

export const showNotices = signedIn((context) =>
  withCase(context, async (found) => {
    const page = casePageContext(context, found, { title: "Notices" });
    return pageResponse(noticesPage(noticesView(found.state, found.entries, page)));
  }),
);

const looking = ["GET", "HEAD"] as const;
route("case-page", { path: "cases/{caseId}", methods: looking }, showCase);
route("api-case", { path: "api/cases/{caseId}", methods: looking }, readCase);
route("case-notices", { path: "cases/{caseId}/notices", methods: looking }, showNotices);
