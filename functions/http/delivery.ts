/** Who was written to and what became of it; and sending again what reached nobody. */
import { resendMessages } from "../../shared/cases/commands/resend.ts";
import type { ReadCase } from "../../shared/cases/queries/read-case.ts";
import type { FormFields } from "../../shared/contracts/forms.ts";
import type { FormState } from "../../shared/contracts/views.ts";
import { mayResend } from "../../shared/domain/case/authority.ts";
import { caseHref } from "../../web/chrome/case-heading.ts";
import { readResendForm } from "../../web/delivery/form.ts";
import { deliveryPage } from "../../web/delivery/page.ts";
import { deliveryView } from "../../web/delivery/view.ts";
import { formToken } from "./posted.ts";
import { recordedResponse } from "./recorded.ts";
import { pageResponse } from "./responses.ts";
import { forbidden, route, signedIn } from "./route.ts";
import type { HttpResponse, RequestContext } from "./request-context.ts";
import { wakeCase } from "./wake.ts";
import { casePageContext, withCase } from "./with-case.ts";
import { withForm } from "./with-form.ts";

/** GET: who was written to and what became of it. POST: everything that reached nobody is sent again. */
export const delivery = signedIn((context) =>
  withCase(context, (found) =>
    context.posted === null ? show(context, found) : resend(context, found, undefined),
  ),
);

/** POST: this one message is sent again. */
export const resendOne = signedIn((context) =>
  withCase(context, (found) => resend(context, found, context.request.params["operationId"])),
);

const purposeOf = ({ state }: ReadCase): string => `resend:${state.caseId}`;

async function show(context: RequestContext, found: ReadCase, form?: FormState): Promise<HttpResponse> {
  const csrf = await formToken(context.appContext, context.principal.personId, purposeOf(found));
  const { frame } = casePageContext(context, found, { title: "Delivery", csrf });
  const view = deliveryView(found.state, {
    frame,
    mayResend: mayResend(context.principal),
    showsAll: context.request.query.get("all") === "yes",
    form,
  });
  return pageResponse(deliveryPage(view), (form?.errors.length ?? 0) > 0 ? 422 : 200);
}

async function resend(
  context: RequestContext,
  found: ReadCase,
  operationId: string | undefined,
): Promise<HttpResponse> {
  if (!mayResend(context.principal))
    return forbidden(context, "Messages are sent again by operators and by those who work on the case.");
  return withForm(context, purposeOf(found), (fields) => record(context, found, { operationId, fields }));
}

async function record(
  context: RequestContext,
  found: ReadCase,
  { operationId, fields }: { readonly operationId: string | undefined; readonly fields: FormFields },
): Promise<HttpResponse> {
  const { state } = found;
  const reason = readResendForm(fields);
  const resent = await resendMessages(context.appContext, context.principal, {
    caseId: state.caseId,
    state,
    reason,
    ...(operationId !== undefined && { operationId }),
  });
  if (!resent.ok) {
    const errors = [{ field: "", message: resent.error.message }];
    return show(context, found, { values: { reason }, errors });
  }
  await wakeCase(context, state.caseId);
  return recordedResponse(context, resent, `${caseHref(state.caseId)}/delivery`);
}

route("case-delivery", { path: "cases/{caseId}/delivery", methods: ["GET", "HEAD", "POST"] }, delivery);
route("case-resend", { path: "cases/{caseId}/delivery/{operationId}", methods: ["POST"] }, resendOne);
