/**
 * What the rulebook says about a clock, for pages: `ruleOf`, `deadlineOf`, `isGivenInPhases`, `isElapsed`,
 * `isElapsedFor`, `untimedHoldDays`.
 */
import type { ClockReading } from "../../domain/case/events.ts";
import type { ObligationId } from "../../domain/ids.ts";
import type { Facts } from "../../domain/law/facts.ts";
import { judge } from "../../domain/law/conditions.ts";
import type { Deadline, ObligationRule } from "../../domain/law/rule.ts";
import { rulebook } from "../../rules/rulebook.ts";

/** The text that was applied; the newest where the reading does not say, or names one that is gone. */
export function ruleOf(obligationId: ObligationId, validFrom?: string): ObligationRule | undefined {
  const texts = rulebook.filter((rule) => rule.id === obligationId && rule.status !== "proposed");
  return texts.find((rule) => rule.validFrom === validFrom) ?? texts.at(-1);
}

export const ruleOfReading = (
  reading: Pick<ClockReading, "obligationId" | "rule">,
): ObligationRule | undefined => ruleOf(reading.obligationId, reading.rule.validFrom);

/** Of several deadlines in one rule, the one that these facts choose. */
export const deadlineOf = (rule: ObligationRule, facts: Facts): Deadline | undefined =>
  rule.deadlines.find(({ when }) => when === undefined || judge(when, facts).met);

/** Whether it may be filed with more to follow. */
export const isGivenInPhases = (obligationId: ObligationId | null): boolean =>
  obligationId !== null && ruleOf(obligationId)?.phases !== undefined;

/** Whether the period is one of hours, said to the minute; every other ends with a day. */
export const isElapsed = (deadline: Deadline | undefined): boolean =>
  deadline?.within?.kind === "elapsed-hours";

/** The same for a reading alone, whose facts are gone: rules do not mix hours and days in one text. */
export const isElapsedFor = (reading: Pick<ClockReading, "obligationId" | "rule">): boolean =>
  ruleOfReading(reading)?.deadlines.some(isElapsed) ?? false;

/** For how many days a hold without a time can keep a notice back under any of the chosen laws; 0 where none waits. */
export const untimedHoldDays = ({ regimes }: Pick<Facts, "regimes">): number =>
  Math.max(
    0,
    ...rulebook.flatMap(({ regime, pause }) =>
      regimes.includes(regime) && pause?.kind === "hold" ? [pause.untimedDays] : [],
    ),
  );
