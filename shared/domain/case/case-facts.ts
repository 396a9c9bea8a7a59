import type { Instant } from "../instants.ts";
import type { Facts } from "../law/facts.ts";
import type { CaseClock, CaseState } from "./state.ts";

/** The case's facts with what has been notified so far: some clocks start when another duty was done. */
export function factsOf(state: Pick<CaseState, "clocks" | "facts">): Facts {
  const met = Object.values(state.clocks).flatMap((clock): [string, string][] =>
    firstMet(clock).map((at): [string, string] => [clock.reading.obligationId, at]),
  );
  return { ...state.facts, notified: { ...state.facts.notified, ...Object.fromEntries(met) } };
}

const firstMet = ({ met, metBefore }: CaseClock): readonly Instant[] =>
  [...metBefore, ...(met ? [met] : [])].map(({ at }) => at).slice(0, 1);
