import { loadCase } from "./commit.ts";
import type { House } from "../app-context.ts";
import { quarantinedOf, quarantineRowOf } from "./quarantine.ts";
import { nextInstant } from "./next-instant.ts";
import { rowOf } from "./row.ts";

/**
 * Makes the index again from the ledger, case by case: the board's lines, whose alert keys are whose, whose message an
 * operation id is, and what is in quarantine. Safe at any time and to repeat; a lost index is whole again afterwards.
 */
export async function rebuildIndex(house: House): Promise<{ readonly cases: number }> {
  let cases = 0;
  for (const caseId of await house.ledger.caseIds()) {
    if (caseId.startsWith("intake-")) continue;
    const quarantined = await quarantinedOf(house, caseId);
    if (quarantined) await house.quarantine.put(quarantineRowOf(quarantined.item));
    if (caseId.startsWith("quarantine-")) continue;
    const state = await loadCase(house, caseId);
    if (!state) continue;
    cases += 1;
    await house.index.claimKeys(
      state.alerts.flatMap(({ keys }) => keys),
      caseId,
    );
    for (const { correlates = [], receivedAt } of state.alerts)
      await house.index.putRelated(correlates, { caseId, at: receivedAt });
    for (const { operationId, key } of Object.values(state.sends))
      await house.index.putOperation(operationId, { caseId, key });
    await house.index.putCase(rowOf(state, { now: house.clock.now(), nextAt: nextInstant(house, state) }));
  }
  return { cases };
}
