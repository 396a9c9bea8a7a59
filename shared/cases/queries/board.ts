import type { Board, RowPage } from "../../contracts/case-row.ts";
import type { Role } from "../../domain/case/events.ts";
import type { AppContext } from "../app-context.ts";
import { logYearsOf } from "./annual-log.ts";

/** The sweeper looks every minute: so much later something is wrong with it, or with the durable hub. */
const behindMs = 5 * 60_000;
const askingMax = 8;
const closedMax = 10;
const troubledMax = 5;

/** One page of cases and what stands above it, from rows of the index alone: no case is read. */
export async function boardOf(
  { index, quarantine, clock }: Pick<AppContext, "index" | "quarantine" | "clock">,
  wanted: {
    readonly roles: readonly Role[];
    readonly list: "open" | "closed";
    /** The end of the page before. */
    readonly after?: string;
  },
): Promise<Board> {
  const { list, roles } = wanted;
  const page = wanted.after === undefined ? {} : { after: wanted.after };
  const asks = { open: true, asks: roles };
  const inTrouble = {
    open: true,
    inTroubleAt: new Date(Date.parse(clock.now()) - behindMs).toISOString(),
  };
  const nothing: RowPage = { rows: [], next: null };
  const [
    open,
    openCases,
    closed,
    closedCases,
    asking,
    casesAsking,
    troubled,
    casesTroubled,
    unread,
    logYears,
  ] = await Promise.all([
    list === "open" ? index.listPage({ open: true }, { order: "due", ...page }) : nothing,
    index.count({ open: true }),
    index.listPage({ open: false }, list === "closed" ? page : { limit: closedMax }),
    index.count({ open: false }),
    index.listPage(asks, { order: "answer", limit: askingMax }),
    index.count(asks),
    index.listPage(inTrouble, { limit: troubledMax }),
    index.count(inTrouble),
    quarantine.countWaiting(),
    logYearsOf({ index }),
  ]);
  return {
    open,
    openCases,
    closed,
    closedCases,
    asking: asking.rows,
    casesAsking,
    troubled: troubled.rows,
    casesTroubled,
    unread,
    logYears,
  };
}
