import type { LedgerEntry } from "../domain/case/events.ts";
import type { CaseId } from "../domain/ids.ts";
import type { Instant } from "../domain/instants.ts";

/** The truth: entries that are created and read, never changed. */
export interface Ledger {
  /** All entries of a case in order of `seq`; an unknown case has none. */
  read(caseId: CaseId): Promise<readonly LedgerEntry[]>;
  /**
   * Creates one entry. `written` also when exactly this entry stands there already (a repeat after a lost answer);
   * `taken` when another entry has its place: read again and decide again. Throws TransientFailure.
   */
  append(entry: LedgerEntry): Promise<"written" | "taken">;
  /** Every case and stream that has entries, ascending by UTF-16 code unit, as an export orders them. */
  caseIds(): Promise<readonly CaseId[]>;
}

/** One line of the board, derived from a case's entries. */
export interface CaseRow {
  readonly caseId: CaseId;
  readonly title: string;
  readonly code: string;
  readonly state: "open" | "waiting" | "notifying" | "closed";
  readonly openedAt: Instant;
  readonly drill: boolean;
  /** When the case wants to be looked at again; null when closed. */
  readonly nextAt: Instant | null;
  /** Year of the annual breach log that the case stands in; left out where it stands in none. */
  readonly logYear?: number;
  /** `seq` of the last entry that this row was derived from. */
  readonly seq: number;
}

export interface RelatedCase {
  readonly caseId: CaseId;
  /** When its last alert with the key was received. */
  readonly at: Instant;
}

/** Disposable: whatever stands here can be rebuilt from the ledger. */
export interface CaseIndex {
  putCase(row: CaseRow): Promise<void>;
  /** Ordered by `openedAt`, newest first; pages are followed inside. */
  listCases(filter?: { readonly open?: boolean; readonly logYear?: number }): Promise<readonly CaseRow[]>;
  /** Claims alert keys for a case, each with a create; answers the case that holds the first key already taken, if any. */
  claimKeys(keys: readonly string[], caseId: CaseId): Promise<CaseId | undefined>;
  findByKeys(keys: readonly string[]): Promise<CaseId | undefined>;
  /** Remembers that an alert of the case, received then, belongs with these: an incident, a resource. The latest case counts. */
  putRelated(keys: readonly string[], latest: RelatedCase): Promise<void>;
  /** For each of these keys that is known the case that last had an alert with it; the latest first. */
  findRelated(keys: readonly string[]): Promise<readonly (RelatedCase & { readonly key: string })[]>;
  /** Remembers whose message an operation id is, for the delivery report that will name it. */
  putOperation(operationId: string, owner: { readonly caseId: CaseId; readonly key: string }): Promise<void>;
  findOperation(operationId: string): Promise<{ readonly caseId: CaseId; readonly key: string } | undefined>;
}
