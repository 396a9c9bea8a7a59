/**
 * The annual log (45 CFR 164.408(c)): breaches of fewer than 500 people, by the year in which they were discovered,
 * each entered separately at HHS within 60 days after that year's end. Which cases stand in it, the index says.
 */
import type { CaseState } from "../../domain/case/state.ts";
import type { LogYear } from "../../contracts/annual-log.ts";
import { discoveredOn, logYearOf } from "../../domain/case/annual-log.ts";
import { yearlyLogDuty } from "../../rules/rulebook.ts";
import type { AppContext } from "../app-context.ts";
import { rowsOf } from "../store/all-rows.ts";
import { loadCase } from "../store/case-store.ts";
import { currentRules } from "./law.ts";

/** The duty that the log fulfils. */
export const annualLogDuty = yearlyLogDuty;

/** The cases of a year's log, in the order of their discovery. The index may lag behind: the ledger has the last word. */
export async function annualLogOf(
  appContext: Pick<AppContext, "index" | "ledger" | "sha256">,
  year: number,
): Promise<readonly CaseState[]> {
  const states: (CaseState | undefined)[] = [];
  for await (const { caseId } of rowsOf(appContext.index, { logYear: year }))
    states.push(await loadCase(appContext, caseId));
  const order = (state: CaseState): string =>
    `${discoveredOn(currentRules, state, yearlyLogDuty) ?? ""} ${state.openedAt} ${state.caseId}`;
  return states
    .filter((state) => state !== undefined)
    .filter((state) => logYearOf(state, yearlyLogDuty) === year)
    .toSorted((one, other) => (order(one) < order(other) ? -1 : 1));
}

/** Years of the log that there are, newest first, with how many cases stand in each. */
export async function logYearsOf({ index }: Pick<AppContext, "index">): Promise<readonly LogYear[]> {
  const years = await index.logYears();
  return Promise.all(years.map(async (year) => ({ year, cases: await index.count({ logYear: year }) })));
}
