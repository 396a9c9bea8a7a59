import type { Instant } from "./instants.ts";

/** A row of an index, as far as it decides which of two rows stays. */
export interface Aging {
  /** `seq` of the last entry that the row was derived from. */
  readonly seq: number;
  readonly derivedAt: Instant;
  readonly nextAt: Instant | null;
  readonly caseAt: Instant | null;
  /** An entry of that `seq` was about to be appended then. */
  readonly mark?: { readonly seq: number; readonly at: Instant } | null;
}

/** An append takes seconds: a mark whose entry has not come after so long is one whose writer died. */
const markStandsMs = 2 * 60_000;

/**
 * What is to stand after this row was put, or undefined where the standing row stays: the row of the later entry, of
 * the same entry the later reckoning. A mark of an entry that the row does not know keeps the row due, since a reckoning
 * from before that entry may be written after the mark.
 */
export function newerRow<Row extends Aging>(standing: Row | undefined, row: Row): Row | undefined {
  if (!standing) return row;
  if (standing.seq > row.seq) return undefined;
  if (standing.seq === row.seq && standing.derivedAt > row.derivedAt) return undefined;
  const { mark } = standing;
  const stands = mark && mark.seq > row.seq && ageMs(mark.at, row.derivedAt) < markStandsMs;
  if (!stands) return row;
  return {
    ...row,
    mark,
    nextAt: earlierOf(row.nextAt, mark.at),
    caseAt: earlierOf(row.caseAt, mark.at),
  };
}

const ageMs = (from: Instant, to: Instant): number => Date.parse(to) - Date.parse(from);

/** Null is never. */
export const earlierOf = (one: Instant | null, other: Instant | null): Instant | null =>
  one === null || (other !== null && other < one) ? other : one;
