import type { CaseState } from "./state.ts";
import type { Actor, CaseEvent } from "./events.ts";
import type { Instant } from "../instants.ts";
import { evolve } from "./evolve.ts";

/** The case as it would stand with these entries in it. For showing beforehand what would move; nothing is written. */
export function previewChange(
  state: CaseState,
  events: readonly CaseEvent[],
  { now, actor }: { readonly now: Instant; readonly actor: Actor },
): CaseState {
  return events.reduce((before, event) => {
    const { caseId, seq, head } = before;
    return evolve(before, {
      ...event,
      caseId,
      seq: seq + 1,
      recordedAt: now,
      actor,
      previous: head,
      hash: head,
    });
  }, state);
}
