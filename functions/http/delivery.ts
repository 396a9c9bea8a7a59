import type { ReadCase } from "../../shared/cases/queries/read-case.ts";
import { mayResend, resendMessages } from "../../shared/cases/commands/resend.ts";
import { caseHref } from "../../web/chrome/case-heading.ts";
import { deliveryView } from "../../web/delivery/view.ts";
import type { FormState } from "../../shared/contracts/views.ts";
import { deliveryPage } from "../../web/delivery/page.ts";
import { pageResponse, redirect } from "./responses.ts";
import { caseFrame, withCase } from "./with-case.ts";
import { forbidden, route, signedIn } from "./route.ts";
import type { HttpResponse, RequestContext } from "./route.ts";
import { formToken, isOurForm } from "./posted.ts";
import { wakeCase } from "./wake.ts";

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
  const frame = caseFrame(context, found, { title: "Delivery", csrf });
  const view = deliveryView(found.state, { frame, mayResend: mayResend(context.principal), form });
  return pageResponse(deliveryPage(view), (form?.errors.length ?? 0) > 0 ? 422 : 200);
}

async function resend(
  context: RequestContext,
  found: ReadCase,
  operationId: string | undefined,
): Promise<HttpResponse> {
  const { appContext, principal, path, request, posted } = context;
  const { state } = found;
  if (!mayResend(principal))
    return forbidden(context, "Messages are sent again by operators and by those who work on the case.");
  const purpose = purposeOf(found);
  if (
    posted === null ||
    !(await isOurForm(appContext, request, { personId: principal.personId, purpose, posted }))
  )
    return forbidden(
      context,
      "This form did not come from a page of ours, or is too old. Open the page again.",
    );
  const given = posted.fields["reason"];
  const reason = typeof given === "string" ? given.trim() : "";
  const resent = await resendMessages(appContext, principal, {
    caseId: state.caseId,
    state,
    reason,
    ...(operationId !== undefined && { operationId }),
  });
  if (!resent.ok)
    return show(context, found, {
      values: { reason },
      errors: [{ field: "", message: resent.error.message }],
    });
  await wakeCase(context, state.caseId);
  return redirect(303, `${caseHref(state.caseId)}/delivery`);
}

route("case-delivery", { path: "cases/{caseId}/delivery", methods: ["GET", "HEAD", "POST"] }, delivery);
route("case-resend", { path: "cases/{caseId}/delivery/{operationId}", methods: ["POST"] }, resendOne);
