/** The rows of the case index in Cosmos: one partition, one item a case. */
import type { Container, SqlParameter, SqlQuerySpec } from "@azure/cosmos";
import { firstAnswerBy, nearestDue, unopenedRow } from "../../contracts/case-row.ts";
import type { CaseRow, RowPage } from "../../contracts/case-row.ts";
import type { Role } from "../../domain/case/events.ts";
import { TransientFailure } from "../../domain/failures.ts";
import type { CaseId } from "../../domain/ids.ts";
import type { Instant } from "../../domain/instants.ts";
import { newerRow } from "../../domain/newer-row.ts";
import type { CaseIndex, RowFilter } from "../../ports/case-index.ts";
import { statusOf } from "./failures.ts";

/**
 * All rows stand in one partition, so that each list is one ordered query. A changed form of the rows is another partition:
 * rows of an earlier form are not read, and the first sweep after an upgrade finds fewer rows than cases and makes them anew.
 */
const rowsPartition = "cases-2";
const rowsPerPage = 50;
const triesMax = 8;
const never = "9999";

/**
 * Each order is by one property that no two rows share, so a page goes on after the last row of the page before, and no
 * composite index is needed. `nextKey` is null where nothing is to be done, and no comparison finds it then.
 */
interface Keys {
  readonly openedKey: string;
  readonly dueKey: string;
  readonly answerKey: string;
  readonly nextKey: string | null;
  readonly askedRoles: readonly Role[];
  readonly isInTrouble: boolean;
}
type Content = CaseRow & { readonly mark?: { readonly seq: number; readonly at: Instant } | null };
type Item = Content & Keys & { readonly id: string; readonly pk: string };

const orders = {
  opened: { property: "openedKey", descending: true },
  due: { property: "dueKey", descending: false },
  answer: { property: "answerKey", descending: false },
} as const;

export async function putRow(container: Container, row: CaseRow): Promise<void> {
  await replaceRow(container, row.caseId, (standing) => newerRow<Content>(standing, row));
}

export async function markRowDue(
  container: Container,
  caseId: CaseId,
  mark: { readonly seq: number; readonly at: Instant },
): Promise<void> {
  await replaceRow(container, caseId, (standing) => {
    const row = standing ?? unopenedRow(caseId, mark.at);
    return { ...row, mark, nextAt: mark.at, caseAt: mark.at };
  });
}

/** Reads, changes, writes back if nobody else did meanwhile; `change` answers undefined to leave the row as it is. */
async function replaceRow(
  container: Container,
  caseId: CaseId,
  change: (standing: Content | undefined) => Content | undefined,
): Promise<void> {
  for (let attempt = 0; attempt < triesMax; attempt += 1) {
    const item = container.item(caseId, rowsPartition);
    const { resource, etag } = await item.read<Item>();
    const content = change(resource);
    if (content === undefined) return;
    try {
      if (!resource) await container.items.create(itemOf(content));
      else await item.replace(itemOf(content), { accessCondition: { type: "IfMatch", condition: etag } });
      return;
    } catch (cause) {
      if (statusOf(cause) !== 409 && statusOf(cause) !== 412) throw cause;
    }
  }
  throw new TransientFailure(`the row of ${caseId} is being written by too many at once`);
}

export async function removeUnopenedRow(container: Container, caseId: CaseId): Promise<void> {
  const item = container.item(caseId, rowsPartition);
  const { resource, etag } = await item.read<Item>();
  if (!resource || resource.seq >= 0) return;
  try {
    await item.delete({ accessCondition: { type: "IfMatch", condition: etag } });
  } catch (cause) {
    // Whoever wrote it meanwhile has opened the case after all.
    if (statusOf(cause) !== 412 && statusOf(cause) !== 404) throw cause;
  }
}

export const listDueRows = (
  container: Container,
  now: Instant,
  page: Parameters<CaseIndex["listDue"]>[1] = {},
): Promise<RowPage> =>
  pageOf(container, {
    conditions: ["c.nextKey < @until"],
    parameters: [{ name: "@until", value: `${now}~` }],
    order: { property: "nextKey", descending: false },
    ...page,
  });

export const listRows = (
  container: Container,
  filter: RowFilter,
  { order = "opened", ...page }: NonNullable<Parameters<CaseIndex["listPage"]>[1]>,
): Promise<RowPage> => pageOf(container, { ...whereOf(filter), order: orders[order], ...page });

