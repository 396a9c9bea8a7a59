/**
 * Reads and evaluates the query language with `@zeit/cosmosdb-query`, which `@vercel/cosmosdb-server` brings along (its
 * version is pinned; its insides are reached into here and nowhere else). What it does in quadratic time, and the order
 * of rows, is replaced. It knows no GROUP BY, DISTINCT, OFFSET and LIKE: a query with them is refused by its parser.
 */
import { createRequire } from "node:module";
import { badRequest } from "./cosmos-answers.ts";
import { type Bound, comparePositions, compareValues, type Path, valueAt } from "./cosmos-index.ts";

export interface QuerySpec {
  readonly query: string;
  readonly parameters?: readonly { readonly name: string; readonly value: unknown }[];
}

/** Which values a row's document must have: one bound of the conditions that are joined by AND at the top of WHERE. */
export interface Condition {
  readonly path: Path;
  readonly bound: Bound;
}

export interface Query {
  /** The most rows that the query wants. */
  readonly top: number | undefined;
  readonly orderBy: readonly { readonly path: Path; readonly descending: boolean }[];
  readonly conditions: readonly Condition[];
  /** The names of the aggregate functions in SELECT, as plans write them. */
  readonly aggregates: readonly string[];
  readonly hasSelectValue: boolean;
  /** Whether each document can be evaluated by itself, so that pages need not be made of the whole. */
  readonly isPerDocument: boolean;
  /** The rows of these documents, unordered and without TOP where `isPerDocument`, else the whole answer. */
  rowsOf(documents: readonly object[], compositeIndexes?: readonly unknown[]): unknown[];
}

/** The library's tree, as far as it is looked at. */
interface Node {
  readonly type: string;
  readonly [member: string]: unknown;
}
type Execute = (
  aggregates: unknown,
  functions: unknown,
  documents: readonly object[],
  helpers: unknown,
  udf: object,
  parameters: object,
  maxItemCount: undefined,
  continuation: undefined,
  compositeIndexes: readonly unknown[],
) => { result: unknown[] };

/** Required, since tools disagree on what the default import of such a CommonJS module is; from where the server has it. */
const requireOfServer = createRequire(createRequire(import.meta.url).resolve("@vercel/cosmosdb-server"));
const library = (file: string): unknown => requireOfServer(`@zeit/cosmosdb-query/lib/${file}.js`);
const requireOfLibrary = createRequire(requireOfServer.resolve("@zeit/cosmosdb-query"));
const { parse } = library("parser") as { parse: (query: string) => Node };
const { default: transform } = library("transformer") as { default: (tree: Node) => unknown };
const { default: generate } = requireOfLibrary("@babel/generator") as {
  default: (tree: unknown) => { code: string };
};
const aggregateFunctions = library("aggregate-functions");
const builtinFunctions = library("builtin-functions");
const libraryHelpers = library("helpers") as { sort: (...given: unknown[]) => unknown };

const helpers = {
  ...libraryHelpers,
  stripUndefined,
  paginate: (rows: readonly (readonly [unknown, unknown])[]) => ({
    result: stripUndefined(rows.map(([row]) => row)),
  }),
  sort,
};

interface Compiled {
  readonly body: Node;
  readonly alias: string | undefined;
  readonly execute: Execute;
  readonly isPerDocument: boolean;
  readonly wrapsAggregate: boolean;
}
/** What was compiled last, by text: a service asks the same few queries over and over. */
const compiledByText = new Map<string, Compiled>();
const compiledMax = 200;

/** Throws a Refusal (400) where the text cannot be read. */
export function readQuery({ query, parameters = [] }: QuerySpec): Query {
  const { body, alias, execute, isPerDocument, wrapsAggregate } = compiledOf(query);
  const values = Object.fromEntries(parameters.map(({ name, value }) => [name.slice(1), value]));
  const where = (body.where as Node | null | undefined)?.condition as Node | undefined;
  const top = ((body.top as Node | null)?.value ?? undefined) as Node | undefined;
  return {
    top: top && Number(constantOf(top, values)),
    orderBy: orderOf(body, alias),
    conditions: where && alias !== undefined ? conditionsOf(where, alias, values) : [],
    aggregates: aggregatesOf(body.select),
    hasSelectValue: (body.select as Node).value !== undefined,
    isPerDocument,
    rowsOf: (documents, compositeIndexes = []) => {
      const { result } = execute(
        aggregateFunctions,
        builtinFunctions,
        documents,
        helpers,
        {},
        values,
        undefined,
        undefined,
        compositeIndexes,
      );
      return wrapsAggregate ? result.map((item) => [{ item }]) : result;
    },
  };
}

function compiledOf(query: string): Compiled {
  const known = compiledByText.get(query);
  if (known) return known;
  try {
    const compiled = compile(query);
    const oldest = compiledByText.keys().next();
    if (compiledByText.size >= compiledMax && !oldest.done) compiledByText.delete(oldest.value);
    compiledByText.set(query, compiled);
    return compiled;
  } catch (cause) {
    throw badRequest(
      `This server cannot read the query: ${cause instanceof Error ? cause.message : String(cause)}`,
    );
  }
}

