import { mayChangeFacts } from "../../shared/cases/access.ts";
import { readHold, recordHold } from "../../shared/cases/commands/holds.ts";
import type { HoldStated } from "../../shared/cases/commands/holds.ts";
import type { ReadCase } from "../../shared/cases/queries/read-case.ts";
import { caseHref } from "../../web/chrome/case-heading.ts";
import { holdPreviewView, holdsView } from "../../web/holds/view.ts";
import type { FormState } from "../../shared/contracts/views.ts";
import { holdPreviewPage, holdsPage } from "../../web/holds/page.ts";
import { pageResponse, redirect } from "./responses.ts";
import { caseFrame, withCase } from "./with-case.ts";
import { forbidden, route, signedIn } from "./route.ts";
import type { HttpResponse, RequestContext } from "./route.ts";
import { formToken, isOurForm } from "./posted.ts";
import type { Posted } from "./posted.ts";
import { wakeCase } from "./wake.ts";

/** GET: the holds of a case. POST: what another statement or a lifting would move, then, with `confirm`, the record. */
export const holds = signedIn((context) =>
  withCase(context, async (found) => {
    if (context.posted === null) return show(context, found);
    const { path, principal } = context;
    if (!mayChangeFacts(principal))
      return forbidden(context, "Holds are recorded by those who work on the case.");
    return post(context, found, context.posted);
  }),
);

const purposeOf = ({ state }: ReadCase): string => `holds:${state.caseId}`;

async function show(context: RequestContext, found: ReadCase, form?: FormState): Promise<HttpResponse> {
  const { appContext, principal } = context;
  const csrf = await formToken(appContext, principal.personId, purposeOf(found));
  const frame = caseFrame(context, found, { title: "Requests of law enforcement to wait", csrf });
  const mayChange = mayChangeFacts(principal) && found.state.closed === null;
  return pageResponse(
    holdsPage(holdsView(found.state, { frame, mayChange, form })),
    (form?.errors.length ?? 0) > 0 ? 422 : 200,
  );
}

async function post(context: RequestContext, found: ReadCase, posted: Posted): Promise<HttpResponse> {
  const { principal, appContext, request, path } = context;
  const { state } = found;
  const purpose = purposeOf(found);
  if (!(await isOurForm(appContext, request, { personId: principal.personId, purpose, posted })))
    return forbidden(
      context,
      "This form did not come from a page of ours, or is too old. Open the page again.",
    );
  const { csrf: _csrf, ...fields } = posted.fields;
  const stated = readHold(appContext, principal, { state, fields });
  switch (stated.kind) {
    case "form":
      return show(context, found, stated.form);
    case "refused":
      return show(context, found, withRefusal(fields, stated.error.message));
    case "read":
      return stated.confirmed
        ? record(context, found, { stated, fields })
        : preview(context, found, { stated, fields });
  }
}

interface Read {
  readonly stated: Extract<HoldStated, { kind: "read" }>;
  readonly fields: FormState["values"];
}

const withRefusal = (values: FormState["values"], message: string): FormState => ({
  values,
  errors: [{ field: "", message }],
});

async function preview(
  context: RequestContext,
  found: ReadCase,
  { stated, fields }: Read,
): Promise<HttpResponse> {
  const csrf = await formToken(context.appContext, context.principal.personId, purposeOf(found));
  const frame = caseFrame(context, found, { title: "What would move", csrf });
  const { command, duties } = stated;
  const form = { values: fields, errors: [] };
  return pageResponse(holdPreviewPage(holdPreviewView(found.state, frame, { command, duties, form })));
}

async function record(
  context: RequestContext,
  found: ReadCase,
  { stated, fields }: Read,
): Promise<HttpResponse> {
  const { caseId } = found.state;
  const recorded = await recordHold(context.appContext, context.principal, {
    caseId,
    command: stated.command,
  });
  if (!recorded.ok) return show(context, found, withRefusal(fields, recorded.error.message));
  await wakeCase(context, caseId);
  return redirect(303, `${caseHref(caseId)}/holds`);
}

route("case-holds", { path: "cases/{caseId}/holds", methods: ["GET", "HEAD", "POST"] }, holds);
