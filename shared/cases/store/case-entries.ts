import type { LedgerEntry } from "../../domain/case/events.ts";
import { LedgerDamage } from "../../domain/failures.ts";
import type { CaseId } from "../../domain/ids.ts";
import { faultOf } from "../../ledger/chain.ts";
import type { Ledger } from "../../ports/ledger.ts";
import type { AppContext } from "../app-context.ts";

/** Entries are a kilobyte or two: what is kept of all cases stays within some tens of megabytes. */
const entriesMax = 20_000;
/** The least recently used case first. */
const entriesByLedger = new WeakMap<Ledger, Map<CaseId, readonly LedgerEntry[]>>();

/**
 * All entries of a case, for pages that show them; reads only those that this process does not know. Throws LedgerDamage
 * and forgets the case where place, schema, link or hash of one is wrong.
 */
export async function loadEntries(
  { ledger, sha256 }: Pick<AppContext, "ledger" | "sha256">,
  caseId: CaseId,
): Promise<readonly LedgerEntry[]> {
  const kept = entriesByLedger.get(ledger) ?? new Map<CaseId, readonly LedgerEntry[]>();
  entriesByLedger.set(ledger, kept);
  const known = kept.get(caseId) ?? [];
  kept.delete(caseId);
  const newer = await ledger.read(caseId, known.length);
  let last = known.at(-1);
  for (const entry of newer) {
    const reason = faultOf(entry, last && { seq: last.seq, head: last.hash }, sha256);
    if (reason !== null) throw new LedgerDamage({ caseId, seq: entry.seq, reason });
    last = entry;
  }
  const entries = newer.length === 0 ? known : [...known, ...newer];
  kept.set(caseId, entries);
  let total = [...kept.values()].reduce((sum, { length }) => sum + length, 0);
  for (const [oldest, { length }] of kept) {
    if (total <= entriesMax) break;
    kept.delete(oldest);
    total -= length;
  }
  return entries;
}
