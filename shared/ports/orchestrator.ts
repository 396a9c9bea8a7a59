import type { CaseId } from "../domain/ids.ts";
import type { Companion } from "../domain/case/next-step.ts";

/** The durable orchestrations, as far as cases need them. Every call may be repeated; a lost one is found by the sweeper. */
export interface Orchestrator {
  /** Tells the case's orchestration to look at the ledger now; starts it where it is not running. */
  wake(caseId: CaseId): Promise<void>;
  /** Tells an orchestration beside the case to look now, if it is running. */
  nudge(caseId: CaseId, companion: Companion): Promise<void>;
  /** Starts an orchestration beside the case, where it is not running. */
  ensure(caseId: CaseId, companion: Companion): Promise<void>;
  /** Replaces the case's orchestration if it has failed, is missing, or stands still; answers whether it was. */
  repair(caseId: CaseId, options: { readonly standsStill: boolean }): Promise<boolean>;
}
