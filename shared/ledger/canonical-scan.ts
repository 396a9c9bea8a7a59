/**
 * Tells whether bytes are a JSON object in RFC 8785 form, and where its members stand, without building the object:
 * the verifier reads a million entries in about the time that hashing them takes. Written from the RFC and apart
 * from `canonical.ts`, so that a fault in one of the two does not hide itself from the other.
 */
import { endOfSequence } from "./utf8.ts";

/** Where one member of the outermost object stands: its name without the quotes, its value whole. */
export interface Member {
  readonly nameFrom: number;
  readonly nameTo: number;
  readonly valueFrom: number;
  readonly valueTo: number;
}

const quote = 0x22;
const comma = 0x2c;
const minus = 0x2d;
const zero = 0x30;
const nine = 0x39;
const colon = 0x3a;
const openBracket = 0x5b;
const backslash = 0x5c;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;
/** Deeper than any entry; bounds the recursion over hostile input. */
const deepest = 64;
/** `-1.2345678901234567e-308` and a little. */
const longestNumber = 32;
const words = ["true", "false", "null"];

/** What a byte means inside a string: 0 itself, 1 the end, 2 an escape, 3 forbidden, 4 part of a longer UTF-8 sequence. */
const inString = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte === quote) return 1;
  if (byte === backslash) return 2;
  if (byte < 0x20) return 3;
  return byte >= 0x80 ? 4 : 0;
});
/** RFC 8785 has exactly one way to write each character: these by letter, other controls as \u00xx, the rest as they are. */
const byLetter = Uint8Array.from({ length: 256 }, (_, byte) =>
  '"\\bfnrt'.includes(String.fromCharCode(byte)) ? 1 : 0,
);
const controlsWithLetter = new Set([0x08, 0x09, 0x0a, 0x0c, 0x0d]);

/** The members, or undefined where the line is not canonical. */
export function scanCanonical(line: Uint8Array): readonly Member[] | undefined {
  if (line[0] !== openBrace) return undefined;
  const members: Member[] = [];
  const words = new DataView(line.buffer, line.byteOffset, line.byteLength);
  return endOfObject(line, words, 0, 0, members) === line.length ? members : undefined;
}

/** Each of these takes the position of a value's first byte and answers the one after its last, or -1 if it is not canonical. */
function endOfValue(line: Uint8Array, words: DataView, at: number, depth: number): number {
  const byte = line[at] as number;
  if (byte === quote) return endOfString(line, words, at);
  if (byte === openBrace) return endOfObject(line, words, at, depth, undefined);
  if (byte === openBracket) return endOfArray(line, words, at, depth);
  if (byte === minus || (byte >= zero && byte <= nine)) return endOfNumber(line, at);
  return endOfWord(line, at);
}

function endOfObject(
  line: Uint8Array,
  words: DataView,
  at: number,
  depth: number,
  members: Member[] | undefined,
): number {
  if (depth > deepest) return -1;
  let position = at + 1;
  if (line[position] === closeBrace) return position + 1;
  for (let nameBefore = -1; ; position += 1) {
    if (line[position] !== quote) return -1;
    const nameFrom = position + 1;
    position = endOfString(line, words, position);
    if (position < 0 || line[position] !== colon) return -1;
    const nameTo = position - 1;
    if (nameBefore >= 0 && !isBefore(line, nameBefore, nameFrom)) return -1;
    nameBefore = nameFrom;
    const valueFrom = position + 1;
    position = endOfValue(line, words, valueFrom, depth + 1);
    if (position < 0) return -1;
    members?.push({ nameFrom, nameTo, valueFrom, valueTo: position });
    if (line[position] === closeBrace) return position + 1;
    if (line[position] !== comma) return -1;
  }
}

function endOfArray(line: Uint8Array, words: DataView, at: number, depth: number): number {
  if (depth > deepest) return -1;
  let position = at + 1;
  if (line[position] === closeBracket) return position + 1;
  for (; ; position += 1) {
    position = endOfValue(line, words, position, depth + 1);
    if (position < 0) return -1;
    if (line[position] === closeBracket) return position + 1;
    if (line[position] !== comma) return -1;
  }
}

function endOfString(line: Uint8Array, words: DataView, at: number): number {
  const lastWord = line.length - 4;
  for (let position = at + 1; ; position += 1) {
    while (position <= lastWord && isPlain(words.getInt32(position, true))) position += 4;
    let meaning = inString[line[position] as number];
    while (meaning === 0) meaning = inString[line[(position += 1)] as number];
    if (meaning === 1) return position + 1;
    if (meaning === 2) position = endOfEscape(line, position);
    else if (meaning === 4) position = endOfSequence(line, position);
    else return -1;
    if (position < 0) return -1;
  }
}

/** Four bytes at a time: whether all of them stand for themselves. Says no too often, never yes. */
function isPlain(word: number): boolean {
  const quotes = word ^ 0x22222222;
  const backslashes = word ^ 0x5c5c5c5c;
  return (
    (((quotes - 0x01010101) | (backslashes - 0x01010101) | (word - 0x20202020) | word) & 0x80808080) === 0
  );
}

/** Answers the position of the escape's last byte, or -1 where the character has another canonical form. */
function endOfEscape(line: Uint8Array, at: number): number {
  if (byLetter[line[at + 1] as number] === 1) return at + 1;
  const code = asciiAt(line, at + 1, at + 6);
  if (!/^u00[01][0-9a-f]$/.test(code)) return -1;
  return controlsWithLetter.has(Number.parseInt(code.slice(1), 16)) ? -1 : at + 5;
}

function endOfNumber(line: Uint8Array, at: number): number {
  let position = at;
  let digitsOnly = true;
  for (; position < line.length; position += 1) {
    const byte = line[position] as number;
    if (byte >= zero && byte <= nine) continue;
    if (byte === comma || byte === closeBrace || byte === closeBracket) break;
    digitsOnly = false;
  }
  const leadingZero = line[at] === zero && position > at + 1;
  if (digitsOnly && !leadingZero && position - at <= 15) return position;
  if (position - at > longestNumber) return -1;
  const text = asciiAt(line, at, position);
  return String(Number(text)) === text ? position : -1;
}

function endOfWord(line: Uint8Array, at: number): number {
  for (const word of words) if (isTextAt(line, at, word)) return at + word.length;
  return -1;
}

/** Names ascend by UTF-16 code unit and none comes twice. Both positions are those after the opening quote. */
function isBefore(line: Uint8Array, one: number, other: number): boolean {
  for (let offset = 0; ; offset += 1) {
    const left = line[one + offset] as number;
    const right = line[other + offset] as number;
    // Escapes and longer sequences do not sort as their bytes do.
    if ((inString[left] as number) > 1 || (inString[right] as number) > 1)
      return nameAt(line, one) < nameAt(line, other);
    if (left === right && left !== quote) continue;
    return right !== quote && (left === quote || left < right);
  }
}

/** The name that begins there; it has been found to be a string. */
function nameAt(line: Uint8Array, from: number): string {
  let to = from;
  while (line[to] !== quote) to += line[to] === backslash ? 2 : 1;
  return JSON.parse(new TextDecoder().decode(line.subarray(from - 1, to + 1))) as string;
}

/** Whether these ASCII characters stand there. */
export function isTextAt(line: Uint8Array, at: number, text: string): boolean {
  for (let offset = 0; offset < text.length; offset += 1)
    if (line[at + offset] !== text.charCodeAt(offset)) return false;
  return true;
}

function asciiAt(line: Uint8Array, from: number, to: number): string {
  return String.fromCharCode(...line.subarray(from, to));
}
