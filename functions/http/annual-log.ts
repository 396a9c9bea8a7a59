import { annualLogDuty, annualLogOf } from "../../shared/cases/queries/annual-log.ts";
import { factsOf } from "../../shared/domain/case/case-facts.ts";
import { annualLogJson, annualLogView } from "../../web/annual-log/view.ts";
import { annualLogCsv } from "../../web/annual-log/csv.ts";
import { pageFrame } from "../../web/chrome/frame.ts";
import { noticeDraftView } from "../../web/mail/view.ts";
import type { AnnualLogView } from "../../shared/contracts/annual-log.ts";
import type { CaseState } from "../../shared/domain/case/state.ts";
import type { NoticeElement } from "../../shared/domain/case/events.ts";
import { annualLogPage } from "../../web/annual-log/page.ts";
import { annualLogFormsPage } from "../../web/annual-log/forms.ts";
import { draftNotice } from "../../web/notices/draft.ts";
import {
  jsonResponse,
  messageResponse,
  pageResponse,
  problemResponse,
  fileResponse,
  wantsJson,
} from "./responses.ts";
import { route, signedIn } from "./route.ts";
import type { HttpResponse, RequestContext } from "./request-context.ts";

/** The breaches of a year that are entered together at HHS, as a list and as the package to enter them from. */
const ofYear = (title: (year: number) => string, answer: (view: AnnualLogView) => HttpResponse) =>
  signedIn(async (context) => {
    const year = yearIn(context.request.params["year"]);
    return year === null ? noSuchYear(context) : answer(await viewOf(context, year, title(year)));
  });

export const annualLog = ofYear(
  (year) => `Annual breach log ${year}`,
  (view) => pageResponse(annualLogPage(view)),
);

export const annualLogForms = ofYear(
  (year) => `Entries of the breach log ${year}`,
  (view) => pageResponse(annualLogFormsPage(view)),
);

export const apiAnnualLog = ofYear(
  (year) => `Annual breach log ${year}`,
  (view) => jsonResponse(annualLogJson(view)),
);

export const apiAnnualLogCsv = ofYear(
  (year) => `Annual breach log ${year}`,
  (view) =>
    fileResponse(annualLogCsv(view), {
      contentType: "text/csv; charset=utf-8; header=present",
      fileName: `annual-breach-log-${view.year}.csv`,
    }),
);

async function viewOf(
  { appContext, path, principal, rules }: RequestContext,
  year: number,
  title: string,
): Promise<AnnualLogView> {
  const now = appContext.clock.now();
  const frame = pageFrame(appContext.settings, { title, now, path, principal });
  const draft = (state: CaseState): readonly NoticeElement[] =>
    draftNotice({
      ...noticeDraftView(state, appContext.settings, annualLogDuty, { now, rules }),
      facts: factsOf(state),
    }).elements;
  return annualLogView({
    frame,
    rules,
    duty: annualLogDuty,
    year,
    states: await annualLogOf(appContext, year),
    draft,
  });
}

const yearIn = (text: string | undefined): number | null =>
  /^[12]\d{3}$/.test(text ?? "") ? Number(text) : null;

function noSuchYear(context: RequestContext): HttpResponse {
  const { path } = context;
  const sentence = "A year is four digits, such as 2026.";
  return wantsJson(path)
    ? problemResponse(404, "No such year", sentence)
    : messageResponse(context, 404, {
        kind: "not-found",
        title: "No such year",
        sentence,
      });
}

const methods = ["GET", "HEAD"] as const;
route("annual-log", { path: "annual-log/{year}", methods }, annualLog);
route("annual-log-forms", { path: "annual-log/{year}/forms", methods }, annualLogForms);
route("api-annual-log", { path: "api/annual-log/{year}", methods }, apiAnnualLog);
route("api-annual-log-csv", { path: "api/annual-log/{year}/csv", methods }, apiAnnualLogCsv);