export async function countRows(container: Container, filter: RowFilter): Promise<number> {
  const { conditions, parameters } = whereOf(filter);
  const query = `SELECT VALUE COUNT(1) FROM c WHERE ${conditions.join(" AND ")}`;
  const { resources } = await container.items
    .query<number>({ query, parameters }, { partitionKey: rowsPartition })
    .fetchAll();
  return resources.reduce((sum, count) => sum + count, 0);
}

/** One look-up a year: the newest year before the one that was found last. */
export async function listLogYears(container: Container): Promise<number[]> {
  const years: number[] = [];
  for (;;) {
    const query: SqlQuerySpec = {
      query: "SELECT TOP 1 * FROM c WHERE c.logYear < @before ORDER BY c.logYear DESC",
      parameters: [{ name: "@before", value: years.at(-1) ?? Number(never) }],
    };
    const { resources } = await container.items
      .query<Item>(query, { partitionKey: rowsPartition, maxItemCount: 1 })
      .fetchAll();
    const year = resources[0]?.logYear;
    if (year === undefined) return years;
    years.push(year);
  }
}

function whereOf({ open, logYear, asks, inTroubleAt }: RowFilter): Where {
  const conditions = ["c.seq >= 0"];
  const parameters: SqlParameter[] = [];
  if (open !== undefined) conditions.push(`c.state ${open ? "!=" : "="} 'closed'`);
  if (logYear !== undefined) {
    conditions.push("c.logYear = @logYear");
    parameters.push({ name: "@logYear", value: logYear });
  }
  if (asks !== undefined) {
    const asked = asks.map((role, index) => {
      parameters.push({ name: `@role${index}`, value: role });
      return `ARRAY_CONTAINS(c.askedRoles, @role${index})`;
    });
    conditions.push(asked.length === 0 ? "false" : `(${asked.join(" OR ")})`);
  }
  if (inTroubleAt !== undefined) {
    conditions.push("(c.nextKey < @troubleAt OR c.isInTrouble = true)");
    parameters.push({ name: "@troubleAt", value: inTroubleAt });
  }
  return { conditions, parameters };
}

interface Where {
  readonly conditions: readonly string[];
  readonly parameters: SqlParameter[];
}

/** One more row than the page has room for tells whether another page follows. */
async function pageOf(
  container: Container,
  {
    conditions,
    parameters,
    order: { property, descending },
    after,
    limit = rowsPerPage,
  }: Where & {
    readonly order: { readonly property: keyof Keys; readonly descending: boolean };
    readonly after?: string;
    readonly limit?: number;
  },
): Promise<RowPage> {
  const since = after === undefined ? [] : [`c.${property} ${descending ? "<" : ">"} @after`];
  const query: SqlQuerySpec = {
    query: `SELECT TOP ${Math.trunc(limit) + 1} * FROM c WHERE ${[...conditions, ...since].join(" AND ")} ORDER BY c.${property} ${descending ? "DESC" : "ASC"}`,
    parameters: [...parameters, ...(after === undefined ? [] : [{ name: "@after", value: after }])],
  };
  const { resources } = await container.items
    .query<Item>(query, { partitionKey: rowsPartition, maxItemCount: Math.trunc(limit) + 1 })
    .fetchAll();
  const shown = resources.slice(0, limit);
  const last = shown.at(-1);
  return {
    rows: shown.map(rowOf),
    next: last && resources.length > shown.length ? String(last[property]) : null,
  };
}

function itemOf(row: Content): Item {
  const { caseId, openedAt, nextAt, questions } = row;
  const keyOf = (at: Instant): string => `${at}|${caseId}`;
  return {
    ...row,
    id: caseId,
    pk: rowsPartition,
    openedKey: keyOf(openedAt),
    dueKey: keyOf(nearestDue(row) ?? never),
    answerKey: keyOf(firstAnswerBy(row) ?? never),
    nextKey: nextAt === null ? null : keyOf(nextAt),
    askedRoles: [...new Set(questions.flatMap(({ askedRoles }) => askedRoles))],
    isInTrouble: row.state !== "closed" && (row.deadLetters > 0 || row.directoryProblem !== null),
  };
}

const added = new Set([
  "id",
  "pk",
  "openedKey",
  "dueKey",
  "answerKey",
  "nextKey",
  "askedRoles",
  "isInTrouble",
  "mark",
]);

function rowOf(item: Item): CaseRow {
  const members = Object.entries(item).filter(([name]) => !added.has(name) && !name.startsWith("_"));
  return Object.fromEntries(members) as unknown as CaseRow;
}
