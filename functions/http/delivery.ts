import type { ReadCase } from "../../shared/cases/queries/read-case.ts";
import { mayResend, resendMessages } from "../../shared/cases/commands/resend.ts";
import { caseHref } from "../../web/chrome/case-heading.ts";
import { deliveryView } from "../../web/delivery/view.ts";
import type { FormState } from "../../shared/contracts/views.ts";
import { deliveryPage } from "../../web/delivery/page.ts";
import { pageAnswer, redirect } from "./responses.ts";
import { caseFrame, withCase } from "./with-case.ts";
import { forbidden, route, signedIn } from "./route.ts";
import type { Answer, Visit } from "./route.ts";
import { formToken, isOurForm } from "./posted.ts";
import { wakeCase } from "./wake.ts";

/** GET: who was written to and what became of it. POST: everything that reached nobody is sent again. */
export const delivery = signedIn((visit) =>
  withCase(visit, (found) => (visit.posted === null ? show(visit, found) : resend(visit, found, undefined))),
);

/** POST: this one message is sent again. */
export const resendOne = signedIn((visit) =>
  withCase(visit, (found) => resend(visit, found, visit.request.params["operationId"])),
);

const purposeOf = ({ state }: ReadCase): string => `resend:${state.caseId}`;

async function show(visit: Visit, found: ReadCase, form?: FormState): Promise<Answer> {
  const csrf = await formToken(visit.appContext, visit.visitor.personId, purposeOf(found));
  const frame = caseFrame(visit, found, { title: "Delivery", csrf });
  const view = deliveryView(found.state, { frame, mayResend: mayResend(visit.visitor), form });
  return pageAnswer(deliveryPage(view), (form?.errors.length ?? 0) > 0 ? 422 : 200);
}

async function resend(visit: Visit, found: ReadCase, operationId: string | undefined): Promise<Answer> {
  const { appContext, visitor, path, request, posted } = visit;
  const { state } = found;
  if (!mayResend(visitor))
    return forbidden(
      { desk: visit, path, visitor },
      "Messages are sent again by operators and by those who work on the case.",
    );
  const purpose = purposeOf(found);
  if (
    posted === null ||
    !(await isOurForm(appContext, request, { personId: visitor.personId, purpose, posted }))
  )
    return forbidden(
      { desk: visit, path, visitor },
      "This form did not come from a page of ours, or is too old. Open the page again.",
    );
  const given = posted.fields["reason"];
  const reason = typeof given === "string" ? given.trim() : "";
  const resent = await resendMessages(appContext, visitor, {
    caseId: state.caseId,
    state,
    reason,
    ...(operationId !== undefined && { operationId }),
  });
  if (!resent.ok)
    return show(visit, found, { values: { reason }, errors: [{ field: "", message: resent.error.message }] });
  await wakeCase(visit, state.caseId);
  return redirect(303, `${caseHref(state.caseId)}/delivery`);
}

route("case-delivery", { path: "cases/{caseId}/delivery", methods: ["GET", "HEAD", "POST"] }, delivery);
route("case-resend", { path: "cases/{caseId}/delivery/{operationId}", methods: ["POST"] }, resendOne);
