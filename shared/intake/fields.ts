/**
 * Reading what others wrote. Keys differ in case and carry stray blanks, numbers come as text, objects come as text
 * holding JSON, an empty text means "none". Nothing here throws, and nothing walks deeper than it was asked to.
 */
export type Fields = ReadonlyMap<string, unknown>;

export const noFields: Fields = new Map();

/** Longer texts are never parsed as JSON: no field that a rule looks into comes near it. */
const embeddedJsonLengthMax = 2_000_000;

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Keys trimmed and case-folded. Of two keys that fold alike the first that holds something counts. */
export function foldKeys(record: Record<string, unknown>): Fields {
  const fields = new Map<string, unknown>();
  for (const key of Object.keys(record)) {
    const folded = foldedKey(key);
    const known = fields.get(folded);
    if (known === undefined || known === null || known === "") fields.set(folded, record[key]);
  }
  return fields;
}

/** Senders use few keys and use them all day. Bounded, since whoever can send can also invent keys. */
const foldedKeys = new Map<string, string>();
const foldedKeysMax = 5000;

function foldedKey(key: string): string {
  const known = foldedKeys.get(key);
  if (known !== undefined) return known;
  const folded = key.trim().toLowerCase();
  if (foldedKeys.size < foldedKeysMax && key.length <= 80) foldedKeys.set(key, folded);
  return folded;
}

/** A record, or a text that holds one. Anything else has no fields. */
export function fieldsOf(value: unknown): Fields {
  const parsed = typeof value === "string" ? parseEmbedded(value) : value;
  return isRecord(parsed) ? foldKeys(parsed) : noFields;
}

/** A list, or a text that holds one. */
export function listOf(value: unknown): readonly unknown[] {
  const parsed = typeof value === "string" ? parseEmbedded(value) : value;
  return Array.isArray(parsed) ? (parsed as unknown[]) : [];
}

/** The JSON in a text, or undefined. */
export function parseEmbedded(text: string): unknown {
  if (text.length > embeddedJsonLengthMax) return undefined;
  const trimmed = text.trim();
  if (!trimmed.startsWith("{") && !trimmed.startsWith("[")) return undefined;
  try {
    return JSON.parse(trimmed) as unknown;
  } catch {
    return undefined; // Ordinary text that begins like JSON, or JSON that was cut.
  }
}

/** The first of the named fields that holds something. Names are written lower-cased. */
export function fieldAt(fields: Fields, ...names: readonly string[]): unknown {
  for (const name of names) {
    const value = fields.get(name);
    if (value !== undefined && value !== null && value !== "") return value;
  }
  return undefined;
}

/** Trimmed text; numbers and booleans become text; blank is null. */
export function textOf(value: unknown): string | null {
  if (typeof value === "string") return value.trim() || null;
  if (typeof value === "number") return Number.isFinite(value) ? String(value) : null;
  return typeof value === "boolean" ? String(value) : null;
}

export function textAt(fields: Fields, ...names: readonly string[]): string | null {
  for (const name of names) {
    const text = textOf(fields.get(name));
    if (text !== null) return text;
  }
  return null;
}

/** Text exactly as found, for what people read; blank is null. */
export function verbatimAt(fields: Fields, ...names: readonly string[]): string | null {
  for (const name of names) {
    const value = fields.get(name);
    if (typeof value === "string" && value.trim() !== "") return value;
    if (typeof value === "number" && Number.isFinite(value)) return String(value);
  }
  return null;
}

export function foldedAt(fields: Fields, ...names: readonly string[]): string | null {
  return textAt(fields, ...names)?.toLowerCase() ?? null;
}

export function fieldsAt(fields: Fields, ...names: readonly string[]): Fields {
  return fieldsOf(fieldAt(fields, ...names));
}

export function listAt(fields: Fields, ...names: readonly string[]): readonly unknown[] {
  return listOf(fieldAt(fields, ...names));
}

/** Texts of a list, of a text holding a list, or of one text with commas between. */
export function textsAt(fields: Fields, ...names: readonly string[]): readonly string[] {
  const value = fieldAt(fields, ...names);
  const list = listOf(value);
  const texts = list.length > 0 ? list.map(textOf) : (textOf(value)?.split(",").map(textOf) ?? []);
  return texts.filter((text) => text !== null && !text.startsWith("[") && !text.startsWith("{")) as string[];
}

/** `{value, localizedValue}` of the activity log, or the plain text of its streamed and embedded forms. */
export function valueTextAt(fields: Fields, name: string): string | null {
  const value = fields.get(name);
  return isRecord(value) ? textAt(foldKeys(value), "value", "localizedvalue") : textOf(value);
}
