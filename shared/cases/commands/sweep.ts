import { companionsOf } from "../../domain/case/next-step.ts";
import type { Clockwork } from "../../ports/orchestrator.ts";
import { loadCase } from "../store/commit.ts";
import type { House } from "../app-context.ts";

/** A case that is late by more than this stands still. */
const graceMs = 3 * 60_000;

/**
 * Finds what a lost event left behind: every open case whose next instant is past is woken, one that stands still is
 * replaced from the ledger, and what should be running beside it is started. May run at any time, twice too.
 */
export async function sweep(
  house: House,
  clockwork: Clockwork,
): Promise<{ readonly open: number; readonly repaired: number }> {
  const rows = await house.index.listCases({ open: true });
  let repaired = 0;
  for (const row of rows) {
    const now = Date.parse(house.clock.now());
    const nextAt = row.nextAt === null ? now : Date.parse(row.nextAt);
    if (await clockwork.repair(row.caseId, { standsStill: now > nextAt + graceMs })) repaired += 1;
    else if (nextAt <= now) await clockwork.wake(row.caseId);
    const state = await loadCase(house, row.caseId);
    if (!state) continue;
    for (const companion of companionsOf(state, house.clock.now()))
      await clockwork.ensure(row.caseId, companion);
  }
  return { open: rows.length, repaired };
}
