import type { LedgerEntry } from "../../domain/case/events.ts";
import type { CaseId } from "../../domain/ids.ts";
import { canonicalText } from "../../ledger/canonical.ts";
import type { Ledger } from "../../ports/ledger.ts";

/** A ledger in memory, for tests and simulations. `all` is everything that stands in it, in the order of writing. */
export function fakeLedger(): Ledger & { readonly all: readonly LedgerEntry[] } {
  const all: LedgerEntry[] = [];
  const texts = new Map<CaseId, string[]>();
  return {
    all,
    async read(caseId) {
      return (texts.get(caseId) ?? []).map((text) => JSON.parse(text) as LedgerEntry);
    },
    async append(entry) {
      const text = canonicalText(entry);
      const before = texts.get(entry.caseId) ?? [];
      const standing = before[entry.seq];
      if (standing !== undefined) return standing === text ? "written" : "taken";
      if (entry.seq !== before.length)
        throw new Error(`bug: entry ${entry.seq} of ${entry.caseId} would leave a gap`);
      texts.set(entry.caseId, [...before, text]);
      all.push(JSON.parse(text) as LedgerEntry);
      return "written";
    },
    async caseIds() {
      return [...texts.keys()].sort();
    },
  };
}
