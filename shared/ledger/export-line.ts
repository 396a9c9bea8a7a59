import type { CaseId, Digest } from "../domain/entries.ts";
import { createScanner, type Member } from "./canonical-scan.ts";
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
  const scan = createScanner();
  const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  let scratch = new Uint8Array(4096);

  return (line) => {
    const members = scan(line);
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
    const caseId = textOf(line, members[2] as Member);
    const hash = textOf(line, members[3] as Member);
    const previous = textOf(line, members[5] as Member);
    const seq = naturalOf(line, members[7] as Member);
    if (caseId === undefined || !isDigest(hash) || !isDigest(previous) || seq === undefined) {
      return unknownFormat("It has the members of an entry, but not their form.");
    }
    if (sha256(without(line, members, 3)) === hash) return { kind: "entry", caseId, seq, previous, hash };
    return {
      kind: "bad",
      bad: "changed",
      why: "Its content does not have the hash that it carries.",
      caseId,
      seq,
    };
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
  if (nameTo - nameFrom !== text.length) return false;
  for (let offset = 0; offset < text.length; offset += 1)
    if (line[nameFrom + offset] !== text.charCodeAt(offset)) return false;
  return true;
}

/** A string value of plain ASCII, as ids and digests are. */
function textOf(line: Uint8Array, { valueFrom, valueTo }: Member): string | undefined {
  const text = String.fromCharCode(...line.subarray(valueFrom, Math.min(valueTo, valueFrom + 130)));
  return /^"[A-Za-z0-9._-]{1,128}"$/.test(text) ? text.slice(1, -1) : undefined;
}

function naturalOf(line: Uint8Array, { valueFrom, valueTo }: Member): number | undefined {
  const text = String.fromCharCode(...line.subarray(valueFrom, Math.min(valueTo, valueFrom + 20)));
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
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