function compile(query: string): Compiled {
  // What a plan makes of an aggregate: the sum of one partition, wrapped.
  const wrapped = /^\s*SELECT\s+VALUE\s+\[\{"item": (.+?)\}\]\s+FROM\s/is.exec(query);
  const tree = parse((wrapped ? query.replace(`[{"item": ${wrapped[1]}}]`, wrapped[1]!) : query).trim());
  const body = tree.body as Node;
  const alias = aliasOf(body);
  const isPerDocument =
    alias !== undefined && aggregatesOf(body.select).length === 0 && orderOf(body, alias).length < 2;
  const evaluated = isPerDocument ? { ...tree, body: { ...body, top: null, orderBy: null } } : tree;
  const code = linear(generate(transform(evaluated)).code);
  // The library's way: it translates a query to code.
  // eslint-disable-next-line @typescript-eslint/no-implied-eval
  const made = new Function(`"use strict";return (${code})`) as () => Execute;
  const execute = made();
  return { body, alias, execute, isPerDocument, wrapsAggregate: wrapped !== null };
}

/** The library copies the rows once for each row. */
function linear(code: string): string {
  return code.replace(
    /\$c\.reduce\(\(\$, (\w+)\) => typeof \1 !== "undefined" \? \[\.\.\.\$, \{\s*\1: \1\s*\}\] : \$, \[\]\)/,
    "$c.map($1 => ({ $1 }))",
  );
}

/** The name of the document in the query, where FROM is the container itself. */
function aliasOf(body: Node): string | undefined {
  const source = (body.from as Node | null | undefined)?.source as Node | undefined;
  const expression = source?.expression as Node | undefined;
  if (expression?.type !== "collection_expression" || source?.iteration) return undefined;
  const name = ((source?.alias ?? expression.expression) as Node | null)?.name;
  return typeof name === "string" ? name : undefined;
}

function orderOf(body: Node, alias: string | undefined): Query["orderBy"] {
  const expressions = ((body.orderBy as Node | null)?.expressions ?? []) as Node[];
  return expressions.map(({ expression, order }) => {
    const path = pathOf(expression as Node, alias);
    if (!path) throw new Error("ORDER BY needs a path of the document.");
    return { path, descending: order === "DESC" };
  });
}

function conditionsOf(node: Node, alias: string, values: object): Condition[] {
  if (node.type !== "scalar_binary_expression") return [];
  const { left, operator, right } = node as unknown as { left: Node; operator: string; right: Node };
  if (operator === "AND")
    return [...conditionsOf(left, alias, values), ...conditionsOf(right, alias, values)];
  return (
    conditionOf(left, operator, right, { alias, values }) ??
    conditionOf(right, mirrored[operator] ?? "", left, { alias, values }) ??
    []
  );
}

const mirrored: Record<string, string> = { "=": "=", "<": ">", "<=": ">=", ">": "<", ">=": "<=" };

function conditionOf(
  side: Node,
  operator: string,
  other: Node,
  { alias, values }: { alias: string; values: object },
): Condition[] | undefined {
  const path = pathOf(side, alias);
  const value = constantOf(other, values);
  const isComparable = value === null || ["string", "number", "boolean"].includes(typeof value);
  if (!path || path.length === 0 || !isComparable || !(operator in mirrored)) return undefined;
  return [{ path, bound: { operator, value } as Bound }];
}

function pathOf(node: Node, alias: string | undefined): Path | undefined {
  if (node.type === "identifier") return node.name === alias ? [] : undefined;
  if (node.type !== "scalar_member_expression") return undefined;
  const above = pathOf(node.object as Node, alias);
  const property = node.property as Node;
  const member = node.computed === true ? property.value : property.name;
  return above && typeof member === "string" ? [...above, member] : undefined;
}

/** The value that stands there, `undefined` where it is not known without a document. */
function constantOf(node: Node, values: object): unknown {
  if (node.type === "parameter_name") return (values as Record<string, unknown>)[String(node.name).slice(1)];
  if (node.type === "null_constant") return null;
  return node.type.endsWith("_constant") ? node.value : undefined;
}

const aggregateNames: Record<string, string> = {
  COUNT: "Count",
  SUM: "Sum",
  MIN: "Min",
  MAX: "Max",
  AVG: "Average",
};

function aggregatesOf(node: unknown): string[] {
  if (typeof node !== "object" || node === null) return [];
  if (Array.isArray(node)) return node.flatMap(aggregatesOf);
  const { type, name } = node as Node;
  const called = type === "scalar_function_expression" ? (name as Node).name : undefined;
  const aggregate = typeof called === "string" ? aggregateNames[called.toUpperCase()] : undefined;
  if (type === "select_query") return []; // a subquery aggregates for itself
  return aggregate ? [aggregate] : Object.values(node).flatMap(aggregatesOf);
}

/** Rows in order, with the documents that lack the value, which the library would leave out. */
function sort(
  rows: readonly object[],
  ridOf: (row: object) => string,
  compositeIndexes: readonly unknown[] | undefined,
  ...orders: readonly (readonly [Path, boolean])[]
): unknown {
  if (orders.length === 0) return rows;
  // The library's own refuses an order by several values for which the container has no composite index.
  if (orders.length > 1) libraryHelpers.sort([], ridOf, compositeIndexes ?? [], ...orders);
  return rows.toSorted((one, other) => {
    for (const [path, descending] of orders) {
      const difference = compareValues(valueAt(one, path), valueAt(other, path));
      if (difference !== 0) return descending ? -difference : difference;
    }
    return comparePositions({ value: ridOf(one), number: 0 }, { value: ridOf(other), number: 0 });
  });
}

function stripUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((one) => one !== undefined).map(stripUndefined);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, one]) => (one === undefined ? [] : [[name, stripUndefined(one)]])),
  );
}
