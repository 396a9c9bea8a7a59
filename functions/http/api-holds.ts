import { mayChangeFacts } from "../../shared/cases/access.ts";
import { readHold, recordHold } from "../../shared/cases/commands/holds.ts";
import { factsJson } from "../../web/facts/json.ts";
import { holdItem } from "../../web/holds/view.ts";
import { HoldPost, readPost } from "../../shared/contracts/program-posts.ts";
import type { CaseState } from "../../shared/domain/case/state.ts";
import { jsonResponse } from "./responses.ts";
import { withCase } from "./with-case.ts";
import { forbidden, route, signedIn } from "./route.ts";
import type { HttpResponse, RequestContext } from "./route.ts";
import { withJson } from "./with-json.ts";
import { badPost, refusalResponse, wrongField } from "./refusals.ts";
import { wakeCase } from "./wake.ts";

/** Holds for programs. GET lists them; POST shows what a statement or a lifting would move, and with `record` writes it. */
export const apiHolds = signedIn((context) =>
  withCase(context, async ({ state }) => {
    if (context.posted === null)
      return jsonResponse({
        caseId: state.caseId,
        holds: state.holds.map((hold) => holdItem(state, hold, context.appContext.clock.now())),
      });
    const { principal, path } = context;
    if (!mayChangeFacts(principal))
      return forbidden(context, "Holds are recorded by those who work on the case.");
    return withJson(context, (content) => post(context, state, content));
  }),
);

async function post(context: RequestContext, state: CaseState, content: unknown): Promise<HttpResponse> {
  const { appContext, principal } = context;
  const { caseId } = state;
  const read = readPost(HoldPost, content);
  if (!read.ok) return badPost(read.problem);
  const { record, ...fields } = read.post;
  const stated = readHold(appContext, principal, { state, fields });
  switch (stated.kind) {
    case "form": {
      const { errors } = stated.form;
      const message = errors.map((error) => error.message).join(" ");
      return wrongField({ path: errors[0]?.field ?? "", message });
    }
    case "refused":
      return refusalResponse(stated.error);
    case "read": {
      const { command, duties, after } = stated;
      const facts = { lawEnforcementHolds: after.facts.lawEnforcementHolds ?? [] };
      const shown = factsJson(state, { facts, duties, recorded: record });
      if (record) {
        const recorded = await recordHold(appContext, principal, { caseId, command });
        if (!recorded.ok) return refusalResponse(recorded.error);
        await wakeCase(context, caseId);
      }
      return jsonResponse({
        ...shown,
        holds: after.holds.map((hold) => holdItem(after, hold, appContext.clock.now())),
      });
    }
  }
}

route("api-holds", { path: "api/cases/{caseId}/holds", methods: ["GET", "HEAD", "POST"] }, apiHolds);
