/** The schema of every ledger entry, for whatever is read back from a store or a file. */
import { z } from "zod";
import { bodies } from "./events/bodies.ts";
import type { CaseEvent } from "./events/bodies.ts";
import { actor, caseId, digest, instant } from "./events/parts.ts";

/** Around each body: where the entry stands in its case's chain. */
const envelope = z
  .strictObject({
    caseId,
    /** 0 for the first entry of a case, then without a gap. */
    seq: z.int().min(0),
    recordedAt: instant,
    actor,
    kind: z.string(),
    body: z.unknown(),
    /** The hash of the entry before, 64 zeros for the first. */
    previous: digest,
    hash: digest,
  })
  .readonly();

/** One link of a case's chain. `hash` covers everything but itself: SHA-256 over the RFC 8785 bytes. */
export type LedgerEntry = CaseEvent & Omit<z.output<typeof envelope>, "kind" | "body">;

/**
 * The value as an entry, untouched: a schema that dropped or filled in a member would break its hash. Throws an error
 * that names the entry, the member and what is wrong with it, but no value of it. An entry of a kind that is not known
 * here (a newer version of the service wrote it) is an error of its own, never skipped: a case read without it would be
 * another case.
 */
export function readEntry(value: unknown): LedgerEntry {
  const outer = envelope.safeParse(value);
  if (!outer.success) throw new Error(`${nameOf(value)} is not as the ledger writes them: ${firstOf(outer)}`);
  const { kind, body } = outer.data;
  if (!isKnown(kind))
    throw new Error(
      `${nameOf(value)} is of a kind that this version of the service does not know${quoted(kind)}: ` +
        "a newer version wrote it. Read this ledger with that version or a later one.",
    );
  const inner = bodies[kind].safeParse(body);
  if (inner.success) return value as LedgerEntry;
  throw new Error(`${nameOf(value)} is not as the ledger writes them: ${firstOf(inner, "body")}`);
}

const isKnown = (kind: string): kind is keyof typeof bodies => Object.hasOwn(bodies, kind);

/** Only what has the form of a kind is repeated; anything else may be somebody's data. */
const quoted = (kind: string): string => (/^[a-z][A-Za-z]{0,63}$/.test(kind) ? ` (${kind})` : "");

function nameOf(value: unknown): string {
  const { caseId: id, seq } = (value ?? {}) as { caseId?: unknown; seq?: unknown };
  return `entry ${String(seq)} of ${String(id)}`;
}

function firstOf({ error }: { readonly error: z.ZodError }, ...within: readonly string[]): string {
  const { path, message } = error.issues[0] as z.core.$ZodIssue;
  return `${[...within, ...path].join(".")}: ${message}`;
}
