/**
 * Query plans: what the SDK is told about a query, from its text alone. The form is that of recorded answers. The
 * account has one physical partition, but like the service's gateway it does not itself run a query over all logical
 * partitions that has an order, TOP or an aggregate: it refuses with the plan, and the SDK asks each physical one.
 */
import { badRequest } from "./cosmos-answers.ts";
import type { Query } from "./cosmos-sql.ts";

export interface QueryPlan {
  readonly partitionedQueryExecutionInfoVersion: 2;
  readonly queryInfo: object;
  readonly queryRanges: readonly object[];
}

/** The only range of partition keys, and the ranges that a plan names. */
export const physicalPartition = { id: "0", minInclusive: "", maxExclusive: "FF" };

export function planOf(text: string, query: Query): QueryPlan {
  const { top, orderBy, aggregates, hasSelectValue } = query;
  return {
    partitionedQueryExecutionInfoVersion: 2,
    queryInfo: {
      distinctType: "None",
      top: top ?? null,
      offset: null,
      limit: null,
      orderBy: orderBy.map(({ descending }) => (descending ? "Descending" : "Ascending")),
      orderByExpressions: orderBy.map(({ path }) => ["c", ...path].join(".")),
      groupByExpressions: [],
      groupByAliases: [],
      aggregates,
      groupByAliasToAggregateType: {},
      rewrittenQuery: rewritten(text, query),
      hasSelectValue,
      dCountInfo: null,
      hasNonStreamingOrderBy: false,
    },
    queryRanges: [{ min: "", max: "FF", isMinInclusive: true, isMaxInclusive: false }],
  };
}

export function needsPlan({ top, orderBy, aggregates }: Query): boolean {
  return top !== undefined || orderBy.length > 0 || aggregates.length > 0;
}

/** What each physical partition is to be asked, so that the SDK can put the answers together; empty: the query itself. */
function rewritten(text: string, { orderBy, aggregates, hasSelectValue }: Query): string {
  if (aggregates.length > 0) {
    if (
      !hasSelectValue ||
      aggregates.length > 1 ||
      !aggregates.every((one) => one === "Count" || one === "Sum")
    )
      return "";
    return text.replace(/^\s*SELECT\s+VALUE\s+(.+?)\s+FROM\s/is, 'SELECT VALUE [{"item": $1}] FROM ');
  }
  return orderBy.length === 0 ? "" : ordered(text);
}

const parts =
  /^\s*SELECT\s+(?<top>TOP\s+\S+\s+)?(?<select>.+?)\s+FROM\s+(?<from>.+?)(?:\s+WHERE\s+(?<where>.+?))?\s+ORDER\s+BY\s+(?<order>.+?)\s*$/is;

function ordered(text: string): string {
  const { top = "", select = "", from = "", where, order = "" } = parts.exec(text)?.groups ?? {};
  const alias = from.split(/\s+/).at(-1) ?? "c";
  const items = splitList(order).map((one) => `{"item": ${one.replace(/\s+(ASC|DESC)$/i, "")}}`);
  const filter = "{documentdb-formattableorderbyquery-filter}";
  return [
    `SELECT ${top}${alias}._rid, [${items.join(", ")}] AS orderByItems, ${payloadOf(select, alias)} AS payload`,
    `FROM ${from}`,
    `WHERE ${where === undefined ? `(${filter})` : `(${where}) AND (${filter})`}`,
    `ORDER BY ${order}`,
  ].join(" ");
}

function payloadOf(select: string, alias: string): string {
  if (select.trim() === "*") return alias;
  const value = /^VALUE\s+(.+)$/is.exec(select.trim())?.[1];
  if (value !== undefined) return value;
  const members = splitList(select).map((one) => {
    const [, expression = one, name] = /^(.+?)\s+(?:AS\s+)?(\w+)$/is.exec(one) ?? [];
    const last = /(\w+)(?:"\])?$/.exec(expression)?.[1];
    if (name === undefined && last === undefined)
      throw badRequest(`This server knows no plan for the column ${one}.`);
    return `"${name ?? last}": ${expression}`;
  });
  return `{${members.join(", ")}}`;
}

/** Splits at the commas that stand in no bracket and no text. */
function splitList(text: string): string[] {
  const pieces = text.match(/(?:\([^()]*\)|\[[^[\]]*\]|\{[^{}]*\}|"[^"]*"|'[^']*'|[^,])+/g) ?? [];
  return pieces.map((piece) => piece.trim());
}
