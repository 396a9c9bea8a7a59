/**
 * What the writer and the verifier of a ledger share: the format, and nothing else.
 *
 * An export is NDJSON in UTF-8, one JSON object a line, each line the RFC 8785 bytes of its object:
 *
 *     {"exportedAt":"2026-…Z","scope":"all","tocsinExport":1}            first line; scope: "all" or one case id
 *     {"actor":…,"body":…,"caseId":…,"hash":…,"kind":…,…,"seq":0}        one entry a line
 *     {"cases":2,"digest":…,"entries":17,"heads":[…],"tocsinExport":1}   last line
 *
 * Entries are grouped by case, cases ascend by id (by UTF-16 code unit), entries of a case ascend by `seq`.
 * `hash` is the SHA-256 of the entry's canonical bytes without the member `hash`; `previous` is the hash of the entry
 * before. `heads` says for each case how many entries it has and the hash of the last, so a file that was cut off is
 * found out. `digest` is the SHA-256 of the first line, a line feed, and the last line without the member `digest`.
 * The last line by itself, kept elsewhere, is a checkpoint: a later export can be held against it.
 */
import type { CaseId, Digest } from "../domain/ids.ts";
import type { Instant } from "../domain/instants.ts";

/** Lower-case hex of the SHA-256 of the bytes. Passed in: the browser and Node have different ones. */
export type Sha256 = (bytes: Uint8Array) => Digest;

/** Stands as `previous` of a case's first entry. */
export const genesis: Digest = "0".repeat(64);

export const exportVersion = 1;

/** The members of an entry, in canonical order. */
export const entryMembers = [
  "actor",
  "body",
  "caseId",
  "hash",
  "kind",
  "previous",
  "recordedAt",
  "seq",
] as const;

/** The end of one case's chain: `entries` of them, the last with the hash `head`. */
export interface Head {
  readonly caseId: CaseId;
  readonly entries: number;
  readonly head: Digest;
}

export interface ExportHeader {
  readonly tocsinExport: typeof exportVersion;
  readonly exportedAt: Instant;
  /** `all`, or the id of the one case that was exported. */
  readonly scope: string;
}

export interface ExportTrailer {
  readonly tocsinExport: typeof exportVersion;
  readonly cases: number;
  readonly entries: number;
  readonly heads: readonly Head[];
  readonly digest: Digest;
}
