/**
 * The part of Resource Graph's query language that is served: one of two tables, `where` on equality, `project`, `union`,
 * `order by`, `limit`. Whatever else a query says is refused with its word, never guessed at.
 */
export type Row = Readonly<Record<string, unknown>>;

export interface Tables {
  readonly resources: readonly Row[];
  readonly resourcecontainers: readonly Row[];
}

export interface QueryAnswer {
  readonly rows: readonly Row[];
  /** The service pages only what still has its id and was not cut short by the query itself. */
  readonly isPaged: boolean;
}

/** As the service words it, in the details of its refusal. */
export class QueryRefusal extends Error {
  readonly code: "ParserFailure" | "InvalidQueryLanguage" | "InvalidTableName";
  readonly token: string;

  constructor(code: QueryRefusal["code"], token: string) {
    super(`${code} at ${token}`);
    this.code = code;
    this.token = token;
  }
}

const tokenPattern =
  /\s+|\/\/[^\n]*|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|in~|=~|==|[A-Za-z_][A-Za-z0-9_]*|\d+|[|(),]|./gy;

export function answerQuery(text: string, tables: Tables): QueryAnswer {
  const tokens = [...text.matchAll(tokenPattern)]
    .map(([token]) => token)
    .filter((token) => !/^(?:\s|\/\/)/.test(token));
  const reader = readerOf(tokens);
  const rows = readPipeline(reader, tables);
  reader.expectEnd();
  return { rows, isPaged: !reader.wasLimited() && rows.every((row) => "id" in row) };
}

type Reader = ReturnType<typeof readerOf>;

function readerOf(tokens: readonly string[]) {
  let at = 0;
  let limited = false;
  const peek = (): string => tokens[at] ?? "";
  const next = (): string => {
    const token = tokens[at] ?? "";
    at += 1;
    return token;
  };
  return {
    peek,
    next,
    take: (token: string): boolean => {
      if (peek().toLowerCase() !== token) return false;
      at += 1;
      return true;
    },
    expect: (token: string): void => {
      const found = next();
      if (found.toLowerCase() !== token) throw new QueryRefusal("ParserFailure", found);
    },
    expectEnd: (): void => {
      if (at < tokens.length) throw new QueryRefusal("ParserFailure", peek());
    },
    name: (): string => {
      const found = next();
      if (!/^[A-Za-z_]/.test(found)) throw new QueryRefusal("ParserFailure", found);
      return found;
    },
    literal: (): string => {
      const found = next();
      if (!/^['"]/.test(found) || found.length < 2) throw new QueryRefusal("ParserFailure", found);
      return found.slice(1, -1).replace(/\\(.)/g, "$1");
    },
    number: (): number => {
      const found = next();
      if (!/^\d+$/.test(found)) throw new QueryRefusal("ParserFailure", found);
      return Number(found);
    },
    limited: (): void => void (limited = true),
    wasLimited: (): boolean => limited,
  };
}

function readPipeline(reader: Reader, tables: Tables): readonly Row[] {
  const table = reader.name();
  const source = tables[table.toLowerCase() as keyof Tables] as readonly Row[] | undefined;
  if (!source) throw new QueryRefusal("InvalidTableName", table);
  let rows = source;
  while (reader.take("|")) rows = readOperator(reader, rows, tables);
  return rows;
}

function readOperator(reader: Reader, rows: readonly Row[], tables: Tables): readonly Row[] {
  const operator = reader.name();
  switch (operator.toLowerCase()) {
    case "where":
      return rows.filter(readCondition(reader));
    case "project": {
      const names = [reader.name()];
      while (reader.take(",")) names.push(reader.name());
      return rows.map((row) => Object.fromEntries(names.map((name) => [name, row[name] ?? null])));
    }
    case "union": {
      reader.expect("(");
      const others = readPipeline(reader, tables);
      reader.expect(")");
      return [...rows, ...others];
    }
    case "order":
    case "sort": {
      reader.expect("by");
      const name = reader.name();
      const sign = reader.take("asc") ? 1 : reader.take("desc") ? -1 : -1;
      return [...rows].sort((a, b) => sign * compare(textOf(a[name]), textOf(b[name])));
    }
    case "limit":
    case "take":
      reader.limited();
      return rows.slice(0, reader.number());
    default:
      throw new QueryRefusal("InvalidQueryLanguage", operator);
  }
}

function readCondition(reader: Reader): (row: Row) => boolean {
  const tests = [readComparison(reader)];
  while (reader.take("and")) tests.push(readComparison(reader));
  return (row) => tests.every((test) => test(row));
}

/** `=~` and `in~` compare without regard to case, `==` and `in` with it. */
function readComparison(reader: Reader): (row: Row) => boolean {
  const name = reader.name();
  const operator = reader.next().toLowerCase();
  const isList = operator === "in" || operator === "in~";
  if (!isList && operator !== "==" && operator !== "=~") throw new QueryRefusal("ParserFailure", operator);
  const wanted = isList ? readList(reader) : [reader.literal()];
  const fold = (text: string): string => (operator.endsWith("~") ? text.toLowerCase() : text);
  const among = new Set(wanted.map(fold));
  return (row) => among.has(fold(textOf(row[name])));
}

function readList(reader: Reader): readonly string[] {
  reader.expect("(");
  const values = [reader.literal()];
  while (reader.take(",")) values.push(reader.literal());
  reader.expect(")");
  return values;
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
