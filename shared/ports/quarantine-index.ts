import type { QuarantineRow } from "../contracts/quarantine-row.ts";

/** Disposable: whatever stands here can be rebuilt from the ledger. */
export interface QuarantineIndex {
  /** Two writers may come in the wrong order: the row of the later entry stays. */
  put(row: QuarantineRow): Promise<void>;
  /** Newest arrival first, at most so many. */
  list(filter: { readonly waiting: boolean; readonly most: number }): Promise<readonly QuarantineRow[]>;
  countWaiting(): Promise<number>;
}
