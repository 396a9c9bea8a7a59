import { startOf } from "./clock-starts.ts";
import { judge } from "./conditions.ts";
import { calendarOf, dateOfDay } from "./counting.ts";
import type { LocalCalendar } from "./counting.ts";
import { instantAt } from "./facts.ts";
import type { Facts } from "./facts.ts";
import { governs } from "./law-in-force.ts";
import type { Obligation } from "./law-in-force.ts";
import type { Deadline, ObligationRule } from "./rule.ts";

/** One text of an obligation with the deadline that it sets on these facts and the event that starts it. */
export interface StartedText {
  readonly rule: ObligationRule;
  readonly deadline: Deadline | undefined;
  readonly calendar: LocalCalendar;
  readonly at: number | null;
  readonly steps: readonly string[];
}

interface JudgedBy {
  readonly facts: Facts;
  readonly calendar: LocalCalendar;
  readonly lawAsOf: string | null;
}

/** The text that governs the date of the event from which its own period runs, or why there is none. */
export function textInForce(obligation: Obligation, judging: JudgedBy): StartedText | string {
  const started = obligation.texts.map((rule) => startedText(rule, judging));
  const newest = started.at(-1);
  const dateOf = (text: StartedText) =>
    judging.lawAsOf ?? (text.at === null ? anchorDate(judging) : dateOfDay(text.calendar.dayOf(text.at)));
  for (const text of started) {
    const date = dateOf(text);
    if (date === null ? text === newest : governs(text.rule, date)) return text;
  }
  const date = newest ? dateOf(newest) : null;
  return `No text of this rule was in force on ${date ?? "that date"}; the oldest dates from ${obligation.texts[0].validFrom}.`;
}

function startedText(rule: ObligationRule, { facts, calendar }: JudgedBy): StartedText {
  const deadline = rule.deadlines.find(({ when }) => !when || judge(when, facts).met);
  const zoned = deadline?.zone === undefined ? calendar : calendarOf(deadline.zone);
  if (!deadline) return { rule, deadline, calendar: zoned, at: null, steps: [] };
  return { rule, deadline, calendar: zoned, ...startOf(deadline.from, facts, zoned) };
}

/** While its own start is unknown, a rule is chosen by the day on which the incident came to light. */
function anchorDate({ facts, calendar }: JudgedBy): string | null {
  const found = ["discoveredAt", "shouldHaveKnownAt", "awareAt", "determinedAt", "occurredAt"]
    .map((fact) => instantAt(facts, fact))
    .filter((at) => at !== null);
  return found.length === 0 ? null : dateOfDay(calendar.dayOf(Math.min(...found)));
}
