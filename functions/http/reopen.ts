/** Opening a closed case again, for people and programs. */
import { reopenCase } from "../../shared/cases/commands/reopen.ts";
import type { ReadCase } from "../../shared/cases/queries/read-case.ts";
import { readPost, ReopenPost } from "../../shared/contracts/program-posts.ts";
import type { FormState } from "../../shared/contracts/views.ts";
import { mayChangeFacts } from "../../shared/domain/case/authority.ts";
import { caseStatusOf } from "../../shared/domain/case/case-status.ts";
import { caseHref } from "../../web/chrome/case-heading.ts";
import { readReopenForm } from "../../web/reopen/form.ts";
import { reopenPage } from "../../web/reopen/page.ts";
import { reopenView } from "../../web/reopen/view.ts";
import { formToken } from "./posted.ts";
import { recordedJson, recordedResponse } from "./recorded.ts";
import { badPost, refusalResponse } from "./refusals.ts";
import { jsonResponse, pageResponse, redirect } from "./responses.ts";
import { forbidden, route, signedIn } from "./route.ts";
import type { HttpResponse, RequestContext } from "./request-context.ts";
import { wakeCase } from "./wake.ts";
import { casePageContext, withCase } from "./with-case.ts";
import { withForm } from "./with-form.ts";
import { withJson } from "./with-json.ts";

const notForYou = "A case is opened again by those who work on it.";

async function record(context: RequestContext, { state: { caseId } }: ReadCase, reason: string) {
  const reopened = await reopenCase(context.appContext, context.principal, { caseId, reason });
  if (reopened.ok) await wakeCase(context, caseId);
  return reopened;
}

/** GET: the form. POST: a closed case is opened again, with a reason. */
export const reopen = signedIn((context) =>
  withCase(context, async (found) => {
    if (!mayChangeFacts(context.principal)) return forbidden(context, notForYou);
    const toCase = redirect(303, caseHref(found.state.caseId));
    if (!found.state.closed) return toCase;
    if (context.posted === null) return show(context, found, { values: {}, errors: [] });
    return withForm(context, purposeOf(found), async (fields) => {
      const reason = readReopenForm(fields);
      const reopened = await record(context, found, reason);
      if (reopened.ok) return recordedResponse(context, reopened, caseHref(found.state.caseId));
      const { message } = reopened.error;
      return show(context, found, { values: { reason }, errors: [{ field: "reason", message }] });
    });
  }),
);

const purposeOf = ({ state }: ReadCase): string => `reopen:${state.caseId}`;

async function show(context: RequestContext, found: ReadCase, form: FormState): Promise<HttpResponse> {
  const csrf = await formToken(context.appContext, context.principal.personId, purposeOf(found));
  const { frame } = casePageContext(context, found, { title: "Open the case again", csrf });
  const view = reopenView(found.state, { frame, form });
  if (!view) return redirect(303, caseHref(found.state.caseId));
  return pageResponse(reopenPage(view), form.errors.length > 0 ? 422 : 200);
}

export const apiReopen = signedIn((context) =>
  withCase(context, async (found) => {
    if (!mayChangeFacts(context.principal)) return forbidden(context, notForYou);
    return withJson(context, async (content) => {
      const read = readPost(ReopenPost, content);
      if (!read.ok) return badPost(read.problem);
      const reopened = await record(context, found, read.post.reason);
      if (!reopened.ok) return refusalResponse(reopened.error);
      const { caseId } = found.state;
      const status = caseStatusOf(reopened.state);
      return jsonResponse({ caseId, state: status, ...recordedJson(reopened) });
    });
  }),
);

route("api-reopen", { path: "api/cases/{caseId}/reopen", methods: ["POST"] }, apiReopen);
route("case-reopen", { path: "cases/{caseId}/reopen", methods: ["GET", "HEAD", "POST"] }, reopen);
