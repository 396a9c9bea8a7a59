import { mayChangeFacts } from "../../shared/cases/access.ts";
import type { ReadCase } from "../../shared/cases/queries/read-case.ts";
import { commit } from "../../shared/cases/store/commit.ts";
import { stateWord } from "../../shared/cases/store/row.ts";
import { caseHeading, caseHref } from "../../web/chrome/case-heading.ts";
import { readPost, ReopenPost } from "../../shared/contracts/program-posts.ts";
import type { FormState } from "../../shared/contracts/views.ts";
import { reopenPage } from "../../web/reopen/page.ts";
import { jsonResponse, pageResponse, redirect } from "./responses.ts";
import { caseFrame, withCase } from "./with-case.ts";
import { forbidden, route, signedIn } from "./route.ts";
import type { HttpResponse, RequestContext } from "./route.ts";
import { formToken, isOurForm } from "./posted.ts";
import { withJson } from "./with-json.ts";
import { badPost, refusalResponse } from "./refusals.ts";
import { wakeCase } from "./wake.ts";

/** GET: the form. POST: a closed case is opened again, with a reason. */
export const reopen = signedIn((context) =>
  withCase(context, async (found) => {
    const { state } = found;
    const { path, principal, posted, appContext, request } = context;
    if (!mayChangeFacts(principal))
      return forbidden(context, "A case is opened again by those who work on it.");
    if (!state.closed) return redirect(303, caseHref(state.caseId));
    if (posted === null) return show(context, found, { values: {}, errors: [] });
    const purpose = purposeOf(found);
    if (!(await isOurForm(appContext, request, { personId: principal.personId, purpose, posted })))
      return forbidden(
        context,
        "This form did not come from a page of ours, or is too old. Open the page again.",
      );
    const given = posted.fields["reason"];
    const reason = typeof given === "string" ? given.trim() : "";
    const actor = { kind: "person", id: principal.personId, name: principal.name } as const;
    const committed = await commit(appContext, state.caseId, actor, { kind: "reopen", reason });
    if (!committed.ok) {
      const { message } = committed.error;
      return show(context, found, { values: { reason }, errors: [{ field: "reason", message }] });
    }
    await wakeCase(context, state.caseId);
    return redirect(303, caseHref(state.caseId));
  }),
);

const purposeOf = ({ state }: ReadCase): string => `reopen:${state.caseId}`;

async function show(context: RequestContext, found: ReadCase, form: FormState): Promise<HttpResponse> {
  const { state } = found;
  if (!state.closed) return redirect(303, caseHref(state.caseId));
  const csrf = await formToken(context.appContext, context.principal.personId, purposeOf(found));
  const frame = caseFrame(context, found, { title: "Open the case again", csrf });
  const heading = caseHeading(state, frame.now);
  return pageResponse(
    reopenPage({ frame, heading, closed: state.closed, form }),
    form.errors.length > 0 ? 422 : 200,
  );
}

/** The same for programs. */
export const apiReopen = signedIn((context) =>
  withCase(context, async ({ state }) => {
    const { path, principal, appContext } = context;
    if (!mayChangeFacts(principal))
      return forbidden(context, "A case is opened again by those who work on it.");
    return withJson(context, async (content) => {
      const read = readPost(ReopenPost, content);
      if (!read.ok) return badPost(read.problem);
      const actor = { kind: "person", id: principal.personId, name: principal.name } as const;
      const committed = await commit(appContext, state.caseId, actor, {
        kind: "reopen",
        reason: read.post.reason,
      });
      if (!committed.ok) return refusalResponse(committed.error);
      await wakeCase(context, state.caseId);
      return jsonResponse({
        caseId: state.caseId,
        state: stateWord(committed.state),
      });
    });
  }),
);

route("api-reopen", { path: "api/cases/{caseId}/reopen", methods: ["POST"] }, apiReopen);
route("case-reopen", { path: "cases/{caseId}/reopen", methods: ["GET", "HEAD", "POST"] }, reopen);
