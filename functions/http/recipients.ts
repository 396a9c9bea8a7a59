/** Who was to hear of what, and a person's decision that nobody is; for people and programs. */
import { waiveRecipients } from "../../shared/cases/commands/waive-recipients.ts";
import type { ReadCase } from "../../shared/cases/queries/read-case.ts";
import { readPost, WaivePost } from "../../shared/contracts/program-posts.ts";
import type { FormState } from "../../shared/contracts/views.ts";
import { mayChangeFacts } from "../../shared/domain/case/authority.ts";
import { caseHref } from "../../web/chrome/case-heading.ts";
import { readWaiverForm } from "../../web/recipients/form.ts";
import { recipientsJson } from "../../web/recipients/json.ts";
import { recipientsPage } from "../../web/recipients/page.ts";
import { recipientsView } from "../../web/recipients/view.ts";
import { formToken } from "./posted.ts";
import { recordedJson, recordedResponse } from "./recorded.ts";
import { badPost, refusalResponse } from "./refusals.ts";
import type { HttpResponse, RequestContext } from "./request-context.ts";
import { jsonResponse, pageResponse } from "./responses.ts";
import { forbidden, route, signedIn } from "./route.ts";
import { wakeCase } from "./wake.ts";
import { casePageContext, withCase } from "./with-case.ts";
import { withForm } from "./with-form.ts";
import { withJson } from "./with-json.ts";

const notForYou = "That nobody is to be written to is decided by those who work on the case.";

interface Waiver {
  readonly purposeKey: string;
  readonly reason: string;
}

async function record(context: RequestContext, { state }: ReadCase, waiver: Waiver) {
  const waived = await waiveRecipients(context.appContext, context.principal, { state, ...waiver });
  if (waived.ok) await wakeCase(context, state.caseId);
  return waived;
}

/** GET: who was to hear of what. POST: nobody is to be written to about one purpose, with a reason. */
export const recipients = signedIn((context) =>
  withCase(context, async (found) => {
    if (context.posted === null) return show(context, found);
    if (!mayChangeFacts(context.principal)) return forbidden(context, notForYou);
    return withForm(context, purposeOf(found), async (fields) => {
      const waiver = readWaiverForm(fields);
      const waived = await record(context, found, waiver);
      if (waived.ok) return recordedResponse(context, waived, `${caseHref(found.state.caseId)}/recipients`);
      const field = waived.error.kind === "reason-missing" ? "reason" : "";
      const values = { purpose: waiver.purposeKey, reason: waiver.reason };
      return show(context, found, { values, errors: [{ field, message: waived.error.message }] });
    });
  }),
);

const purposeOf = ({ state }: ReadCase): string => `waive:${state.caseId}`;

async function show(context: RequestContext, found: ReadCase, form?: FormState): Promise<HttpResponse> {
  const csrf = await formToken(context.appContext, context.principal.personId, purposeOf(found));
  const { frame } = casePageContext(context, found, { title: "Recipients", csrf });
  const view = recipientsView(found.state, {
    frame,
    mayWaive: mayChangeFacts(context.principal),
    showsAll: context.request.query.get("all") === "yes",
    form,
  });
  return pageResponse(recipientsPage(view), form ? 422 : 200);
}

/** GET lists what nobody was found for, and the rest; POST decides that nobody is to be written to about one purpose. */
export const apiRecipients = signedIn((context) =>
  withCase(context, async (found) => {
    if (context.posted === null) {
      const { frame } = casePageContext(context, found, { title: "Recipients" });
      return jsonResponse(recipientsJson(recipientsView(found.state, { frame, mayWaive: false })));
    }
    if (!mayChangeFacts(context.principal)) return forbidden(context, notForYou);
    return withJson(context, async (content) => {
      const read = readPost(WaivePost, content);
      if (!read.ok) return badPost(read.problem);
      const { purpose: purposeKey, reason } = read.post;
      const waived = await record(context, found, { purposeKey, reason });
      if (!waived.ok) return refusalResponse(waived.error);
      const { caseId } = found.state;
      return jsonResponse({ caseId, purpose: purposeKey, waived: true, ...recordedJson(waived) });
    });
  }),
);

const methods = ["GET", "HEAD", "POST"] as const;
route("case-recipients", { path: "cases/{caseId}/recipients", methods }, recipients);
route("api-recipients", { path: "api/cases/{caseId}/recipients", methods }, apiRecipients);
