import { factsOf } from "./case-facts.ts";
import { governingWith } from "./awareness.ts";
import type { FactsPatch } from "./events.ts";
import type { CaseState } from "./state.ts";
import type { Facts } from "../law/facts.ts";

/** What is stated of a supplier or a role stands beside what is known of it already. */
export function withGroups({ facts: known }: Pick<CaseState, "facts">, stated: FactsPatch): FactsPatch {
  const groups = (["role", "businessAssociate", "processor"] as const).flatMap((name): [string, object][] =>
    stated[name] ? [[name, { ...known[name], ...stated[name] }]] : [],
  );
  return { ...stated, ...(Object.fromEntries(groups) as FactsPatch) };
}

/** The facts as they would stand: a later moment of awareness is recorded, but the earliest governs. */
export function withStated(
  state: Pick<CaseState, "awareness" | "clocks" | "facts">,
  { awareAt, ...stated }: FactsPatch,
): Facts {
  const governs = awareAt == null ? {} : { awareAt: governingWith(state.awareness, awareAt) };
  return { ...factsOf(state), ...stated, ...governs };
}
