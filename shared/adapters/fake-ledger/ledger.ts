import type { LedgerEntry } from "../../domain/case/events.ts";
import { LedgerDamage } from "../../domain/failures.ts";
import type { CaseId } from "../../domain/ids.ts";
import { canonicalText } from "../../ledger/canonical.ts";
import type { Ledger } from "../../ports/ledger.ts";

export interface FakeLedger extends Ledger {
  /** Everything that stands in it, in the order of writing. */
  readonly all: readonly LedgerEntry[];
  /** Puts something else in an entry's place, or nothing (undefined), as no writer could. */
  damage(caseId: CaseId, seq: number, content: object | undefined): void;
}

/** A ledger in memory, for tests and simulations. */
export function fakeLedger(): FakeLedger {
  const all: LedgerEntry[] = [];
  const texts = new Map<CaseId, string[]>();
  const readFrom = (caseId: CaseId, fromSeq: number): LedgerEntry[] =>
    (texts.get(caseId) ?? []).slice(fromSeq).flatMap((text) => (text === "" ? [] : [parse(text)]));
  return {
    all,
    async read(caseId, fromSeq = 0) {
      const entries = readFrom(caseId, fromSeq);
      const misplaced = entries.findIndex(({ seq }, index) => seq !== fromSeq + index);
      if (misplaced >= 0)
        throw new LedgerDamage({ caseId, seq: fromSeq + misplaced, reason: "nothing stands there" });
      return entries;
    },
    readAsItStands: async (caseId) => readFrom(caseId, 0),
    async append(entries) {
      const [first] = entries;
      if (!first) throw new Error("bug: a batch has at least one entry");
      const before = texts.get(first.caseId) ?? [];
      const added = entries.map((entry) => canonicalText(entry));
      if (before.length > first.seq)
        return added.every((text, index) => before[first.seq + index] === text) ? "written" : "taken";
      if (first.seq !== before.length)
        throw new Error(`bug: entry ${first.seq} of ${first.caseId} would leave a gap`);
      texts.set(first.caseId, before.concat(added));
      all.push(...added.map(parse));
      return "written";
    },
    async caseIds() {
      return [...texts.keys()].sort();
    },
    damage(caseId, seq, content) {
      const standing = texts.get(caseId);
      if (standing) standing[seq] = content === undefined ? "" : JSON.stringify(content);
    },
  };
}

const parse = (text: string): LedgerEntry => JSON.parse(text) as LedgerEntry;
