import type { ObligationRule } from "./rule.ts";

/** All texts of one obligation over time, oldest first. */
export interface Obligation {
  readonly id: string;
  readonly regime: string;
  readonly texts: readonly [ObligationRule, ...ObligationRule[]];
}

const obligationsByRules = new WeakMap<
  readonly ObligationRule[],
  ReadonlyMap<string, readonly Obligation[]>
>();

/** The obligations of a regime in the order of the rulebook. Sorted once for each rulebook, not for each case. */
export function obligationsOf(rules: readonly ObligationRule[], regime: string): readonly Obligation[] {
  let byRegime = obligationsByRules.get(rules);
  if (!byRegime) {
    byRegime = groupByRegime(rules);
    obligationsByRules.set(rules, byRegime);
  }
  return byRegime.get(regime) ?? [];
}

function groupByRegime(rules: readonly ObligationRule[]): ReadonlyMap<string, readonly Obligation[]> {
  const textsById = new Map<string, [ObligationRule, ...ObligationRule[]]>();
  for (const rule of rules) {
    if (rule.status === "proposed") continue;
    const texts = textsById.get(rule.id);
    if (texts) texts.push(rule);
    else textsById.set(rule.id, [rule]);
  }
  const byRegime = new Map<string, Obligation[]>();
  for (const [id, texts] of textsById) {
    texts.sort((a, b) => a.validFrom.localeCompare(b.validFrom));
    const { regime } = texts[0];
    byRegime.set(regime, [...(byRegime.get(regime) ?? []), { id, regime, texts }]);
  }
  return byRegime;
}

export function governs(rule: ObligationRule, date: string): boolean {
  return rule.validFrom <= date && (rule.validTo === null || date <= rule.validTo);
}

/**
 * The rulebook as it would be under proposed texts: each takes the place of every text of the same obligation, or is
 * added. For looking at, side by side; nothing runs on it.
 */
export function rulesUnder(
  proposed: readonly ObligationRule[],
  rules: readonly ObligationRule[],
): readonly ObligationRule[] {
  const replaced = new Set(proposed.map(({ id }) => id));
  return [
    ...rules.filter(({ id }) => !replaced.has(id)),
    ...proposed.map((rule) => ({ ...rule, status: "in-force" as const })),
  ];
}
