import type { LedgerEntry } from "../domain/case/events.ts";
import { canonicalBytes } from "./canonical.ts";

/** Cosmos takes at most 100 operations and 2 MB in one transactional batch, and items of at most 2 MB. */
const entriesPerBatchMax = 100;
/** Well below the limit of the store, which counts its own additions and the wrapping of a batch too. */
const batchBytesMax = 1_500_000;
export const entryBytesMax = 1_000_000;

export const bytesOf = (entry: LedgerEntry): number => canonicalBytes(entry).byteLength;

/** The entries in order, in runs that the store takes as one transaction each. */
export function inBatches(entries: readonly LedgerEntry[]): readonly (readonly LedgerEntry[])[] {
  const batches: LedgerEntry[][] = [];
  let bytes = 0;
  for (const entry of entries) {
    const last = batches.at(-1);
    const size = bytesOf(entry);
    if (last && last.length < entriesPerBatchMax && bytes + size <= batchBytesMax) {
      last.push(entry);
      bytes += size;
    } else {
      batches.push([entry]);
      bytes = size;
    }
  }
  return batches;
}
