import { mayChangeFacts } from "../../shared/cases/access.ts";
import { readFacts, recordFacts } from "../../shared/cases/commands/change-facts.ts";
import type { ReadCase } from "../../shared/cases/queries/read-case.ts";
import { caseHref } from "../../web/chrome/case-heading.ts";
import { factsPreviewView, factsView } from "../../web/facts/view.ts";
import type { FormState, PageFrame } from "../../shared/contracts/views.ts";
import { factsPage, factsPreviewPage } from "../../web/facts/page.ts";
import { messageAnswer, pageAnswer, redirect } from "./responses.ts";
import { caseFrame, withCase } from "./with-case.ts";
import { forbidden, route, signedIn } from "./route.ts";
import type { Answer, Visit } from "./route.ts";
import { formToken, isOurForm } from "./posted.ts";
import type { Posted } from "./posted.ts";
import { wakeCase } from "./wake.ts";

/** GET: the form. POST: what would move, then, with `confirm`, the record. Nothing is written before that. */
export const facts = signedIn((visit) =>
  withCase(visit, async (found) => {
    const { state } = found;
    const { path, visitor } = visit;
    if (!mayChangeFacts(visitor))
      return forbidden({ desk: visit, path, visitor }, "Facts are stated by those who work on the case.");
    if (state.closed) {
      const next = { label: "To the case", href: caseHref(state.caseId) };
      const sentence = "This case is closed; it takes no more facts.";
      return messageAnswer({ desk: visit, path, visitor, state }, 409, {
        kind: "withdrawn",
        title: "Closed",
        sentence,
        next,
      });
    }
    const csrf = await formToken(visit.appContext, visitor.personId, purposeOf(found));
    const frame = caseFrame(visit, found, { title: "Add or correct a fact", csrf });
    return visit.posted ? post(visit, found, { frame, posted: visit.posted }) : formAnswer(found, frame);
  }),
);

const purposeOf = ({ state }: ReadCase): string => `facts:${state.caseId}`;

const formAnswer = ({ state }: ReadCase, frame: PageFrame, form?: FormState): Answer =>
  pageAnswer(factsPage(factsView(state, frame, form)), (form?.errors.length ?? 0) > 0 ? 422 : 200);

async function post(
  visit: Visit,
  found: ReadCase,
  about: { readonly frame: PageFrame; readonly posted: Posted },
): Promise<Answer> {
  const { state } = found;
  const { frame, posted } = about;
  const { visitor, appContext, request, path } = visit;
  const ours = await isOurForm(appContext, request, {
    personId: visitor.personId,
    purpose: purposeOf(found),
    posted,
  });
  if (!ours)
    return forbidden(
      { desk: visit, path, visitor },
      "This form did not come from a page of ours, or is too old. Open the page again.",
    );

  const stated = readFacts(appContext, state, posted.fields);
  switch (stated.kind) {
    case "form":
      return formAnswer(found, frame, stated.form);
    case "preview":
      return pageAnswer(
        factsPreviewPage(factsPreviewView(state, { ...frame, title: "What would move" }, stated)),
      );
    case "confirmed": {
      const recorded = await recordFacts(appContext, visitor, { caseId: state.caseId, ...stated });
      if (recorded.ok) {
        await wakeCase(visit, state.caseId);
        return redirect(303, caseHref(state.caseId));
      }
      return formAnswer(found, frame, {
        values: posted.fields,
        errors: [{ field: "", message: recorded.error.message }],
      });
    }
  }
}

route("case-facts", { path: "cases/{caseId}/facts", methods: ["GET", "HEAD", "POST"] }, facts);
