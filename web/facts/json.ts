/** `factsJson`: what facts would move, for programs. Written down only where `recorded` says so. */
import type { CaseState } from "../../shared/domain/case/state.ts";
import type { ComputedDuty } from "../../shared/domain/case/clock-changes.ts";
import type { FactsPatch } from "../../shared/domain/case/events.ts";
import { isSameValue } from "../../shared/domain/same-value.ts";
import { movingClocks } from "../chrome/moving-clocks.ts";

/** `duties` are what the law makes of the case's facts with the stated ones among them. */
export function factsJson(
  state: CaseState,
  {
    facts,
    duties,
    recorded,
  }: { readonly facts: FactsPatch; readonly duties: readonly ComputedDuty[]; readonly recorded: boolean },
) {
  const changes = Object.entries(facts)
    .map(([fact, after]) => ({ fact, before: state.facts[fact] ?? null, after: after ?? null }))
    .filter(({ before, after }) => !isSameValue(before, after));
  const clocks = movingClocks(state, duties).map(({ reading: _reading, ...clock }) => clock);
  return { caseId: state.caseId, recorded, changes, clocks };
}
