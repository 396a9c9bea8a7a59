/**
 * Runs one page of a query. The documents come from an index where the query has an order or a condition that one can
 * serve, so the cost is that of the documents looked at, never of the container. A page ends with so many rows, at four
 * megabytes, or at the end; the continuation is the place of the first document that it did not return in full.
 */
import { badRequest, type Resource } from "./cosmos-answers.ts";
import { documentSize } from "./cosmos-charges.ts";
import type { DocumentSet } from "./cosmos-documents.ts";
import { comparePositions, type Entry, type Path, type Position, valueAt } from "./cosmos-index.ts";
import type { Condition, Query } from "./cosmos-sql.ts";

export interface Page {
  readonly rows: readonly unknown[];
  readonly continuation: string | undefined;
  /** What was looked at, for the charge. */
  readonly loaded: { readonly documents: number; readonly bytes: number };
  readonly returnedBytes: number;
}

export const pageBytesMax = 4 * 1024 * 1024;
/** The service's page where the caller names none. */
const rowsByDefault = 100;

export interface PageRequest {
  /** `-1`: as many as fit. */
  readonly maxItemCount: number | undefined;
  readonly continuation: string | undefined;
}

/** Where a page goes on: a place in the order, how many rows of that document were returned, and how many in all. */
interface Continuation extends Position {
  readonly skip: number;
  readonly returned: number;
}

export function runQuery(
  query: Query,
  documents: DocumentSet,
  { known, compositeIndexes }: { readonly known: Path; readonly compositeIndexes: readonly unknown[] },
  request: PageRequest,
): Page {
  // Within one partition the key tells nothing.
  const conditions = query.conditions.filter(({ path }) => path.join("/") !== known.join("/"));
  if (query.isPerDocument)
    return pageByDocument(query, candidatesFor({ ...query, conditions }, documents), request);
  const { entries } = candidatesFor({ conditions, orderBy: [] }, documents);
  return pageOfWhole(query, entries, { compositeIndexes, request });
}

interface Candidates {
  readonly entries: readonly Entry[];
  readonly isDescending: boolean;
}

/** From the index with the fewest entries that can fulfil its conditions, unless the one that has the order is as good. */
function candidatesFor(
  { conditions, orderBy }: { conditions: readonly Condition[]; orderBy: Query["orderBy"] },
  documents: DocumentSet,
): Candidates {
  const order = orderBy[0] ?? { path: [], descending: false };
  const sliceOf = (path: Path) => {
    const index = documents.inOrderOf(path);
    const bounds = conditions
      .filter((one) => one.path.join("/") === path.join("/"))
      .map(({ bound }) => bound);
    const { from, to } = index.slice(bounds);
    return { size: to - from, entries: () => index.entries.slice(from, to) };
  };
  const inOrder = sliceOf(order.path);
  const best = conditions.map(({ path }) => sliceOf(path)).toSorted((one, other) => one.size - other.size)[0];
  if (!best || best.size * worthSorting > inOrder.size)
    return { entries: inOrder.entries(), isDescending: order.descending };
  const value = ({ document }: Entry) =>
    order.path.length === 0 ? undefined : valueAt(document, order.path);
  const placed = best.entries().map((entry) => ({ ...entry, value: value(entry) }));
  return { entries: placed.sort(comparePositions), isDescending: order.descending };
}
/** So many times fewer must they be before sorting them is cheaper than walking. */
const worthSorting = 4;

