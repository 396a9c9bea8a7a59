/** `factsJson`: what facts would move, for programs. Written down only where `recorded` says so. */
import type { CaseState } from "../../domain/case-state.ts";
import { clockChanges } from "../../domain/clock-changes.ts";
import type { ComputedDuty } from "../../domain/clock-changes.ts";
import type { FactsChange } from "../../domain/entries.ts";
import { isSameValue } from "../../domain/same-value.ts";

/** `duties` are what the law makes of the case's facts with the stated ones among them. */
export function factsJson(
  state: CaseState,
  {
    facts,
    duties,
    recorded,
  }: { readonly facts: FactsChange; readonly duties: readonly ComputedDuty[]; readonly recorded: boolean },
) {
  const changes = Object.entries(facts)
    .map(([fact, after]) => ({ fact, before: state.facts[fact] ?? null, after: after ?? null }))
    .filter(({ before, after }) => !isSameValue(before, after));
  const moved = clockChanges(state, duties).map((change) => {
    if (change.kind === "withdraw") {
      const reading = state.clocks[change.obligationId]?.reading;
      return {
        obligationId: change.obligationId,
        title: reading?.title ?? change.obligationId,
        citation: reading?.citation ?? "",
        kind: "withdraws",
        from: reading?.due ?? null,
        to: null,
        why: change.why,
      };
    }
    const { reading, why } = change.duty;
    return {
      obligationId: reading.obligationId,
      title: reading.title,
      citation: reading.citation,
      kind: change.kind === "open" ? "opens" : "moves",
      from: change.kind === "open" ? null : change.from,
      to: reading.due,
      why,
    };
  });
  const moving = new Set(moved.map(({ obligationId }) => obligationId));
  const staying = Object.values(state.clocks)
    .filter(({ status, reading }) => status === "running" && !moving.has(reading.obligationId))
    .map(({ reading, why }) => ({
      obligationId: reading.obligationId,
      title: reading.title,
      citation: reading.citation,
      kind: "stays",
      from: reading.due,
      to: reading.due,
      why,
    }));
  return { caseId: state.caseId, recorded, changes, clocks: [...moved, ...staying] };
}
