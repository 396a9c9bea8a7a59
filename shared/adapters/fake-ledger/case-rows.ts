import { firstAnswerBy, nearestDue, unopenedRow } from "../../contracts/case-row.ts";
import type { CaseRow, RowPage } from "../../contracts/case-row.ts";
import type { CaseId } from "../../domain/ids.ts";
import type { Instant } from "../../domain/instants.ts";
import { newerRow } from "../../domain/newer-row.ts";
import type { CaseIndex, RowFilter } from "../../ports/case-index.ts";

type Row = CaseRow & { readonly mark?: { readonly seq: number; readonly at: Instant } | null };
type Rows = Pick<
  CaseIndex,
  "put" | "markDue" | "removeUnopened" | "listDue" | "listPage" | "count" | "logYears"
>;

/** The rows of the index in memory. */
export function fakeCaseRows(): Rows & { readonly rows: Map<CaseId, Row> } {
  const rows = new Map<CaseId, Row>();
  const chosen = (filter: RowFilter): Row[] => [...rows.values()].filter((row) => isChosen(row, filter));
  return {
    rows,
    async put(row) {
      const next = newerRow<Row>(rows.get(row.caseId), row);
      if (next) rows.set(row.caseId, next);
    },
    async markDue(caseId, mark) {
      const row = rows.get(caseId) ?? unopenedRow(caseId, mark.at);
      rows.set(caseId, { ...row, mark, nextAt: mark.at, caseAt: mark.at });
    },
    async removeUnopened(caseId) {
      if ((rows.get(caseId)?.seq ?? 0) < 0) rows.delete(caseId);
    },
    listDue: async (now, page = {}) =>
      pageOf(
        [...rows.values()].filter(({ nextAt }) => nextAt !== null && nextAt <= now),
        ({ nextAt, caseId }) => `${nextAt}|${caseId}`,
        page,
      ),
    listPage: async (filter, { order = "opened", ...page } = {}) =>
      pageOf(chosen(filter), orders[order], { ...page, descending: order === "opened" }),
    count: async (filter) => chosen(filter).length,
    logYears: async () =>
      [
        ...new Set([...rows.values()].flatMap(({ logYear }) => (logYear === undefined ? [] : [logYear]))),
      ].sort((a, b) => b - a),
  };
}

function isChosen(row: Row, { open, logYear, asks, inTroubleAt }: RowFilter): boolean {
  const isOpen = row.state !== "closed";
  return (
    row.seq >= 0 &&
    (open === undefined || open === isOpen) &&
    (logYear === undefined || logYear === row.logYear) &&
    (asks === undefined ||
      row.questions.some(({ askedRoles }) => asks.some((role) => askedRoles.includes(role)))) &&
    (inTroubleAt === undefined ||
      (row.nextAt !== null && row.nextAt < inTroubleAt) ||
      (isOpen && (row.deadLetters > 0 || row.directoryProblem !== null)))
  );
}

const orders: Readonly<Record<"opened" | "due" | "answer", (row: Row) => string>> = {
  opened: ({ openedAt, caseId }) => `${openedAt}|${caseId}`,
  due: (row) => `${nearestDue(row) ?? "9999"}|${row.caseId}`,
  answer: (row) => `${firstAnswerBy(row) ?? "9999"}|${row.caseId}`,
};

function pageOf(
  rows: readonly Row[],
  keyOf: (row: Row) => string,
  {
    after,
    limit = 50,
    descending = false,
  }: { readonly after?: string; readonly limit?: number; readonly descending?: boolean },
): RowPage {
  const isAfter = (row: Row): boolean =>
    after === undefined || (descending ? keyOf(row) < after : keyOf(row) > after);
  const sorted = rows.filter(isAfter).toSorted((a, b) => (keyOf(a) < keyOf(b) !== descending ? -1 : 1));
  const shown = sorted.slice(0, limit);
  const last = shown.at(-1);
  return {
    rows: shown.map(({ mark: _mark, ...row }) => row),
    next: last && sorted.length > shown.length ? keyOf(last) : null,
  };
}
