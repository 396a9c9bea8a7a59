import type { CaseId, Digest } from "../domain/ids.ts";
import { isTextAt, type Member, scanCanonical } from "./canonical-scan.ts";
import { entryMembers, exportVersion, type Head, type Sha256 } from "./format.ts";

/** What one line of an export turned out to be. A line that is none of the first three is `bad`, with the reason. */
export type ExportLine =
  | {
      readonly kind: "entry";
      readonly caseId: CaseId;
      readonly seq: number;
      readonly previous: Digest;
      readonly hash: Digest;
    }
  | { readonly kind: "header"; readonly scope: string }
  | {
      readonly kind: "trailer";
      readonly heads: readonly Head[];
      readonly cases: number;
      readonly entries: number;
      readonly digest: Digest;
      readonly digested: Uint8Array;
    }
  | {
      readonly kind: "bad";
      readonly bad: "changed" | "unreadable" | "unknown-format";
      readonly why: string;
      readonly caseId: CaseId | null;
      readonly seq: number | null;
    };

/** Reads lines without the writer's code. An `entry` it answers is in canonical form and has the hash it claims. */
export function createLineReader(sha256: Sha256): (line: Uint8Array) => ExportLine {
  const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  let scratch = new Uint8Array(4096);
  /** Most entries follow the one before: comparing its strings is cheaper than making new ones. */
  let last = { caseId: "", hash: "" };

  return (line) => {
    const members = scanCanonical(line);
    if (!members) return notCanonical(line);
    if (isNamed(line, members, entryMembers)) return entry(line, members);
    const text = utf8.decode(line);
    const object = JSON.parse(text) as Record<string, unknown>;
    if (!("tocsinExport" in object))
      return unknownFormat("It is neither an entry nor the first or last line of an export.");
    if (object.tocsinExport !== exportVersion) {
      return unknownFormat(
        `It is of export format ${JSON.stringify(object.tocsinExport)}; this verifier knows format ${exportVersion}.`,
      );
    }
    if (typeof object.exportedAt === "string" && typeof object.scope === "string")
      return { kind: "header", scope: object.scope };
    if (isNamed(line, members, trailerMembers) && isTrailer(object)) {
      return { kind: "trailer", ...object, digested: without(line, members, 1).slice() };
    }
    return unknownFormat("It says that it belongs to an export, but is neither its first nor its last line.");
  };

  function entry(line: Uint8Array, members: readonly Member[]): ExportLine {
    const [, , caseIdMember, hashMember, , previousMember, , seqMember] = members as [M, M, M, M, M, M, M, M];
    const caseId = isValue(line, caseIdMember, last.caseId) ? last.caseId : idOf(line, caseIdMember);
    const previous = isValue(line, previousMember, last.hash) ? last.hash : digestOf(line, previousMember);
    const seq = naturalOf(line, seqMember);
    if (caseId === undefined || previous === undefined || seq === undefined) return notAnEntry();
    const hash = sha256(without(line, members, 3));
    if (isValue(line, hashMember, hash)) {
      last = { caseId, hash };
      return { kind: "entry", caseId, seq, previous, hash };
    }
    if (digestOf(line, hashMember) === undefined) return notAnEntry();
    const why = "Its content does not have the hash that it carries.";
    return { kind: "bad", bad: "changed", why, caseId, seq };
  }

  /** The line without one member that is not its last: what the member's own digest was made of. Good until the next call. */
  function without(line: Uint8Array, members: readonly Member[], index: number): Uint8Array {
    const from = (members[index] as Member).nameFrom - 1;
    const to = (members[index + 1] as Member).nameFrom - 1;
    if (scratch.length < line.length) scratch = new Uint8Array(2 * line.length);
    scratch.set(line.subarray(0, from));
    scratch.set(line.subarray(to), from);
    return scratch.subarray(0, line.length - (to - from));
  }
}

type M = Member;
const quote = 0x22;
const zero = 0x30;
const trailerMembers = ["cases", "digest", "entries", "heads", "tocsinExport"] as const;

function isTrailer(
  object: object,
): object is { heads: Head[]; cases: number; entries: number; digest: Digest } {
  const { heads, cases, entries, digest } = object as Record<string, unknown>;
  return isDigest(digest) && Number.isSafeInteger(cases) && Number.isSafeInteger(entries) && isHeads(heads);
}

/** Whether a value lists heads: in the last line of an export or in a checkpoint. */
export function isHeads(value: unknown): value is Head[] {
  return (
    Array.isArray(value) &&
    value.every(
      (head: Partial<Head> | null) =>
        typeof head?.caseId === "string" && Number.isSafeInteger(head.entries) && isDigest(head.head),
    )
  );
}

function isDigest(value: unknown): value is Digest {
  return typeof value === "string" && value.length === 64 && /^[0-9a-f]{64}$/.test(value);
}

function isNamed(line: Uint8Array, members: readonly Member[], names: readonly string[]): boolean {
  return (
    members.length === names.length &&
    members.every((member, index) => isText(line, member, names[index] as string))
  );
}

function isText(line: Uint8Array, { nameFrom, nameTo }: Member, text: string): boolean {
  return nameTo - nameFrom === text.length && isTextAt(line, nameFrom, text);
}

/** Whether a value is this string, written without escapes. */
function isValue(line: Uint8Array, { valueFrom, valueTo }: Member, text: string): boolean {
  return (
    valueTo - valueFrom === text.length + 2 &&
    line[valueFrom] === quote &&
    isTextAt(line, valueFrom + 1, text)
  );
}

function idOf(line: Uint8Array, member: Member): CaseId | undefined {
  const text = textOf(line, member);
  return /^"[A-Za-z0-9._-]{1,128}"$/.test(text) ? text.slice(1, -1) : undefined;
}

function digestOf(line: Uint8Array, member: Member): Digest | undefined {
  const text = textOf(line, member);
  return /^"[0-9a-f]{64}"$/.test(text) ? text.slice(1, -1) : undefined;
}

/** As much of a value as an id or a digest is long. */
function textOf(line: Uint8Array, { valueFrom, valueTo }: Member): string {
  return String.fromCharCode(...line.subarray(valueFrom, Math.min(valueTo, valueFrom + 131)));
}

function naturalOf(line: Uint8Array, { valueFrom, valueTo }: Member): number | undefined {
  if (valueTo - valueFrom > 15) return undefined;
  let number = 0;
  for (let at = valueFrom; at < valueTo; at += 1) {
    const digit = (line[at] as number) - zero;
    if (digit < 0 || digit > 9) return undefined;
    number = 10 * number + digit;
  }
  return number;
}

function notAnEntry(): ExportLine {
  return unknownFormat("It has the members of an entry, but not their form.");
}

function unknownFormat(why: string): ExportLine {
  return { kind: "bad", bad: "unknown-format", why, caseId: null, seq: null };
}

/** The slow path, once at most in a verification: to say what is wrong with a line that did not scan. */
function notCanonical(line: Uint8Array): ExportLine {
  let object: unknown;
  try {
    object = JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(line));
  } catch {
    return {
      kind: "bad",
      bad: "unreadable",
      why: line.length === 0 ? "It is empty." : "It is not JSON.",
      caseId: null,
      seq: null,
    };
  }
  const { caseId, seq } = (object ?? {}) as Record<string, unknown>;
  return {
    kind: "bad",
    bad: "changed",
    why: "It is JSON, but not written in the canonical form in which entries are hashed.",
    caseId: typeof caseId === "string" ? caseId : null,
    seq: typeof seq === "number" ? seq : null,
  };
}
