/**
 * The facts of a case as pages show them: `factItems` (known ones with who says so, wanted ones that nobody knows by
 * name), `factValueOf`, `factLabel`.
 */
import type { FactItem, FactValue } from "../../shared/contracts/views.ts";
import type { CaseState } from "../../shared/domain/case/state.ts";
import type { Facts } from "../../shared/domain/law/facts.ts";
import type { AsOf } from "./page-context.ts";
import { factWords } from "./fact-words.ts";
import { factsWanted } from "../../shared/domain/law/facts-wanted.ts";

export function factItems(state: CaseState, { rules }: Pick<AsOf, "rules">): readonly FactItem[] {
  const wanted = factsWanted(rules, state.facts);
  return factWords.flatMap(({ name, label, say, missed, matters }): readonly FactItem[] => {
    const value = state.facts[name] ?? null;
    const said = { name, label, matters: mattersTo(state.facts, matters) };
    if (value !== null) return [{ ...said, value: say(value), source: sourceOf(state, name) }];
    const isMissed = wanted.has(name) && (missed?.(state.facts) ?? true);
    return isMissed ? [{ ...said, value: null, source: null }] : [];
  });
}

function mattersTo(facts: Facts, matters: Readonly<Record<string, string>> | undefined): string | null {
  const said = facts.regimes.map((regime) => matters?.[regime]).filter((words) => words !== undefined);
  return said.length === 0 ? null : [...new Set(said)].join(" ");
}

/** The newest entry that set it. */
function sourceOf(state: CaseState, name: string): FactItem["source"] {
  const change = state.factChanges.findLast(({ set }) => set[name] !== undefined);
  if (!change) return null;
  const who = change.seq === 0 ? "From the alert and the settings" : change.by;
  return { who, at: change.at, entrySeq: change.seq };
}

export const factLabel = (name: string): string =>
  factWords.find((words) => words.name === name)?.label ?? name;

export function factValueOf(facts: Partial<Facts>, name: string): FactValue | null {
  const value = facts[name] ?? null;
  if (value === null) return null;
  const words = factWords.find((each) => each.name === name);
  return words ? words.say(value) : { kind: "text", text: JSON.stringify(value) };
}
