import type { Alert, AlertClass, AlertForm } from "../domain/alert/alert.ts";
import { decodeBase64Json } from "./event-grid-envelope.ts";
import { fieldAt, foldKeys, isRecord, parseEmbedded } from "./fields.ts";
import { rowsOf } from "./query-result.ts";
import { recognise } from "./recognise.ts";

/** One event, alert or record of a payload. `index` counts the items of the payload. */
export type IntakeItem =
  | {
      readonly kind: "recognised";
      readonly index: number;
      readonly form: AlertForm;
      readonly class: AlertClass;
      readonly alert: Alert;
    }
  | {
      readonly kind: "rejected";
      readonly index: number;
      readonly reason: string;
      /** Where it stands in the text that the reader was given; absent without one. */
      readonly place?: Place;
    };

/** Where a value stands: it is a whole text, a member of another value, or made of what stood apart (a table's row). */
export type Place =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "member"; readonly of: Place; readonly key: string | number }
  | { readonly kind: "made"; readonly value: unknown };

/** Batches stand in batches (a hub's array of messages that hold records); deeper than this nobody nests them. */
const nestingMax = 4;

/**
 * Reads whatever arrived. Never throws, and one bad element never harms its neighbours: it becomes a rejected item in
 * its place. Nothing at all (an empty body) is one rejected item, an empty list is no item. With the text that the
 * payload was parsed from, rejected items tell where in it they stand. Reading ends after `most` items and one more.
 */
export function readPayload(
  payload: unknown,
  { text, most = Infinity }: { readonly text?: string; readonly most?: number } = {},
): readonly IntakeItem[] {
  const reading: Reading = { items: [], most };
  const place: Place | null = text === undefined ? null : { kind: "text", text };
  if (payload === undefined || payload === null || payload === "")
    reject(reading, "the body is empty", place);
  else readInto(reading, { value: payload, place, depth: 0 });
  return reading.items;
}

interface Reading {
  readonly items: IntakeItem[];
  readonly most: number;
}

interface Found<Value = unknown> {
  readonly value: Value;
  readonly place: Place | null;
  readonly depth: number;
}

function readInto(reading: Reading, found: Found): void {
  const { value, place, depth } = found;
  if (reading.items.length > reading.most) return;
  try {
    if (depth > nestingMax) reject(reading, "batches nested too deep", place);
    else if (Array.isArray(value)) readList(reading, { ...found, value: value as unknown[] });
    else if (isRecord(value)) readRecord(reading, { ...found, value });
    else if (typeof value === "string") readText(reading, { ...found, value });
    else
      reject(reading, `${value === null ? "null" : `a ${typeof value}`} where an event was expected`, place);
  } catch (error) {
    reject(reading, `unreadable: ${error instanceof Error ? error.message : String(error)}`, place);
  }
}

function readList(reading: Reading, { value, place, depth }: Found<readonly unknown[]>): void {
  for (let index = 0; index < value.length && reading.items.length <= reading.most; index += 1)
    readInto(reading, { value: value[index], place: inside(place, index), depth: depth + 1 });
}

function readRecord(reading: Reading, found: Found<Record<string, unknown>>): void {
  const answer = recognise(found.value);
  if (answer === null) return readWrapped(reading, found);
  if ("refused" in answer) return reject(reading, answer.refused, found.place);
  reading.items.push({
    kind: "recognised",
    index: reading.items.length,
    form: answer.form,
    class: answer.class,
    alert: answer,
  });
}

/** What no source knows may be a batch, the result of a query, or a message that a Logic App put into another. */
function readWrapped(
  reading: Reading,
  { value: record, place, depth }: Found<Record<string, unknown>>,
): void {
  const fields = foldKeys(record);
  const within = (value: unknown): Place | null =>
    place && inside(place, Object.keys(record).find((key) => record[key] === value) ?? "");
  for (const name of ["records", "value"]) {
    const list = fields.get(name);
    if (Array.isArray(list)) return readInto(reading, { value: list, place: within(list), depth: depth + 1 });
  }
  const rows = rowsOf(fields.get("tables"));
  if (rows) return readRows(reading, { value: rows, place, depth: depth + 1 });
  const inner = fieldAt(fields, "body", "payload", "triggerbody");
  const parsed = typeof inner === "string" ? parseEmbedded(inner) : inner;
  if (isRecord(parsed) || Array.isArray(parsed)) {
    const innerPlace = typeof inner === "string" ? place && textPlace(inner) : within(inner);
    return readInto(reading, { value: parsed, place: innerPlace, depth: depth + 1 });
  }
  reject(
    reading,
    Object.keys(record).length === 0 ? "an empty object" : "a kind that no source knows",
    place,
  );
}

function readRows(reading: Reading, { value: rows, place, depth }: Found<readonly unknown[]>): void {
  for (const value of rows)
    readInto(reading, { value, place: place && { kind: "made", value }, depth: depth + 1 });
}

/** A hub's or queue's message as text: JSON, or Base64 of it. */
function readText(reading: Reading, { value: text, place, depth }: Found<string>): void {
  const embedded = parseEmbedded(text);
  const parsed = embedded ?? decodeBase64Json(text);
  if (isRecord(parsed) || Array.isArray(parsed)) {
    const innerPlace: Place = embedded === undefined ? { kind: "made", value: parsed } : textPlace(text);
    readInto(reading, { value: parsed, place: place && innerPlace, depth: depth + 1 });
  } else reject(reading, text.trim() === "" ? "an empty text" : "text that holds no JSON object", place);
}

const textPlace = (text: string): Place => ({ kind: "text", text });
const inside = (of: Place | null, key: string | number): Place | null => of && { kind: "member", of, key };

function reject({ items }: Reading, reason: string, place: Place | null): void {
  items.push({
    kind: "rejected",
    index: items.length,
    reason: reason.slice(0, 500),
    ...(place !== null && { place }),
  });
}
