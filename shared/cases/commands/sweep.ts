import type { Orchestrator } from "../../ports/orchestrator.ts";
import { nextSteps } from "../store/next-instant.ts";
import { loadCase } from "../store/commit.ts";
import type { AppContext } from "../app-context.ts";

/** A case that is late by more than this stands still. */
const graceMs = 3 * 60_000;

/**
 * Finds what a lost event left behind: every open case whose next instant is past is woken, one that stands still is
 * replaced from the ledger, and what should be running beside it is started. May run at any time, twice too.
 */
export async function sweep(
  appContext: AppContext,
  orchestrator: Orchestrator,
): Promise<{ readonly open: number; readonly repaired: number }> {
  const rows = await appContext.index.listCases({ open: true });
  let repaired = 0;
  for (const row of rows) {
    const now = Date.parse(appContext.clock.now());
    const nextAt = row.nextAt === null ? now : Date.parse(row.nextAt);
    if (await orchestrator.repair(row.caseId, "case", { standsStill: now > nextAt + graceMs })) repaired += 1;
    else if (nextAt <= now) await orchestrator.wake(row.caseId);
    const state = await loadCase(appContext, row.caseId);
    if (state && nextSteps(appContext, state).courierAt !== null) await orchestrator.wakeCourier(row.caseId);
  }
  return { open: rows.length, repaired };
}
