/** What the texts of law say about one obligation. Every function takes the rules to look in, and knows no others. */
import { judge } from "./conditions.ts";
import type { Facts } from "./facts.ts";
import type { Deadline, ObligationRule } from "./rule.ts";

type Rules = readonly ObligationRule[];

/** A reckoning names its obligation and the text by which it was made. */
interface ReckonedBy {
  readonly obligationId: string;
  readonly rule: { readonly validFrom: string };
}

/** The text of that date; the newest where no date is given, or none has it. Proposed texts are no law yet. */
export function ruleOf(rules: Rules, obligationId: string, validFrom?: string): ObligationRule | undefined {
  const texts = rules.filter((rule) => rule.id === obligationId && rule.status !== "proposed");
  return texts.find((rule) => rule.validFrom === validFrom) ?? texts.at(-1);
}

export const ruleOfReading = (rules: Rules, reading: ReckonedBy): ObligationRule | undefined =>
  ruleOf(rules, reading.obligationId, reading.rule.validFrom);

/** Of several deadlines in one rule, the one that these facts choose. */
export const deadlineOf = (rule: ObligationRule, facts: Facts): Deadline | undefined =>
  rule.deadlines.find(({ when }) => when === undefined || judge(when, facts).met);

/** Whether it may be filed with more to follow. */
export const isGivenInPhases = (rules: Rules, obligationId: string | null): boolean =>
  obligationId !== null && ruleOf(rules, obligationId)?.phases !== undefined;

/** Whether the period is one of hours, said to the minute; every other ends with a day. */
export const isElapsed = (deadline: Deadline | undefined): boolean =>
  deadline?.within?.kind === "elapsed-hours";

/** The same for a reckoning whose facts are gone: rules do not mix hours and days in one text. */
export const isElapsedFor = (rules: Rules, reading: ReckonedBy): boolean =>
  ruleOfReading(rules, reading)?.deadlines.some(isElapsed) ?? false;

/** For how many days a hold without a time can keep a notice back under any of the chosen laws; 0 where none waits. */
export const untimedHoldDays = (rules: Rules, { regimes }: Pick<Facts, "regimes">): number =>
  Math.max(
    0,
    ...rules.flatMap(({ regime, pause }) =>
      regimes.includes(regime) && pause?.kind === "hold" ? [pause.untimedDays] : [],
    ),
  );
