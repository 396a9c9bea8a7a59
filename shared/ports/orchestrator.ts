import type { CaseId } from "../domain/ids.ts";

/** The two orchestrations of a case: its own, and the one that hands over its mail. */
export type CaseOrchestration = "case" | "courier";

/** The durable orchestrations, as far as cases need them. Every call may be repeated; a lost one is found by the sweeper. */
export interface Orchestrator {
  /** Tells the case's orchestration to look at the ledger now; starts it where it is not at work. */
  wake(caseId: CaseId): Promise<void>;
  /** Tells the case's courier to look at the ledger now; starts it where it is not at work. */
  wakeCourier(caseId: CaseId): Promise<void>;
  /** Replaces one that has failed, was terminated or suspended, is missing, or stands still; answers whether it did. */
  repair(
    caseId: CaseId,
    which: CaseOrchestration,
    options: { readonly standsStill: boolean },
  ): Promise<boolean>;
}
