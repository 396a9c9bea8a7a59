/**
 * Tells whether bytes are a JSON object in RFC 8785 form, and where its members stand, without building the object:
 * the verifier reads a million entries in about the time that hashing them takes. Written from the RFC and apart
 * from `canonical.ts`, so that a fault in one of the two does not hide itself from the other.
 */

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
const backslash = 0x5c;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;
/** Deeper than any entry; bounds the recursion over hostile input. */
const deepest = 64;
/** `-1.2345678901234567e-308` and a little. */
const longestNumber = 32;

/** What a byte means inside a string: 0 itself, 1 the end, 2 an escape, 3 forbidden, 4 part of a longer UTF-8 sequence. */
const inString = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte === quote) return 1;
  if (byte === backslash) return 2;
  if (byte < 0x20) return 3;
  return byte >= 0x80 ? 4 : 0;
});
/** RFC 8785 has exactly one way to write each character: these by letter, other controls as \u00xx, the rest as they are. */
const letterEscapes = new Set([...'"\\bfnrt'].map((letter) => letter.charCodeAt(0)));
const controlsWithLetter = new Set([0x08, 0x09, 0x0a, 0x0c, 0x0d]);

/** A scanner is reused for many lines; its answer is good until the next call. */
export function createScanner(): (bytes: Uint8Array) => readonly Member[] | undefined {
  const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  let bytes: Uint8Array = new Uint8Array();
  let members: Member[] = [];
  /** Whether the last string was nothing but ASCII without escapes: then its bytes compare like its characters. */
  let simple = true;
  let onlyAscii = true;

  return (line) => {
    bytes = line;
    members = [];
    onlyAscii = true;
    if (line[0] !== openBrace || object(0, 0) !== line.length) return undefined;
    return onlyAscii || isUtf8() ? members : undefined;
  };

  /** Each reader takes the position of its first byte and answers the one after its last, or -1. */
  function value(at: number, depth: number): number {
    const byte = bytes[at];
    if (byte === quote) return string(at);
    if (byte === openBrace) return object(at, depth);
    if (byte === openBracket) return array(at, depth);
    if (byte === minus || (byte !== undefined && byte >= zero && byte <= nine)) return number(at);
    return literal(at);
  }

  function object(at: number, depth: number): number {
    if (depth > deepest) return -1;
    let position = at + 1;
    if (bytes[position] === closeBrace) return position + 1;
    let nameBefore = -1;
    let simpleBefore = true;
    for (;;) {
      const nameFrom = position + 1;
      if (bytes[position] !== quote) return -1;
      position = string(position);
      if (position < 0 || bytes[position] !== colon) return -1;
      if (nameBefore >= 0 && !ascends(nameBefore, nameFrom, simpleBefore && simple)) return -1;
      nameBefore = nameFrom;
      simpleBefore = simple;
      const nameTo = position - 1;
      const valueFrom = position + 1;
      position = value(valueFrom, depth + 1);
      if (position < 0) return -1;
      if (depth === 0) members.push({ nameFrom, nameTo, valueFrom, valueTo: position });
      if (bytes[position] === closeBrace) return position + 1;
      if (bytes[position] !== comma) return -1;
      position += 1;
    }
  }

  function array(at: number, depth: number): number {
    if (depth > deepest) return -1;
    let position = at + 1;
    if (bytes[position] === closeBracket) return position + 1;
    for (;;) {
      position = value(position, depth + 1);
      if (position < 0) return -1;
      if (bytes[position] === closeBracket) return position + 1;
      if (bytes[position] !== comma) return -1;
      position += 1;
    }
  }

  function string(at: number): number {
    simple = true;
    for (let position = at + 1; position < bytes.length; position += 1) {
      const meaning = inString[bytes[position] as number] as number;
      if (meaning === 0) continue;
      if (meaning === 1) return position + 1;
      if (meaning === 3) return -1;
      simple = false;
      if (meaning === 4) onlyAscii = false;
      else {
        const last = escape(position);
        if (last < 0) return -1;
        position = last;
      }
    }
    return -1;
  }

  /** Answers the position of the escape's last byte, or -1 where the character has another canonical form. */
  function escape(at: number): number {
    const letter = bytes[at + 1];
    if (letter === undefined) return -1;
    if (letterEscapes.has(letter)) return at + 1;
    const code = ascii(at + 1, at + 6);
    if (!/^u00[01][0-9a-f]$/.test(code)) return -1;
    return controlsWithLetter.has(Number.parseInt(code.slice(1), 16)) ? -1 : at + 5;
  }

  function number(at: number): number {
    let position = at;
    let digitsOnly = true;
    for (; position < bytes.length; position += 1) {
      const byte = bytes[position] as number;
      if (byte >= zero && byte <= nine) continue;
      if (byte === comma || byte === closeBrace || byte === closeBracket) break;
      digitsOnly = false;
    }
    const leadingZero = bytes[at] === zero && position > at + 1;
    if (digitsOnly && !leadingZero && position - at <= 15) return position;
    if (position - at > longestNumber) return -1;
    const text = ascii(at, position);
    return String(Number(text)) === text ? position : -1;
  }

  function literal(at: number): number {
    for (const word of ["true", "false", "null"])
      if (ascii(at, at + word.length) === word) return at + word.length;
    return -1;
  }

  /** Names ascend by UTF-16 code unit and none comes twice. Both start after their opening quote. */
  function ascends(before: number, after: number, bytewise: boolean): boolean {
    if (!bytewise) return nameAt(before) < nameAt(after);
    for (let offset = 0; ; offset += 1) {
      const left = bytes[before + offset] as number;
      const right = bytes[after + offset] as number;
      if (left === right && left !== quote) continue;
      if (left === quote) return right !== quote;
      return right !== quote && left < right;
    }
  }

  function nameAt(from: number): string {
    const text = new TextDecoder().decode(bytes.subarray(from - 1, string(from - 1)));
    return JSON.parse(text) as string;
  }

  function ascii(from: number, to: number): string {
    return String.fromCharCode(...bytes.subarray(from, to));
  }

  function isUtf8(): boolean {
    try {
      utf8.decode(bytes);
      return true;
    } catch {
      return false;
    }
  }
}
