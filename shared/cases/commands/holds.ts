import { actorOf } from "../../domain/case/authority.ts";
import type { Principal } from "../../domain/case/authority.ts";
import { factsOf } from "../../domain/case/case-facts.ts";
import type { ComputedDuty } from "../../domain/case/clock-changes.ts";
import type { Refusal } from "../../domain/case/commands.ts";
import { decide } from "../../domain/case/decide.ts";
import type { HoldCommand } from "../../domain/case/hold-command.ts";
import { previewChange } from "../../domain/case/preview.ts";
import type { CaseState } from "../../domain/case/state.ts";
import { TransientFailure } from "../../domain/failures.ts";
import type { CaseId } from "../../domain/ids.ts";
import type { AppContext } from "../app-context.ts";
import { dutiesOf } from "../duties.ts";
import { commit } from "../store/commit.ts";
import type { Committed } from "../store/commit.ts";
import { recordClocks } from "./steps.ts";

/** The case and its duties as they would stand. */
export interface HoldPreviewed {
  readonly after: CaseState;
  readonly duties: readonly ComputedDuty[];
}

export type HoldPreview =
  ({ readonly ok: true } & HoldPreviewed) | { readonly ok: false; readonly error: Refusal };

/** What a statement of law enforcement, or a lifting, would move. Writes nothing. */
export function previewHold(
  appContext: Pick<AppContext, "clock" | "settings">,
  principal: Principal,
  { state, command }: { readonly state: CaseState; readonly command: HoldCommand },
): HoldPreview {
  const now = appContext.clock.now();
  const decided = decide(state, command, now, appContext.settings.policy);
  if (!decided.ok) return decided;
  const after = previewChange(state, decided.events, { now, actor: actorOf(principal) });
  return { ok: true, after, duties: dutiesOf(appContext, factsOf(after), now) };
}

/**
 * Writes a hold and at once the clocks that it moves, so that no message leaves between the two. May be repeated: the
 * same statement is one. Throws TransientFailure.
 */
export async function recordHold(
  appContext: AppContext,
  principal: Principal,
  { caseId, command }: { readonly caseId: CaseId; readonly command: HoldCommand },
): Promise<Committed> {
  const committed = await commit(appContext, caseId, actorOf(principal), command);
  if (!committed.ok) return committed;
  try {
    await recordClocks(appContext, caseId);
    return committed;
  } catch (error) {
    // The hold stands: the case's own orchestration, which is woken next, writes the clocks.
    if (!(error instanceof TransientFailure)) throw error;
    return { ...committed, pagesMayLag: true };
  }
}
