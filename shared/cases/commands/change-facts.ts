import { actorOf } from "../../domain/case/authority.ts";
import type { Principal } from "../../domain/case/authority.ts";
import type { ComputedDuty } from "../../domain/case/clock-changes.ts";
import type { FactsPatch } from "../../domain/case/events.ts";
import { withStated } from "../../domain/case/stated-facts.ts";
import type { CaseState } from "../../domain/case/state.ts";
import type { CaseId } from "../../domain/ids.ts";
import type { AppContext } from "../app-context.ts";
import { dutiesOf } from "../duties.ts";
import { commit } from "../store/commit.ts";
import type { Committed } from "../store/commit.ts";

/** What the law would make of the case with these facts among its own. Writes nothing. */
export const previewFacts = (
  appContext: Pick<AppContext, "clock" | "settings">,
  state: CaseState,
  facts: FactsPatch,
): readonly ComputedDuty[] => dutiesOf(appContext, withStated(state, facts), appContext.clock.now());

/** Records facts; those that stand so already are not written again, so this may be repeated. Throws TransientFailure. */
export const recordFacts = (
  appContext: AppContext,
  principal: Principal,
  { caseId, facts, reason }: { readonly caseId: CaseId; readonly facts: FactsPatch; readonly reason: string },
): Promise<Committed> =>
  commit(appContext, caseId, actorOf(principal), { kind: "changeFacts", set: facts, reason });
