import type { CaseState } from "./state.ts";
import type { Actor, Happening, Instant } from "./events.ts";
import { evolve } from "./evolve.ts";

/** The case as it would stand with these entries in it. For showing beforehand what would move; nothing is written. */
export function imagine(
  state: CaseState,
  happenings: readonly Happening[],
  { now, actor }: { readonly now: Instant; readonly actor: Actor },
): CaseState {
  return happenings.reduce((before, happening) => {
    const { caseId, seq, head } = before;
    return evolve(before, {
      ...happening,
      caseId,
      seq: seq + 1,
      recordedAt: now,
      actor,
      previous: head,
      hash: head,
    });
  }, state);
}
