import { latestQuestion } from "./state.ts";
import type { CaseState } from "./state.ts";

/**
 * Whether somebody has decided to close the case as it stands: not before it was opened again, and not before facts or
 * clocks that the decision could not weigh.
 */
export function mayClose(state: CaseState): boolean {
  const decision = latestQuestion(state, "close-case")?.decision;
  if (decision?.answer !== "close") return false;
  const clocks = Object.values(state.clocks).map(({ seq }) => seq);
  return decision.seq > Math.max(state.factsSeq, state.reopened?.seq ?? -1, ...clocks);
}
