import { allSends } from "../../domain/case/state.ts";
import { loadCase } from "./commit.ts";
import type { AppContext } from "../app-context.ts";
import { quarantinedOf, quarantineRowOf } from "./quarantine.ts";
import { nextSteps } from "./next-instant.ts";
import { rowOf } from "./row.ts";

/**
 * Makes the index again from the ledger, case by case: the board's lines, whose alert keys are whose, whose message an
 * operation id is, and what is in quarantine. Safe at any time and to repeat; a lost index is whole again afterwards.
 */
export async function rebuildIndex(appContext: AppContext): Promise<{ readonly cases: number }> {
  let cases = 0;
  for (const caseId of await appContext.ledger.caseIds()) {
    if (caseId.startsWith("intake-") || caseId.startsWith("role-")) continue;
    const quarantined = await quarantinedOf(appContext, caseId);
    if (quarantined) await appContext.quarantine.put(quarantineRowOf(quarantined.item));
    if (caseId.startsWith("quarantine-")) continue;
    const state = await loadCase(appContext, caseId);
    if (!state) continue;
    cases += 1;
    await appContext.index.claimKeys(
      state.alerts.flatMap(({ keys }) => keys),
      caseId,
    );
    for (const { correlates = [], receivedAt } of state.alerts)
      await appContext.index.putRelated(correlates, { caseId, at: receivedAt });
    for (const { operationId, key } of allSends(state))
      await appContext.index.putOperation(operationId, { caseId, key });
    await appContext.index.putCase(rowOf(state, nextSteps(appContext, state)));
  }
  return { cases };
}
