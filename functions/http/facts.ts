/** Facts of a case, stated by people in a form and by programs as JSON. Both look first at what would move. */
import { previewFacts, recordFacts } from "../../shared/cases/commands/change-facts.ts";
import type { ReadCase } from "../../shared/cases/queries/read-case.ts";
import type { Committed } from "../../shared/cases/store/commit.ts";
import { readStatement } from "../../shared/contracts/fact-statement.ts";
import type { FormFields } from "../../shared/contracts/forms.ts";
import { FactsPost, readPost } from "../../shared/contracts/program-posts.ts";
import type { FormState } from "../../shared/contracts/views.ts";
import { mayChangeFacts } from "../../shared/domain/case/authority.ts";
import type { FactsPatch } from "../../shared/domain/case/events.ts";
import type { CaseState } from "../../shared/domain/case/state.ts";
import { caseHref } from "../../web/chrome/case-heading.ts";
import { awarenessProblem, readFactsForm } from "../../web/facts/form.ts";
import { factsJson } from "../../web/facts/json.ts";
import { factsPage, factsPreviewPage } from "../../web/facts/page.ts";
import { factsPreviewView, factsView } from "../../web/facts/view.ts";
import { formToken } from "./posted.ts";
import { recordedJson, recordedResponse } from "./recorded.ts";
import { badPost, refusalResponse, wrongField } from "./refusals.ts";
import { jsonResponse, messageResponse, pageResponse } from "./responses.ts";
import { forbidden, route, signedIn } from "./route.ts";
import type { HttpResponse, RequestContext } from "./request-context.ts";
import { wakeCase } from "./wake.ts";
import { casePageContext, withCase } from "./with-case.ts";
import { withForm } from "./with-form.ts";
import { withJson } from "./with-json.ts";

const notForYou = "Facts are stated by those who work on the case.";
const closedSentence = "This case is closed; it takes no more facts.";

async function record(
  context: RequestContext,
  { caseId }: CaseState,
  stated: { readonly facts: FactsPatch; readonly reason: string },
): Promise<Committed> {
  const recorded = await recordFacts(context.appContext, context.principal, { caseId, ...stated });
  if (recorded.ok) await wakeCase(context, caseId);
  return recorded;
}

/** GET: the form. POST: what would move, then, with `confirm`, the record. Nothing is written before that. */
export const facts = signedIn((context) =>
  withCase(context, async (found) => {
    const { state } = found;
    if (!mayChangeFacts(context.principal)) return forbidden(context, notForYou);
    if (state.closed)
      return messageResponse({ ...context, state }, 409, {
        kind: "withdrawn",
        title: "Closed",
        sentence: closedSentence,
        next: { label: "To the case", href: caseHref(state.caseId) },
      });
    return context.posted
      ? withForm(context, purposeOf(found), (fields) => post(context, found, fields))
      : show(context, found);
  }),
);

const purposeOf = ({ state }: ReadCase): string => `facts:${state.caseId}`;

async function pageOf(context: RequestContext, found: ReadCase, title: string) {
  const csrf = await formToken(context.appContext, context.principal.personId, purposeOf(found));
  return casePageContext(context, found, { title, csrf });
}

async function show(context: RequestContext, found: ReadCase, form?: FormState): Promise<HttpResponse> {
  const page = await pageOf(context, found, "Add or correct a fact");
  return pageResponse(
    factsPage(factsView(found.state, page, form)),
    (form?.errors.length ?? 0) > 0 ? 422 : 200,
  );
}

async function post(context: RequestContext, found: ReadCase, fields: FormFields): Promise<HttpResponse> {
  const { appContext } = context;
  const { state } = found;
  const read = readFactsForm(state, fields, appContext.clock.now());
  if (!read.ok) return show(context, found, read.form);
  const { reason, confirmed } = read;
  if (!confirmed) {
    const duties = previewFacts(appContext, state, read.facts);
    const form = { values: fields, errors: [] };
    const page = await pageOf(context, found, "What would move");
    return pageResponse(
      factsPreviewPage(factsPreviewView(state, page, { facts: read.facts, reason, duties, form })),
    );
  }
  const recorded = await record(context, state, { facts: read.facts, reason });
  if (recorded.ok) return recordedResponse(context, recorded, caseHref(state.caseId));
  const errors = [{ field: "", message: recorded.error.message }];
  return show(context, found, { values: fields, errors });
}

/** Facts from a program, for the person who is signed in. Nothing is written before `record` says so. */
export const apiFacts = signedIn((context) =>
  withCase(context, async ({ state }) => {
    if (!mayChangeFacts(context.principal)) return forbidden(context, notForYou);
    return withJson(context, (content) => postJson(context, state, content));
  }),
);

async function postJson(context: RequestContext, state: CaseState, content: unknown): Promise<HttpResponse> {
  const { appContext } = context;
  const read = readPost(FactsPost, content);
  if (!read.ok) return badPost(read.problem);
  if (state.closed) return refusalResponse({ kind: "case-closed", message: closedSentence });
  const statement = readStatement(state, read.post.set, appContext.clock.now());
  if (!statement.ok) return badPost(statement.problem);
  const { facts: stated } = statement;
  const [locked] = awarenessProblem(state, stated);
  if (locked) return wrongField({ path: locked.field, message: locked.message });
  const duties = previewFacts(appContext, state, stated);
  if (!read.post.record) return jsonResponse(factsJson(state, { facts: stated, duties, recorded: false }));

  const reason = read.post.reason.trim();
  if (reason === "") return wrongField({ path: "reason", message: "Say where this is known from." });
  const recorded = await record(context, state, { facts: stated, reason });
  if (!recorded.ok) return refusalResponse(recorded.error);
  return jsonResponse({
    ...factsJson(state, { facts: stated, duties, recorded: true }),
    ...recordedJson(recorded),
  });
}

route("case-facts", { path: "cases/{caseId}/facts", methods: ["GET", "HEAD", "POST"] }, facts);
route("api-facts", { path: "api/cases/{caseId}/facts", methods: ["POST"] }, apiFacts);
