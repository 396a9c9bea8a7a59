import type { Alert, AlertClass, AlertForm } from "../domain/alert.ts";
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
  | { readonly kind: "rejected"; readonly index: number; readonly reason: string };

/** Batches stand in batches (a hub's array of messages that hold records); deeper than this nobody nests them. */
const nestingMax = 4;

/**
 * Reads whatever arrived. Never throws, and one bad element never harms its neighbours: it becomes a rejected item in
 * its place. Nothing at all (an empty body) is one rejected item, an empty list is no item.
 */
export function readPayload(payload: unknown): readonly IntakeItem[] {
  const items: IntakeItem[] = [];
  if (payload === undefined || payload === null || payload === "") reject(items, "the body is empty");
  else readInto(items, payload, 0);
  return items;
}

function readInto(items: IntakeItem[], value: unknown, depth: number): void {
  try {
    if (depth > nestingMax) reject(items, "batches nested too deep");
    else if (Array.isArray(value))
      for (const element of value as unknown[]) readInto(items, element, depth + 1);
    else if (isRecord(value)) readRecord(items, value, depth);
    else if (typeof value === "string") readText(items, value, depth);
    else reject(items, `${value === null ? "null" : `a ${typeof value}`} where an event was expected`);
  } catch (error) {
    reject(items, `unreadable: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function readRecord(items: IntakeItem[], record: Record<string, unknown>, depth: number): void {
  const answer = recognise(record);
  if (answer === null) return readWrapped(items, record, depth);
  if ("refused" in answer) return reject(items, answer.refused);
  items.push({
    kind: "recognised",
    index: items.length,
    form: answer.form,
    class: answer.class,
    alert: answer,
  });
}

/** What no source knows may be a batch, the result of a query, or a message that a Logic App put into another. */
function readWrapped(items: IntakeItem[], record: Record<string, unknown>, depth: number): void {
  const fields = foldKeys(record);
  for (const name of ["records", "value"]) {
    const list = fields.get(name);
    if (Array.isArray(list)) return readInto(items, list, depth + 1);
  }
  const rows = rowsOf(fields.get("tables"));
  if (rows) return readInto(items, rows, depth + 1);
  const inner = fieldAt(fields, "body", "payload", "triggerbody");
  const parsed = typeof inner === "string" ? parseEmbedded(inner) : inner;
  if (isRecord(parsed) || Array.isArray(parsed)) return readInto(items, parsed, depth + 1);
  reject(items, Object.keys(record).length === 0 ? "an empty object" : "a kind that no source knows");
}

/** A hub's or queue's message as text: JSON, or Base64 of it. */
function readText(items: IntakeItem[], text: string, depth: number): void {
  const parsed = parseEmbedded(text) ?? decodeBase64Json(text);
  if (isRecord(parsed) || Array.isArray(parsed)) readInto(items, parsed, depth + 1);
  else reject(items, text.trim() === "" ? "an empty text" : "text that holds no JSON object");
}

function reject(items: IntakeItem[], reason: string): void {
  items.push({ kind: "rejected", index: items.length, reason: reason.slice(0, 500) });
}
