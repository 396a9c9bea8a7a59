import type { QuarantineState } from "../domain/alert/quarantine.ts";
import type { CaseId, Digest } from "../domain/ids.ts";
import type { Instant } from "../domain/instants.ts";

/** One line of the quarantine's page, derived from the entries of its stream. */
export interface QuarantineRow {
  readonly quarantineId: CaseId;
  readonly state: QuarantineState;
  readonly source: string;
  readonly reason: string;
  /** Of the last arrival. */
  readonly receivedAt: Instant;
  readonly arrivals: number;
  readonly digest: Digest;
  readonly bytes: number;
  /** Cases that it has become part of. */
  readonly caseIds: readonly CaseId[];
  /** `seq` of the last entry that this row was derived from. */
  readonly seq: number;
}
