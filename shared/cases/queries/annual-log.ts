/**
 * The annual log (45 CFR 164.408(c)): breaches of fewer than 500 people, by the year in which they were discovered,
 * each entered separately at HHS within 60 days after that year's end. Which cases stand in it, the index says.
 */
import type { CaseState } from "../../domain/case/state.ts";
import type { LogYear } from "../../contracts/annual-log.ts";
import { discoveredOn, logYearOf } from "../../domain/case/annual-log.ts";
import { foldCase } from "../../domain/case/evolve.ts";
import type { CaseRow } from "../../ports/ledger.ts";
import type { AppContext } from "../app-context.ts";
import { currentRules } from "./law.ts";

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
    `${discoveredOn(currentRules, state) ?? ""} ${state.openedAt} ${state.caseId}`;
  return states
    .filter((state) => state !== undefined)
    .filter((state) => logYearOf(state) === year)
    .toSorted((one, other) => (order(one) < order(other) ? -1 : 1));
}

export function logYearsOf(rows: readonly CaseRow[]): readonly LogYear[] {
  const years = rows.flatMap(({ logYear }) => (logYear === undefined ? [] : [logYear]));
  return [...new Set(years)]
    .toSorted((a, b) => b - a)
    .map((year) => ({ year, cases: years.filter((each) => each === year).length }));
}
