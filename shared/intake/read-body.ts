import { textOfBody } from "../domain/alert/body-text.ts";
import { parsedPiece, piecesOf } from "./json-pieces.ts";
import { type Path, slicesAt } from "./json-slices.ts";
import { type IntakeItem, type Place, readPayload } from "./read-payload.ts";

/** Larger bodies are kept and not read: the largest batches of the senders are a megabyte. */
export const bodyBytesMax = 8 * 1024 * 1024;
/** More bad elements than these are not taken apart: the body as a whole is one thing to look at. */
const rejectedAloneMax = 20;
/** Event Grid's largest batch. What holds more is kept and not read. */
export const bodyItemsMax = 5000;

export type BodyItem =
  | Extract<IntakeItem, { kind: "recognised" }>
  | {
      readonly kind: "rejected";
      readonly index: number;
      readonly reason: string;
      /** The element alone, as it was spelled; null when it is the body as a whole. */
      readonly piece: string | null;
    };

/**
 * Reads the bytes of a body: one JSON value, values one after the other, lines, in UTF-8 or UTF-16. Never throws. A bad
 * element is rejected alone, in its own words, even where it breaks the JSON around it. The work is a few looks at
 * each byte, and the memory a few times the body's, whatever the bytes are.
 */
export function readBody(bytes: Uint8Array): readonly BodyItem[] {
  if (bytes.byteLength > bodyBytesMax)
    return whole(`the body has ${bytes.byteLength} bytes, and more than ${bodyBytesMax} are not read`);
  const read = textOfBody(bytes);
  if (!read.ok) return whole(read.reason);
  const { text } = read;
  const payload = parsedPiece(text);
  const items = payload === undefined ? readPieces(text) : readOne(text, payload);
  if (items.length > bodyItemsMax)
    return whole(`the body holds more than ${bodyItemsMax} elements, and so many are not read`);
  return gathered(withPieces(text, items).map(wellFormed));
}

const whole = (reason: string): readonly BodyItem[] => [{ kind: "rejected", index: 0, reason, piece: null }];

function gathered(items: readonly BodyItem[]): readonly BodyItem[] {
  const rejected = items.filter((item) => item.kind === "rejected");
  if (rejected.length <= rejectedAloneMax) return items;
  const reason = `${rejected.length} of ${items.length} elements cannot be read; the first: ${rejected[0]?.reason ?? ""}`;
  const readable = items.filter((item) => item.kind === "recognised");
  return [...readable, ...whole(reason)].map((item, index) => ({ ...item, index }));
}

/** JSON can spell half a letter (`\ud800`), and the ledger's canonical form has no place for it. */
const wellFormed = (item: BodyItem): BodyItem =>
  item.kind === "recognised" ? { ...item, alert: wellFormedTexts(item.alert) } : item;

function wellFormedTexts<Value>(value: Value): Value {
  if (typeof value === "string") return value.toWellFormed() as Value;
  if (Array.isArray(value)) return value.map(wellFormedTexts) as Value;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name.toWellFormed(), wellFormedTexts(member)]),
  ) as Value;
}

const readOne = (text: string, payload: unknown): readonly IntakeItem[] =>
  readPayload(payload, { text, most: bodyItemsMax });

function readPieces(text: string): readonly IntakeItem[] {
  const items: IntakeItem[] = [];
  const pieces = piecesOf(text, bodyItemsMax);
  if (pieces.every((piece) => piece === text)) {
    // A queue's message: Base64 of JSON, with nothing around it.
    const decoded = readOne(text, text.trim());
    if (decoded.some(({ kind }) => kind === "recognised")) return decoded;
  }
  for (const piece of pieces) {
    if (items.length > bodyItemsMax) break;
    const value = parsedPiece(piece);
    const read: readonly IntakeItem[] =
      value === undefined
        ? [
            {
              kind: "rejected",
              index: 0,
              reason: `${piece === text ? "the body cannot be read: it" : "it"} is not JSON`,
              place: { kind: "text", text: piece },
            },
          ]
        : readOne(piece, value);
    for (const item of read) items.push({ ...item, index: items.length });
  }
  return items;
}

/** Each text is gone through once for all the elements that are wanted of it. */
function withPieces(body: string, items: readonly IntakeItem[]): readonly BodyItem[] {
  const wanted = new Map<string, { readonly index: number; readonly path: Path }[]>();
  const pieces = new Map<number, string | null>();
  for (const item of items) {
    if (item.kind === "recognised" || item.place === undefined) continue;
    const at = spotOf(item.place);
    if (at.kind === "made") pieces.set(item.index, writtenAnew(at.value));
    else if (at.path.length === 0) pieces.set(item.index, at.text === body ? null : at.text);
    else {
      const elements = wanted.get(at.text) ?? [];
      wanted.set(at.text, elements);
      elements.push({ index: item.index, path: at.path });
    }
  }
  for (const [text, elements] of wanted) {
    const slices = slicesAt(
      text,
      elements.map(({ path }) => path),
    );
    elements.forEach(({ index }, nth) => pieces.set(index, slices[nth] ?? null));
  }
  return items.map((item) => {
    if (item.kind === "recognised") return item;
    const { kind, index, reason } = item;
    return { kind, index, reason, piece: pieces.get(index) ?? null };
  });
}

type Spot =
  | { readonly kind: "in-text"; readonly text: string; readonly path: Path }
  | { readonly kind: "made"; readonly value: unknown };

function spotOf(place: Place): Spot {
  const path: (string | number)[] = [];
  let at = place;
  while (at.kind === "member") {
    path.unshift(at.key);
    at = at.of;
  }
  if (at.kind === "text") return { kind: "in-text", text: at.text, path };
  const value = path.reduce<unknown>(
    (within, key) => (within as Readonly<Record<string | number, unknown>> | undefined)?.[key],
    at.value,
  );
  return { kind: "made", value };
}

/** For what never stood in the body as such. Null (then the whole body is kept) where it is nested too deep to be written. */
function writtenAnew(value: unknown): string | null {
  try {
    return JSON.stringify(value) ?? null;
  } catch {
    return null;
  }
}
