import type { CaseRow } from "../../contracts/case-row.ts";
import type { Instant } from "../../domain/instants.ts";
import { earlierOf } from "../../domain/newer-row.ts";
import type { CaseIndex } from "../../ports/case-index.ts";
import type { CaseOrchestration, Orchestrator } from "../../ports/orchestrator.ts";
import type { AppContext } from "../app-context.ts";
import { loadCase } from "../store/case-store.ts";
import { reasonOf, rebuildIfSmaller } from "../store/rebuild-index.ts";
import type { FailedCase, Rebuilt } from "../store/rebuild-index.ts";
import { nextSteps } from "../store/next-instant.ts";
import { rowOf } from "../store/row.ts";

/** What is late by more than this stands still. */
const graceMs = 3 * 60_000;
/** An opening takes seconds: after so long the sender has been told to send again, or has given up. */
const openingMsMax = 10 * 60_000;

export interface Swept {
  /** Cases that were due. */
  readonly due: number;
  /** Orchestrations that were replaced. */
  readonly repaired: number;
  /** Cases that could not be looked after, each with the reason; the others were. */
  readonly failed: readonly FailedCase[];
  /** The index had lost cases, and was made again. */
  readonly rebuilt: Rebuilt | null;
}

/** How often this process has held an index against the ledger and could not make good what was missing. */
const comparisonsByIndex = new WeakMap<CaseIndex, number>();
/** What is damaged stays missing: it is not read again every minute. */
const comparisonsMax = 3;

/**
 * Finds what a lost event left behind, by one query of the index where nothing is due. A case that is due is read: a row
 * that lags is written, and each of its two orchestrations is judged by its own next instant, woken if that has come,
 * replaced if it has passed. May run at any time, twice too. Throws where the index cannot be asked.
 */
export async function sweep(appContext: AppContext, orchestrator: Orchestrator): Promise<Swept> {
  const rebuilt = await compareOnce(appContext);
  const now = appContext.clock.now();
  let due = 0;
  let repaired = 0;
  const failed: FailedCase[] = [];
  let after: string | undefined;
  do {
    const page = await appContext.index.listDue(now, after === undefined ? {} : { after });
    for (const row of page.rows) {
      due += 1;
      try {
        repaired += await lookAfter(appContext, orchestrator, row);
      } catch (error) {
        failed.push({ caseId: row.caseId, reason: reasonOf(error) });
      }
    }
    after = page.next ?? undefined;
  } while (after !== undefined);
  return { due, repaired, failed, rebuilt };
}

/** A process that has just started may stand before an index that was lost. */
async function compareOnce(appContext: AppContext): Promise<Rebuilt | null> {
  const comparisons = comparisonsByIndex.get(appContext.index) ?? 0;
  if (comparisons >= comparisonsMax) return null;
  const rebuilt = await rebuildIfSmaller(appContext);
  const isWhole = rebuilt === null || rebuilt.failed.length === 0;
  comparisonsByIndex.set(appContext.index, isWhole ? comparisonsMax : comparisons + 1);
  return rebuilt;
}

/** Answers how many of the case's orchestrations were replaced. */
async function lookAfter(appContext: AppContext, orchestrator: Orchestrator, row: CaseRow): Promise<number> {
  const { caseId } = row;
  const state = await loadCase(appContext, caseId);
  const now = appContext.clock.now();
  if (!state) {
    if (msSince(row.openedAt, now) > openingMsMax) await appContext.index.removeUnopened(caseId);
    return 0;
  }
  const current = rowOf(state, nextSteps(appContext, state));
  const isLagging = current.seq > row.seq;
  const caseAt = dueSince("caseAt", { row, current, now });
  const courierAt = dueSince("courierAt", { row, current, now });
  // First the row: whoever is woken writes a newer one, which must be the last.
  const written = { caseAt: restarted(caseAt, now), courierAt: restarted(courierAt, now) };
  if (isLagging || written.caseAt !== row.caseAt || written.courierAt !== row.courierAt)
    await appContext.index.put({
      ...current,
      ...written,
      nextAt: earlierOf(written.caseAt, written.courierAt),
    });
  const judge = async (which: CaseOrchestration, since: Instant | null): Promise<number> => {
    if (since === null) return 0;
    const wake = () => (which === "case" ? orchestrator.wake(caseId) : orchestrator.wakeCourier(caseId));
    // What was written without a wake may have brought its next instant forward.
    if (since > now) {
      if (isLagging) await wake();
      return 0;
    }
    if (await orchestrator.repair(caseId, which, { standsStill: standsStill(since, now) })) return 1;
    await wake();
    return 0;
  };
  return (await judge("case", caseAt)) + (await judge("courier", courierAt));
}

/**
 * When the orchestration wants to be looked after; where that has come, since when: the row says so, while the state
 * alone would always say "now", and nothing would ever stand still.
 */
function dueSince(
  name: "caseAt" | "courierAt",
  { row, current, now }: { readonly row: CaseRow; readonly current: CaseRow; readonly now: Instant },
): Instant | null {
  const at = current[name];
  return at === null || at > now ? at : earlierOf(row[name], at);
}

const standsStill = (since: Instant, now: Instant): boolean => msSince(since, now) > graceMs;

/** What is replaced has its three minutes anew. */
const restarted = (since: Instant | null, now: Instant): Instant | null =>
  since !== null && standsStill(since, now) ? now : since;

const msSince = (from: Instant, to: Instant): number => Date.parse(to) - Date.parse(from);
