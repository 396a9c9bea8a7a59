import { allSends } from "../../domain/case/state.ts";
import type { CaseId } from "../../domain/ids.ts";
import type { AppContext } from "../app-context.ts";
import { loadCase } from "./case-store.ts";
import { writeRow } from "./index-row.ts";
import { quarantinedOf, quarantineRowOf } from "./quarantine.ts";

/** A case or stream that could not be worked on, and why; the others were. */
export interface FailedCase {
  readonly caseId: CaseId;
  readonly reason: string;
}

export interface Rebuilt {
  readonly cases: number;
  readonly failed: readonly FailedCase[];
}

/**
 * Makes the index again from the ledger, case by case: the board's lines, whose alert keys are whose, whose message an
 * operation id is, and what is in quarantine. Safe at any time and to repeat; a lost index is whole again afterwards, but
 * for the cases that are named as failed.
 */
export async function rebuildIndex(appContext: AppContext): Promise<Rebuilt> {
  let cases = 0;
  const failed: FailedCase[] = [];
  for (const caseId of await appContext.ledger.caseIds()) {
    try {
      if (caseId.startsWith("quarantine-")) await rebuildQuarantined(appContext, caseId);
      else if (caseId.startsWith("case-") && (await rebuildCase(appContext, caseId))) cases += 1;
    } catch (error) {
      failed.push({ caseId, reason: reasonOf(error) });
    }
  }
  return { cases, failed };
}

export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

async function rebuildQuarantined(appContext: AppContext, caseId: CaseId): Promise<void> {
  const quarantined = await quarantinedOf(appContext, caseId);
  if (quarantined) await appContext.quarantine.put(quarantineRowOf(quarantined.item));
}

async function rebuildCase(appContext: AppContext, caseId: CaseId): Promise<boolean> {
  const state = await loadCase(appContext, caseId);
  if (!state) return false;
  await appContext.index.claimKeys(
    state.alerts.flatMap(({ keys }) => keys),
    caseId,
  );
  for (const { correlates = [], receivedAt } of state.alerts)
    await appContext.index.putRelated(correlates, { caseId, at: receivedAt });
  for (const { operationId, key } of allSends(state))
    await appContext.index.putOperation(operationId, { caseId, key });
  // Last, so that a row stands only for a case of which the rest is indexed too.
  await writeRow(appContext, state);
  return true;
}

/**
 * Makes the index again if it has fewer cases than the ledger, as after its loss. For the first sweep of a process: it
 * reads the id of each case once. Answers what was done, or null where nothing was missing.
 */
export async function rebuildIfSmaller(appContext: AppContext): Promise<Rebuilt | null> {
  const ids = await appContext.ledger.caseIds();
  const cases = ids.filter((caseId) => caseId.startsWith("case-")).length;
  return (await appContext.index.count({})) < cases ? rebuildIndex(appContext) : null;
}
