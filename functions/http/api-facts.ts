import { mayChangeFacts } from "../../shared/cases/access.ts";
import { awarenessProblem, recordFacts, withStated } from "../../shared/cases/commands/change-facts.ts";
import { dutiesOf } from "../../shared/cases/duties.ts";
import { readStatement } from "../../shared/cases/commands/read-statement.ts";
import { factsJson } from "../../web/facts/json.ts";
import { FactsPost, readPost } from "../../shared/contracts/program-posts.ts";
import { jsonResponse } from "./responses.ts";
import { withCase } from "./with-case.ts";
import { forbidden, route, signedIn } from "./route.ts";
import { withJson } from "./with-json.ts";
import { badPost, refusalResponse, wrongField } from "./refusals.ts";
import { wakeCase } from "./wake.ts";

/** Facts from a program, for the person who is signed in. Nothing is written before `record` says so. */
export const apiFacts = signedIn((context) =>
  withCase(context, async ({ state }) => {
    const { appContext, principal, path } = context;
    if (!mayChangeFacts(principal))
      return forbidden(context, "Facts are stated by those who work on the case.");
    return withJson(context, async (content) => {
      const read = readPost(FactsPost, content);
      if (!read.ok) return badPost(read.problem);
      if (state.closed)
        return refusalResponse({
          kind: "case-closed",
          message: "This case is closed; it takes no more facts.",
        });
      const { set, reason, record } = read.post;
      const now = appContext.clock.now();
      const statement = readStatement(state, set, now);
      if (!statement.ok) return badPost(statement.problem);
      const { facts } = statement;
      const [locked] = awarenessProblem(state, facts);
      if (locked) return wrongField({ path: locked.field, message: locked.message });
      const duties = dutiesOf(appContext, withStated(state, facts), now);
      if (!record) return jsonResponse(factsJson(state, { facts, duties, recorded: false }));

      if (reason.trim() === "")
        return wrongField({ path: "reason", message: "Say where this is known from." });
      const recorded = await recordFacts(appContext, principal, {
        caseId: state.caseId,
        facts,
        reason: reason.trim(),
      });
      if (!recorded.ok) return refusalResponse(recorded.error);
      await wakeCase(context, state.caseId);
      return jsonResponse(factsJson(state, { facts, duties, recorded: true }));
    });
  }),
);

route("api-facts", { path: "api/cases/{caseId}/facts", methods: ["POST"] }, apiFacts);
