import type { CaseId } from "../../shared/domain/ids.ts";
import type { RequestContext } from "./request-context.ts";

/**
 * Tells the clockwork that something was written. What was written stands whatever becomes of this: a wake that is lost
 * is found by the sweeper within a minute.
 */
export async function wakeCase({ orchestrator, log }: RequestContext, caseId: CaseId): Promise<void> {
  try {
    await orchestrator.wake(caseId);
  } catch (error) {
    log(`case ${caseId} could not be woken, the sweeper will find it: ${String(error)}`);
  }
}
