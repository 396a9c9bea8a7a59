/**
 * The order of JSON values in Cosmos DB, and documents kept in it. Missing comes before null, then booleans, numbers,
 * strings, arrays, objects; equal values stand in the order in which their documents were created. Source: the
 * reference of ORDER BY ("including items where the property isn't defined").
 */
import type { Resource } from "./cosmos-answers.ts";

/** One document at its place. `number` counts the documents of the container as they were created. */
export interface Entry {
  readonly value: unknown;
  readonly number: number;
  readonly document: Resource;
}
export type Position = Pick<Entry, "value" | "number">;

/** The members on the way from the document to the value; none: only the order of creation counts. */
export type Path = readonly string[];

export function valueAt(document: unknown, path: Path): unknown {
  let value = document;
  for (const member of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as Record<string, unknown>)[member];
  }
  return value;
}

export function compareValues(one: unknown, other: unknown): number {
  const rank = rankOf(one);
  const difference = rank - rankOf(other);
  if (difference !== 0) return difference;
  if (rank >= rankOf([])) return compareTexts(JSON.stringify(one), JSON.stringify(other));
  if (one === other) return 0;
  return (one as string) < (other as string) ? -1 : 1;
}

const compareTexts = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0);

function rankOf(value: unknown): number {
  if (value === undefined) return 0;
  if (value === null) return 1;
  if (typeof value === "boolean") return 2;
  if (typeof value === "number") return 3;
  if (typeof value === "string") return 4;
  return Array.isArray(value) ? 5 : 6;
}

export function comparePositions(one: Position, other: Position): number {
  return compareValues(one.value, other.value) || one.number - other.number;
}

/** A bound on the values: `=`, `<` and so on compare only values of one type, as the query language does. */
export interface Bound {
  readonly operator: "=" | "<" | "<=" | ">" | ">=";
  readonly value: string | number | boolean | null;
}
export interface Slice {
  readonly from: number;
  readonly to: number;
}

/** Documents in the order of the value at one path. Finding is logarithmic. */
export class SortedEntries {
  readonly entries: Entry[];
  readonly #path: Path;

  constructor(path: Path, entries: Iterable<Entry>) {
    this.#path = path;
    this.entries = [...entries]
      .map((entry) => ({ ...entry, value: this.#valueOf(entry.document) }))
      .sort(comparePositions);
  }

  add(document: Resource, number: number): void {
    const entry = { value: this.#valueOf(document), number, document };
    this.entries.splice(this.indexOf(entry), 0, entry);
  }

  remove(document: Resource, number: number): void {
    this.entries.splice(this.indexOf({ value: this.#valueOf(document), number }), 1);
  }

  /** Where the first entry at or behind the position stands. */
  indexOf(position: Position): number {
    return firstIndex(this.entries, (entry) => comparePositions(entry, position) >= 0);
  }

  /** All entries that can fulfil every bound. */
  slice(bounds: readonly Bound[]): Slice {
    let [from, to] = [0, this.entries.length];
    for (const { operator, value } of bounds) {
      const ofType = rankOf(value);
      const first = (isIn: (entry: Entry) => boolean) => firstIndex(this.entries, isIn);
      const atLeast = () => first((entry) => compareValues(entry.value, value) >= 0);
      const above = () => first((entry) => compareValues(entry.value, value) > 0);
      from = Math.max(
        from,
        operator === ">"
          ? above()
          : operator === "=" || operator === ">="
            ? atLeast()
            : first((entry) => rankOf(entry.value) >= ofType),
      );
      to = Math.min(
        to,
        operator === "<"
          ? atLeast()
          : operator === "=" || operator === "<="
            ? above()
            : first((entry) => rankOf(entry.value) > ofType),
      );
    }
    return { from, to: Math.max(from, to) };
  }

  #valueOf(document: Resource): unknown {
    return this.#path.length === 0 ? undefined : valueAt(document, this.#path);
  }
}

/** The first index from which on the condition holds; the length where it never does. */
function firstIndex(entries: readonly Entry[], holds: (entry: Entry) => boolean): number {
  let [low, high] = [0, entries.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(entries[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}
