import type { CaseState, Question } from "../../shared/domain/case/state.ts";
import type { Instant } from "../../shared/domain/instants.ts";

/** Past its due instant at `now`: a filing then owes the reasons. */
export function isLate(
  { clocks }: Pick<CaseState, "clocks">,
  { obligationId }: Pick<Question, "obligationId">,
  now: Instant,
): boolean {
  const due = obligationId === null ? null : clocks[obligationId]?.reading.due;
  return due != null && Date.parse(now) > Date.parse(due);
}
