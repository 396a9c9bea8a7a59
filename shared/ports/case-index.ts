import type { CaseRow, RowPage } from "../contracts/case-row.ts";
import type { Role } from "../domain/case/events.ts";
import type { CaseId } from "../domain/ids.ts";
import type { Instant } from "../domain/instants.ts";

export interface RowFilter {
  readonly open?: boolean;
  readonly logYear?: number;
  /** With an open question that one of these roles was asked. */
  readonly asks?: readonly Role[];
  /** Whose next instant is before this, whose mail reached nobody, or whose recipients could not be found. */
  readonly inTroubleAt?: Instant;
}

export interface RelatedCase {
  readonly caseId: CaseId;
  /** When its last alert with the key was received. */
  readonly at: Instant;
}

/** Disposable: whatever stands here can be rebuilt from the ledger. Every method may throw TransientFailure. */
export interface CaseIndex {
  /**
   * The row of the later entry stays, whoever comes last; of the same entry the later reckoning. A mark of `markDue`
   * for an entry that the row does not know yet keeps its instants, unless it is older than two minutes.
   */
  put(row: CaseRow): Promise<void>;
  /** Says before an append that the case is to be looked at: `seq` is the place of the entry that is coming. Makes the row. */
  markDue(caseId: CaseId, mark: { readonly seq: number; readonly at: Instant }): Promise<void>;
  /** Takes back the row of a case that was never opened. */
  removeUnopened(caseId: CaseId): Promise<void>;
  /** Rows with `nextAt <= now`, the oldest first; also those of cases that are being opened. */
  listDue(now: Instant, page?: { readonly after?: string; readonly limit?: number }): Promise<RowPage>;
  /** Newest first (`opened`), the nearest running deadline first (`due`), or the first `answerBy` of a question. At most `limit` (default 50), by one query. */
  listPage(
    filter: RowFilter,
    page?: { readonly order?: "opened" | "due" | "answer"; readonly after?: string; readonly limit?: number },
  ): Promise<RowPage>;
  count(filter: RowFilter): Promise<number>;
  /** Years of the annual breach log in which a case stands, newest first. */
  logYears(): Promise<readonly number[]>;
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
