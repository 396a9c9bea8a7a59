/**
 * The annual log (45 CFR 164.408(c)): breaches of fewer than 500 people, by the year in which they were discovered,
 * each entered separately at HHS within 60 days after that year's end. Which cases stand in it, the index says.
 */
import type { CaseState } from "../../domain/case/state.ts";
import { calendarOf, dateOfDay } from "../../domain/law/counting.ts";
import { startOf } from "../../domain/law/clock-starts.ts";
import type { ObligationId } from "../../domain/ids.ts";
import { foldCase } from "../../domain/case/evolve.ts";
import type { CaseRow } from "../../ports/ledger.ts";
import { factsOf } from "../duties.ts";
import { yearlyLogDuty } from "../../rules/rulebook.ts";
import type { AppContext } from "../app-context.ts";
import { deadlineOf, ruleOfReading } from "./law.ts";

export const annualLogDuty: ObligationId = yearlyLogDuty;

/**
 * The year of the log that a case stands in: the local one of its discovery. Null: it stands in none, because nothing is
 * owed, 500 or more people make it a report of its own, or it is a drill, which nobody outside is told of.
 */
export function logYearOf({ clocks, drill }: Pick<CaseState, "clocks" | "drill">): number | null {
  const clock = clocks[annualLogDuty];
  if (drill || !clock || clock.status === "withdrawn") return null;
  // The period counts from the last day of the year, which is why the clock knows the year and not the discovery.
  const year = clock.reading.clockStart?.slice(0, 4);
  return year === undefined ? null : Number(year);
}

/** The day of the discovery, as the entity's calendar has it. */
export function discoveredOn(state: CaseState): string | null {
  const reading = state.clocks[annualLogDuty]?.reading;
  const rule = reading && ruleOfReading(reading);
  const facts = factsOf(state);
  const deadline = rule && deadlineOf(rule, facts);
  if (!deadline) return null;
  const calendar = calendarOf(deadline.zone ?? state.entity.timeZone);
  const { at } = startOf(deadline.from, facts, calendar);
  return at === null ? null : dateOfDay(calendar.dayOf(at));
}

/** The cases of a year's log, in the order of their discovery. The index may lag behind: the ledger has the last word. */
export async function annualLogOf(
  appContext: Pick<AppContext, "index" | "ledger">,
  year: number,
): Promise<readonly CaseState[]> {
  const rows = await appContext.index.listCases({ logYear: year });
  const states = await Promise.all(
    rows.map(async ({ caseId }) => foldCase(await appContext.ledger.read(caseId))),
  );
  const order = (state: CaseState): string =>
    `${discoveredOn(state) ?? ""} ${state.openedAt} ${state.caseId}`;
  return states
    .filter((state) => state !== undefined)
    .filter((state) => logYearOf(state) === year)
    .toSorted((one, other) => (order(one) < order(other) ? -1 : 1));
}

export interface LogYear {
  readonly year: number;
  readonly cases: number;
}

export function logYearsOf(rows: readonly CaseRow[]): readonly LogYear[] {
  const years = rows.flatMap(({ logYear }) => (logYear === undefined ? [] : [logYear]));
  return [...new Set(years)]
    .toSorted((a, b) => b - a)
    .map((year) => ({ year, cases: years.filter((each) => each === year).length }));
}