function pageByDocument(query: Query, { entries, isDescending }: Candidates, request: PageRequest): Page {
  const start = readContinuation(request.continuation);
  const rowsMax = Math.min(rowsMaxOf(request), (query.top ?? Infinity) - (start?.returned ?? 0));
  const rows: unknown[] = [];
  const loaded = { documents: 0, bytes: 0 };
  let returnedBytes = 0;
  for (const entry of walk(entries, { isDescending, start })) {
    const all = query.rowsOf([entry.document]);
    const skip = start && comparePositions(entry, start) === 0 ? start.skip : 0;
    for (let index = skip; index < all.length; index += 1) {
      const bytes = sizeOf(all[index]);
      const isFull = rows.length >= rowsMax || (rows.length > 0 && returnedBytes + bytes > pageBytesMax);
      if (isFull) {
        const returned = (start?.returned ?? 0) + rows.length;
        const next = { value: entry.value, number: entry.number, skip: index, returned };
        const continuation = returned >= (query.top ?? Infinity) ? undefined : writeContinuation(next);
        return { rows, continuation, loaded, returnedBytes };
      }
      rows.push(all[index]);
      returnedBytes += bytes;
    }
    if (rows.length >= (query.top ?? Infinity)) break;
    loaded.documents += 1;
    loaded.bytes += documentSize(entry.document);
  }
  return { rows, continuation: undefined, loaded, returnedBytes };
}

function* walk(
  entries: readonly Entry[],
  { isDescending, start }: { readonly isDescending: boolean; readonly start: Position | undefined },
): Generator<Entry> {
  const [first, step] = isDescending ? [entries.length - 1, -1] : [0, 1];
  let index = start ? placeOf(entries, start, isDescending) : first;
  for (; index >= 0 && index < entries.length; index += step) yield entries[index]!;
}

/** The first document in reading order that does not stand before the position, which itself may be gone. */
function placeOf(entries: readonly Entry[], position: Position, isDescending: boolean): number {
  let [low, high] = [0, entries.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const compared = comparePositions(entries[middle]!, position);
    if (isDescending ? compared > 0 : compared >= 0) high = middle;
    else low = middle + 1;
  }
  return isDescending ? low - 1 : low;
}

/** An answer that only the whole gives is made anew for each page. */
function pageOfWhole(
  query: Query,
  entries: readonly Entry[],
  { compositeIndexes, request }: { compositeIndexes: readonly unknown[]; request: PageRequest },
): Page {
  const documents = entries.map(({ document }) => document);
  const all = wholeOf(query, documents, compositeIndexes);
  const from = readContinuation(request.continuation)?.returned ?? 0;
  const rows: unknown[] = [];
  let returnedBytes = 0;
  for (const row of all.slice(from, from + rowsMaxOf(request))) {
    const bytes = sizeOf(row);
    if (rows.length > 0 && returnedBytes + bytes > pageBytesMax) break;
    rows.push(row);
    returnedBytes += bytes;
  }
  const returned = from + rows.length;
  const continuation =
    returned < all.length ? writeContinuation({ value: null, number: 0, skip: 0, returned }) : undefined;
  const bytes = documents.reduce((sum, document) => sum + documentSize(document), 0);
  return { rows, continuation, loaded: { documents: documents.length, bytes }, returnedBytes };
}

function wholeOf(
  query: Query,
  documents: readonly Resource[],
  compositeIndexes: readonly unknown[],
): unknown[] {
  try {
    return query.rowsOf(documents, compositeIndexes);
  } catch (cause) {
    throw badRequest(cause instanceof Error ? cause.message : String(cause));
  }
}

function rowsMaxOf({ maxItemCount = rowsByDefault }: PageRequest): number {
  return maxItemCount < 0 ? Infinity : maxItemCount;
}

function sizeOf(row: unknown): number {
  return row === undefined ? 0 : Buffer.byteLength(JSON.stringify(row));
}

/** Opaque to the caller. A missing value is left out, as JSON does. */
function writeContinuation(next: Continuation): string {
  const token = Buffer.from(JSON.stringify(next)).toString("base64url");
  return JSON.stringify({ token, range: { min: "", max: "FF" } });
}

function readContinuation(text: string | undefined): Continuation | undefined {
  if (text === undefined) return undefined;
  try {
    const { token } = JSON.parse(text) as { token: string };
    const { value, number, skip, returned } = JSON.parse(
      Buffer.from(token, "base64url").toString(),
    ) as Continuation;
    return { value, number, skip, returned };
  } catch {
    throw badRequest("Invalid Continuation Token");
  }
}
