/**
 * The annual log (45 CFR 164.408(c)): breaches of fewer than 500 people, by the year in which they were discovered,
 * each entered separately at HHS within 60 days after that year's end. `duty` is the one that the rules name for it.
 */
import type { ObligationId } from "../ids.ts";
import { startOf } from "../law/clock-starts.ts";
import { calendarOf, dateOfDay } from "../law/counting.ts";
import { deadlineOf, ruleOfReading } from "../law/rule-lookup.ts";
import type { ObligationRule } from "../law/rule.ts";
import { factsOf } from "./case-facts.ts";
import type { CaseState } from "./state.ts";

/**
 * The year of the log that a case stands in: the local one of its discovery. Null: it stands in none, because nothing is
 * owed, 500 or more people make it a report of its own, or it is a drill, which nobody outside is told of.
 */
export function logYearOf(
  { clocks, drill }: Pick<CaseState, "clocks" | "drill">,
  duty: ObligationId,
): number | null {
  const clock = clocks[duty];
  if (drill || !clock || clock.status === "withdrawn") return null;
  // The period counts from the last day of the year, which is why the clock knows the year and not the discovery.
  const year = clock.reading.clockStart?.slice(0, 4);
  return year === undefined ? null : Number(year);
}

/** The calendar date of the discovery in the entity's zone, or the rule's; null where nothing is owed or it is unknown. */
export function discoveredOn(
  rules: readonly ObligationRule[],
  state: Pick<CaseState, "clocks" | "entity" | "facts">,
  duty: ObligationId,
): string | null {
  const reading = state.clocks[duty]?.reading;
  const rule = reading && ruleOfReading(rules, reading);
  const facts = factsOf(state);
  const deadline = rule && deadlineOf(rule, facts);
  if (!deadline) return null;
  const calendar = calendarOf(deadline.zone ?? state.entity.timeZone);
  const { at } = startOf(deadline.from, facts, calendar);
  return at === null ? null : dateOfDay(calendar.dayOf(at));
}
