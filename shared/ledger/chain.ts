import type { Actor, CaseEvent, LedgerEntry } from "../domain/case/events.ts";
import type { CaseId, Digest } from "../domain/ids.ts";
import type { Instant } from "../domain/instants.ts";
import { canonicalBytes } from "./canonical.ts";
import { genesis } from "./format.ts";
import type { Sha256 } from "./format.ts";

export { genesis } from "./format.ts";

/** What becomes an entry: what happened, where in which case's chain, when and through whom. */
export interface Unsealed {
  readonly caseId: CaseId;
  readonly seq: number;
  readonly recordedAt: Instant;
  readonly actor: Actor;
  readonly event: CaseEvent;
  /** Hash of the entry before; `genesis` for the first. */
  readonly previous: Digest;
}

/**
 * Makes the next link of a case's chain. The answer holds exactly what was hashed: members that are `undefined` are
 * gone, and half a surrogate pair (a sender may have cut a title in the middle of an emoji) became U+FFFD, since
 * neither has a form that everybody would write alike.
 */
export function sealEntry(unsealed: Unsealed, sha256: Sha256): LedgerEntry {
  const { caseId, seq, recordedAt, actor, event, previous } = unsealed;
  const { kind, body } = event;
  const content = plain({ actor, body, caseId, kind, previous, recordedAt, seq });
  return { ...content, hash: sha256(canonicalBytes(content)) };
}

function plain(content: object): Omit<LedgerEntry, "hash"> & CaseEvent {
  const wellFormed = (_name: string, value: unknown): unknown =>
    typeof value === "string" ? value.toWellFormed() : value;
  return JSON.parse(JSON.stringify(content), wellFormed) as Omit<LedgerEntry, "hash"> & CaseEvent;
}

/**
 * What is wrong with the next entry of a chain whose last one is `before` (undefined: it is to be the first), or null.
 * Checks place, link and hash; the entry's own schema is contracts/entry.ts.
 */
export function faultOf(
  entry: LedgerEntry,
  before: { readonly seq: number; readonly head: Digest } | undefined,
  sha256: Sha256,
): string | null {
  const seq = (before?.seq ?? -1) + 1;
  if (entry.seq !== seq) return `entry ${entry.seq} stands where entry ${seq} belongs`;
  if (entry.previous !== (before?.head ?? genesis)) return "it does not name the hash of the entry before it";
  const { hash, ...content } = entry;
  return sha256(canonicalBytes(content)) === hash
    ? null
    : "its content does not have the hash that it carries";
}
