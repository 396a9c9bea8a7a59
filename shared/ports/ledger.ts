import type { LedgerEntry } from "../domain/case/events.ts";
import type { CaseId } from "../domain/ids.ts";

/** The truth: entries that are created and read, never changed. */
export interface Ledger {
  /**
   * The entries of a case with `seq >= fromSeq` (default 0) in order of `seq`, by one query of the case's partition. An
   * unknown case has none. Throws LedgerDamage where a place is empty or an entry is not as the ledger writes them,
   * TransientFailure where it cannot be asked. Hash and link are checked by the case store.
   */
  read(caseId: CaseId, fromSeq?: number): Promise<readonly LedgerEntry[]>;
  /** What stands under the id in order of `seq`, checked for nothing: an export shows damage instead of hiding it. */
  readAsItStands(caseId: CaseId): Promise<readonly LedgerEntry[]>;
  /**
   * Creates consecutive entries of one case, all or none; at least one, at most a batch (shared/ledger/batches.ts).
   * `written` also when exactly these entries stand there already (a repeat after a lost answer); `taken` when another
   * entry has a place: read again and decide again. Throws TransientFailure: `changed` is `nothing` if reading showed
   * that none of them stands, else `unknown`.
   */
  append(entries: readonly LedgerEntry[]): Promise<"written" | "taken">;
  /** Every case and stream that has entries, ascending by UTF-16 code unit, as an export orders them. */
  caseIds(): Promise<readonly CaseId[]>;
}
