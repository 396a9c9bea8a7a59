import type { CaseState } from "../../domain/case/state.ts";
import { foldCase } from "../../domain/case/evolve.ts";
import type { CaseRow } from "../../ports/ledger.ts";
import { logYearsOf } from "./annual-log.ts";
import type { LogYear } from "../../contracts/annual-log.ts";
import type { AppContext } from "../app-context.ts";

/** Closed cases are of interest for a while; the export has all of them. */
const closedMax = 50;

/** The cases of the board, newest first, each folded from its entries: the index only says which there are. */
export async function boardOf(appContext: Pick<AppContext, "index" | "ledger" | "quarantine">): Promise<{
  readonly rows: readonly CaseRow[];
  readonly states: readonly CaseState[];
  /** Payloads that wait in quarantine. */
  readonly unread: number;
  /** Years of the annual breach log that there are, newest first, with how many cases stand in each. */
  readonly logYears: readonly LogYear[];
}> {
  const [all, unread] = await Promise.all([
    appContext.index.listCases(),
    appContext.quarantine.countWaiting(),
  ]);
  const closed = all.filter(({ state }) => state === "closed").slice(0, closedMax);
  const rows = all.filter((row) => row.state !== "closed" || closed.includes(row));
  const states = await Promise.all(
    rows.map(async ({ caseId }) => foldCase(await appContext.ledger.read(caseId))),
  );
  return {
    rows,
    states: states.filter((state) => state !== undefined),
    unread,
    logYears: logYearsOf(all),
  };
}
