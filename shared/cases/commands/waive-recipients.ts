import { actorOf } from "../../domain/case/authority.ts";
import type { Principal } from "../../domain/case/authority.ts";
import type { CaseState } from "../../domain/case/state.ts";
import type { AppContext } from "../app-context.ts";
import { commit } from "../store/commit.ts";
import type { Committed } from "../store/commit.ts";

/**
 * Records a person's decision that nobody is to be written to about a purpose for which nobody could be found.
 * `purposeKey` names it. May be repeated: what was decided is not decided again. Throws TransientFailure.
 */
export async function waiveRecipients(
  appContext: AppContext,
  principal: Principal,
  wanted: { readonly state: CaseState; readonly purposeKey: string; readonly reason: string },
): Promise<Committed> {
  const { state, purposeKey, reason } = wanted;
  const dispatch = state.dispatches.get(purposeKey);
  if (!dispatch)
    return {
      ok: false,
      error: { kind: "unknown-thing", message: "Nobody was looked for under that name in this case." },
    };
  const command = { kind: "waiveRecipients", purpose: dispatch.purpose, reason } as const;
  return commit(appContext, state.caseId, actorOf(principal), command);
}
