import { mayChangeFacts } from "../../shared/cases/access.ts";
import { readHold, recordHold } from "../../shared/cases/commands/holds.ts";
import type { HoldStated } from "../../shared/cases/commands/holds.ts";
import type { ReadCase } from "../../shared/cases/queries/read-case.ts";
import { caseHref } from "../../web/chrome/case-heading.ts";
import { holdPreviewView, holdsView } from "../../web/holds/view.ts";
import type { FormState } from "../../shared/contracts/views.ts";
import { holdPreviewPage, holdsPage } from "../../web/holds/page.ts";
import { pageAnswer, redirect } from "./responses.ts";
import { caseFrame, withCase } from "./with-case.ts";
import { forbidden, route, signedIn } from "./route.ts";
import type { Answer, Visit } from "./route.ts";
import { formToken, isOurForm } from "./posted.ts";
import type { Posted } from "./posted.ts";
import { wakeCase } from "./wake.ts";

/** GET: the holds of a case. POST: what another statement or a lifting would move, then, with `confirm`, the record. */
export const holds = signedIn((visit) =>
  withCase(visit, async (found) => {
    if (visit.posted === null) return show(visit, found);
    const { path, visitor } = visit;
    if (!mayChangeFacts(visitor))
      return forbidden({ desk: visit, path, visitor }, "Holds are recorded by those who work on the case.");
    return post(visit, found, visit.posted);
  }),
);

const purposeOf = ({ state }: ReadCase): string => `holds:${state.caseId}`;

async function show(visit: Visit, found: ReadCase, form?: FormState): Promise<Answer> {
  const { appContext, visitor } = visit;
  const csrf = await formToken(appContext, visitor.personId, purposeOf(found));
  const frame = caseFrame(visit, found, { title: "Requests of law enforcement to wait", csrf });
  const mayChange = mayChangeFacts(visitor) && found.state.closed === null;
  return pageAnswer(
    holdsPage(holdsView(found.state, { frame, mayChange, form })),
    (form?.errors.length ?? 0) > 0 ? 422 : 200,
  );
}

async function post(visit: Visit, found: ReadCase, posted: Posted): Promise<Answer> {
  const { visitor, appContext, request, path } = visit;
  const { state } = found;
  const purpose = purposeOf(found);
  if (!(await isOurForm(appContext, request, { personId: visitor.personId, purpose, posted })))
    return forbidden(
      { desk: visit, path, visitor },
      "This form did not come from a page of ours, or is too old. Open the page again.",
    );
  const { csrf: _csrf, ...fields } = posted.fields;
  const stated = readHold(appContext, visitor, { state, fields });
  switch (stated.kind) {
    case "form":
      return show(visit, found, stated.form);
    case "refused":
      return show(visit, found, withRefusal(fields, stated.error.message));
    case "read":
      return stated.confirmed
        ? record(visit, found, { stated, fields })
        : preview(visit, found, { stated, fields });
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

async function preview(visit: Visit, found: ReadCase, { stated, fields }: Read): Promise<Answer> {
  const csrf = await formToken(visit.appContext, visit.visitor.personId, purposeOf(found));
  const frame = caseFrame(visit, found, { title: "What would move", csrf });
  const { command, duties } = stated;
  const form = { values: fields, errors: [] };
  return pageAnswer(holdPreviewPage(holdPreviewView(found.state, frame, { command, duties, form })));
}

async function record(visit: Visit, found: ReadCase, { stated, fields }: Read): Promise<Answer> {
  const { caseId } = found.state;
  const recorded = await recordHold(visit.appContext, visit.visitor, { caseId, command: stated.command });
  if (!recorded.ok) return show(visit, found, withRefusal(fields, recorded.error.message));
  await wakeCase(visit, caseId);
  return redirect(303, `${caseHref(caseId)}/holds`);
}

route("case-holds", { path: "cases/{caseId}/holds", methods: ["GET", "HEAD", "POST"] }, holds);
