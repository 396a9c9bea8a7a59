import type { Board, RowPage } from "../../contracts/case-row.ts";
import type { Role } from "../../domain/case/events.ts";
import type { RowFilter } from "../../ports/case-index.ts";
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
  const [open, closed, asking, troubled, unread, logYears] = await Promise.all([
    list === "open" ? index.listPage({ open: true }, { order: "due", ...page }) : null,
    index.listPage({ open: false }, list === "closed" ? page : { limit: closedMax }),
    roles.length === 0 ? noRows : index.listPage(asks, { order: "answer", limit: askingMax }),
    index.listPage(inTrouble, { limit: troubledMax }),
    quarantine.countWaiting(),
    logYearsOf({ index }),
  ]);
  const isFirst = wanted.after === undefined;
  // A first page after which none follows has been counted by being read.
  const total = (filter: RowFilter, first: RowPage | null): Promise<number> | number =>
    first !== null && first.next === null ? first.rows.length : index.count(filter);
  const [openCases, closedCases, casesAsking, casesTroubled] = await Promise.all([
    total({ open: true }, isFirst ? open : null),
    total({ open: false }, isFirst || list === "open" ? closed : null),
    total(asks, asking),
    total(inTrouble, troubled),
  ]);
  return {
    open: open ?? noRows,
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

const noRows: RowPage = { rows: [], next: null };
