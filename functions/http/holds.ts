/** Requests of law enforcement to wait, for people and programs. Both look first at what a statement would move. */
import { previewHold, recordHold } from "../../shared/cases/commands/holds.ts";
import type { HoldPreviewed } from "../../shared/cases/commands/holds.ts";
import type { ReadCase } from "../../shared/cases/queries/read-case.ts";
import type { FormFields } from "../../shared/contracts/forms.ts";
import { HoldPost, readPost } from "../../shared/contracts/program-posts.ts";
import type { FormState } from "../../shared/contracts/views.ts";
import { mayChangeFacts } from "../../shared/domain/case/authority.ts";
import type { Refusal } from "../../shared/domain/case/commands.ts";
import type { HoldCommand } from "../../shared/domain/case/hold-command.ts";
import type { CaseState } from "../../shared/domain/case/state.ts";
import { caseHref } from "../../web/chrome/case-heading.ts";
import { factsJson } from "../../web/facts/json.ts";
import { readHoldForm } from "../../web/holds/form.ts";
import { holdPreviewPage, holdsPage } from "../../web/holds/page.ts";
import { holdItem, holdPreviewView, holdsView } from "../../web/holds/view.ts";
import { formToken } from "./posted.ts";
import { recordedJson, recordedResponse } from "./recorded.ts";
import { badPost, refusalResponse, wrongField } from "./refusals.ts";
import { jsonResponse, pageResponse } from "./responses.ts";
import { forbidden, route, signedIn } from "./route.ts";
import type { HttpResponse, RequestContext } from "./request-context.ts";
import { wakeCase } from "./wake.ts";
import { casePageContext, withCase } from "./with-case.ts";
import { withForm } from "./with-form.ts";
import { withJson } from "./with-json.ts";

const notForYou = "Holds are recorded by those who work on the case.";

type Stated =
  | { readonly kind: "form"; readonly form: FormState }
  | { readonly kind: "refused"; readonly error: Refusal }
  | (HoldPreviewed & {
      readonly kind: "read";
      readonly command: HoldCommand;
      readonly confirmed: boolean;
    });

/** What was stated of a hold, and what it would move. Writes nothing. */
function read({ appContext, principal }: RequestContext, state: CaseState, fields: FormFields): Stated {
  const form = readHoldForm(state, fields, appContext.clock.now());
  if (!form.ok) return { kind: "form", form: form.form };
  const { command, confirmed } = form;
  const preview = previewHold(appContext, principal, { state, command });
  return preview.ok
    ? { kind: "read", after: preview.after, duties: preview.duties, command, confirmed }
    : { kind: "refused", error: preview.error };
}

async function record(context: RequestContext, { caseId }: CaseState, command: HoldCommand) {
  const recorded = await recordHold(context.appContext, context.principal, { caseId, command });
  if (recorded.ok) await wakeCase(context, caseId);
  return recorded;
}

/** GET: the holds of a case. POST: what another statement or a lifting would move, then, with `confirm`, the record. */
export const holds = signedIn((context) =>
  withCase(context, async (found) => {
    if (context.posted === null) return show(context, found);
    if (!mayChangeFacts(context.principal)) return forbidden(context, notForYou);
    return withForm(context, purposeOf(found), (fields) => post(context, found, fields));
  }),
);

const purposeOf = ({ state }: ReadCase): string => `holds:${state.caseId}`;

async function pageOf(context: RequestContext, found: ReadCase, title: string) {
  const csrf = await formToken(context.appContext, context.principal.personId, purposeOf(found));
  return casePageContext(context, found, { title, csrf });
}

async function show(context: RequestContext, found: ReadCase, form?: FormState): Promise<HttpResponse> {
  const page = await pageOf(context, found, "Requests of law enforcement to wait");
  const mayChange = mayChangeFacts(context.principal) && found.state.closed === null;
  return pageResponse(
    holdsPage(holdsView(found.state, { ...page, mayChange, form })),
    (form?.errors.length ?? 0) > 0 ? 422 : 200,
  );
}

async function post(context: RequestContext, found: ReadCase, fields: FormFields): Promise<HttpResponse> {
  const { state } = found;
  const again = (message: string) =>
    show(context, found, { values: fields, errors: [{ field: "", message }] });
  const stated = read(context, state, fields);
  if (stated.kind === "form") return show(context, found, stated.form);
  if (stated.kind === "refused") return again(stated.error.message);
  const { command, duties, confirmed } = stated;
  if (!confirmed) {
    const page = await pageOf(context, found, "What would move");
    const form = { values: fields, errors: [] };
    return pageResponse(holdPreviewPage(holdPreviewView(state, page, { command, duties, form })));
  }
  const recorded = await record(context, state, command);
  if (!recorded.ok) return again(recorded.error.message);
  return recordedResponse(context, recorded, `${caseHref(state.caseId)}/holds`);
}

/** GET lists the holds; POST shows what a statement or a lifting would move, and with `record` writes it. */
export const apiHolds = signedIn((context) =>
  withCase(context, async ({ state }) => {
    if (context.posted === null)
      return jsonResponse({ caseId: state.caseId, holds: holdItems(context, state) });
    if (!mayChangeFacts(context.principal)) return forbidden(context, notForYou);
    return withJson(context, (content) => postJson(context, state, content));
  }),
);

const holdItems = ({ appContext, rules }: RequestContext, state: CaseState) =>
  state.holds.map((hold) => holdItem(state, hold, { now: appContext.clock.now(), rules }));

async function postJson(context: RequestContext, state: CaseState, content: unknown): Promise<HttpResponse> {
  const posted = readPost(HoldPost, content);
  if (!posted.ok) return badPost(posted.problem);
  const { record: isRecord, ...fields } = posted.post;
  const stated = read(context, state, fields);
  if (stated.kind === "form") {
    const { errors } = stated.form;
    const message = errors.map((error) => error.message).join(" ");
    return wrongField({ path: errors[0]?.field ?? "", message });
  }
  if (stated.kind === "refused") return refusalResponse(stated.error);
  const { command, duties, after } = stated;
  const facts = { lawEnforcementHolds: after.facts.lawEnforcementHolds ?? [] };
  const shown = factsJson(state, { facts, duties, recorded: isRecord });
  if (!isRecord) return jsonResponse({ ...shown, holds: holdItems(context, after) });
  const recorded = await record(context, state, command);
  if (!recorded.ok) return refusalResponse(recorded.error);
  return jsonResponse({ ...shown, ...recordedJson(recorded), holds: holdItems(context, after) });
}

const methods = ["GET", "HEAD", "POST"] as const;
route("case-holds", { path: "cases/{caseId}/holds", methods }, holds);
route("api-holds", { path: "api/cases/{caseId}/holds", methods }, apiHolds);
