import { mayChangeFacts } from "../../shared/cases/access.ts";
import type { ReadCase } from "../../shared/cases/queries/read-case.ts";
import { commit } from "../../shared/cases/store/commit.ts";
import { stateWord } from "../../shared/cases/store/row.ts";
import { caseHeading, caseHref } from "../../web/chrome/case-heading.ts";
import { readPost, ReopenPost } from "../../shared/contracts/program-posts.ts";
import type { FormState } from "../../shared/contracts/views.ts";
import { reopenPage } from "../../web/reopen/page.ts";
import { jsonAnswer, pageAnswer, redirect } from "./responses.ts";
import { caseFrame, withCase } from "./with-case.ts";
import { forbidden, route, signedIn } from "./route.ts";
import type { Answer, Visit } from "./route.ts";
import { formToken, isOurForm } from "./posted.ts";
import { withJson } from "./with-json.ts";
import { badPost, refusedAnswer } from "./refusals.ts";
import { wakeCase } from "./wake.ts";

/** GET: the form. POST: a closed case is opened again, with a reason. */
export const reopen = signedIn((visit) =>
  withCase(visit, async (found) => {
    const { state } = found;
    const { path, visitor, posted, appContext, request } = visit;
    if (!mayChangeFacts(visitor))
      return forbidden({ desk: visit, path, visitor }, "A case is opened again by those who work on it.");
    if (!state.closed) return redirect(303, caseHref(state.caseId));
    if (posted === null) return show(visit, found, { values: {}, errors: [] });
    const purpose = purposeOf(found);
    if (!(await isOurForm(appContext, request, { personId: visitor.personId, purpose, posted })))
      return forbidden(
        { desk: visit, path, visitor },
        "This form did not come from a page of ours, or is too old. Open the page again.",
      );
    const given = posted.fields["reason"];
    const reason = typeof given === "string" ? given.trim() : "";
    const actor = { kind: "person", id: visitor.personId, name: visitor.name } as const;
    const committed = await commit(appContext, state.caseId, actor, { kind: "reopen", reason });
    if (!committed.ok) {
      const { message } = committed.error;
      return show(visit, found, { values: { reason }, errors: [{ field: "reason", message }] });
    }
    await wakeCase(visit, state.caseId);
    return redirect(303, caseHref(state.caseId));
  }),
);

const purposeOf = ({ state }: ReadCase): string => `reopen:${state.caseId}`;

async function show(visit: Visit, found: ReadCase, form: FormState): Promise<Answer> {
  const { state } = found;
  if (!state.closed) return redirect(303, caseHref(state.caseId));
  const csrf = await formToken(visit.appContext, visit.visitor.personId, purposeOf(found));
  const frame = caseFrame(visit, found, { title: "Open the case again", csrf });
  const heading = caseHeading(state, frame.now);
  return pageAnswer(
    reopenPage({ frame, heading, closed: state.closed, form }),
    form.errors.length > 0 ? 422 : 200,
  );
}

/** The same for programs. */
export const apiReopen = signedIn((visit) =>
  withCase(visit, async ({ state }) => {
    const { path, visitor, appContext } = visit;
    if (!mayChangeFacts(visitor))
      return forbidden({ desk: visit, path, visitor }, "A case is opened again by those who work on it.");
    return withJson(visit, async (content) => {
      const read = readPost(ReopenPost, content);
      if (!read.ok) return badPost(read.problem);
      const actor = { kind: "person", id: visitor.personId, name: visitor.name } as const;
      const committed = await commit(appContext, state.caseId, actor, {
        kind: "reopen",
        reason: read.post.reason,
      });
      if (!committed.ok) return refusedAnswer(committed.error);
      await wakeCase(visit, state.caseId);
      return jsonAnswer({ caseId: state.caseId, state: stateWord(committed.state, appContext.clock.now()) });
    });
  }),
);

route("api-reopen", { path: "api/cases/{caseId}/reopen", methods: ["POST"] }, apiReopen);
route("case-reopen", { path: "cases/{caseId}/reopen", methods: ["GET", "HEAD", "POST"] }, reopen);
