import { mayChangeFacts } from "../../shared/cases/access.ts";
import { readFacts, recordFacts } from "../../shared/cases/commands/change-facts.ts";
import type { ReadCase } from "../../shared/cases/queries/read-case.ts";
import { caseHref } from "../../web/chrome/case-heading.ts";
import { factsPreviewView, factsView } from "../../web/facts/view.ts";
import type { FormState, PageFrame } from "../../shared/contracts/views.ts";
import { factsPage, factsPreviewPage } from "../../web/facts/page.ts";
import { messageResponse, pageResponse, redirect } from "./responses.ts";
import { caseFrame, withCase } from "./with-case.ts";
import { forbidden, route, signedIn } from "./route.ts";
import type { HttpResponse, RequestContext } from "./route.ts";
import { formToken, isOurForm } from "./posted.ts";
import type { Posted } from "./posted.ts";
import { wakeCase } from "./wake.ts";

/** GET: the form. POST: what would move, then, with `confirm`, the record. Nothing is written before that. */
export const facts = signedIn((context) =>
  withCase(context, async (found) => {
    const { state } = found;
    const { path, principal } = context;
    if (!mayChangeFacts(principal))
      return forbidden(context, "Facts are stated by those who work on the case.");
    if (state.closed) {
      const next = { label: "To the case", href: caseHref(state.caseId) };
      const sentence = "This case is closed; it takes no more facts.";
      return messageResponse({ ...context, state }, 409, {
        kind: "withdrawn",
        title: "Closed",
        sentence,
        next,
      });
    }
    const csrf = await formToken(context.appContext, principal.personId, purposeOf(found));
    const frame = caseFrame(context, found, { title: "Add or correct a fact", csrf });
    return context.posted
      ? post(context, found, { frame, posted: context.posted })
      : formResponse(found, frame);
  }),
);

const purposeOf = ({ state }: ReadCase): string => `facts:${state.caseId}`;

const formResponse = ({ state }: ReadCase, frame: PageFrame, form?: FormState): HttpResponse =>
  pageResponse(factsPage(factsView(state, frame, form)), (form?.errors.length ?? 0) > 0 ? 422 : 200);

async function post(
  context: RequestContext,
  found: ReadCase,
  about: { readonly frame: PageFrame; readonly posted: Posted },
): Promise<HttpResponse> {
  const { state } = found;
  const { frame, posted } = about;
  const { principal, appContext, request, path } = context;
  const ours = await isOurForm(appContext, request, {
    personId: principal.personId,
    purpose: purposeOf(found),
    posted,
  });
  if (!ours)
    return forbidden(
      context,
      "This form did not come from a page of ours, or is too old. Open the page again.",
    );

  const stated = readFacts(appContext, state, posted.fields);
  switch (stated.kind) {
    case "form":
      return formResponse(found, frame, stated.form);
    case "preview":
      return pageResponse(
        factsPreviewPage(factsPreviewView(state, { ...frame, title: "What would move" }, stated)),
      );
    case "confirmed": {
      const recorded = await recordFacts(appContext, principal, { caseId: state.caseId, ...stated });
      if (recorded.ok) {
        await wakeCase(context, state.caseId);
        return redirect(303, caseHref(state.caseId));
      }
      return formResponse(found, frame, {
        values: posted.fields,
        errors: [{ field: "", message: recorded.error.message }],
      });
    }
  }
}

route("case-facts", { path: "cases/{caseId}/facts", methods: ["GET", "HEAD", "POST"] }, facts);
