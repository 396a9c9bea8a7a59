import type { CaseClock, CaseState } from "./state.ts";
import type { Milestone } from "./events.ts";
import type { ObligationId } from "../ids.ts";
import { earliest } from "../instants.ts";
import type { Instant } from "../instants.ts";

const hour = 3_600_000;
const before: Readonly<Record<"24h" | "4h" | "1h", number>> = {
  "24h": 24 * hour,
  "4h": 4 * hour,
  "1h": hour,
};

export interface MilestoneAt {
  readonly milestone: Milestone;
  readonly at: Instant;
}

const isoOf = (ms: number): Instant => new Date(ms).toISOString();

/**
 * The milestones of a clock in order of time. A clock that was opened late has only those that were still ahead then,
 * and always `due` and `overdue`. `due` strikes at the due instant itself, the last moment in which acting is in time;
 * `overdue` one second later.
 */
export function milestonesOf(clock: CaseClock): readonly MilestoneAt[] {
  const { due, clockStart } = clock.reading;
  if (due === null) return [];
  const dueMs = Date.parse(due);
  const sinceMs = Date.parse(clock.since);
  // A calendar clock starts on a date; its half is told from the instant at which the case opened it.
  const startMs = clockStart !== null && clockStart.includes("T") ? Date.parse(clockStart) : sinceMs;
  const early: readonly [Milestone, number][] = [
    ["half", startMs + (dueMs - startMs) / 2],
    ["24h", dueMs - before["24h"]],
    ["4h", dueMs - before["4h"]],
    ["1h", dueMs - before["1h"]],
  ];
  const all: [Milestone, number][] = [
    ...early.filter(([, at]) => at > sinceMs && at < dueMs),
    ["due", dueMs],
    ["overdue", dueMs + 1000],
  ];
  return all.sort((a, b) => a[1] - b[1]).map(([milestone, at]) => ({ milestone, at: isoOf(at) }));
}

export const hasStruck = (clock: CaseClock, milestone: Milestone): boolean =>
  clock.struck.some((strike) => strike.milestone === milestone && strike.due === clock.reading.due);

/** Milestones of running clocks that are past and have not struck, clock by clock. */
export function passedMilestones(state: CaseState, now: Instant): readonly Strike[] {
  return runningClocks(state).flatMap((clock): readonly Strike[] => {
    const { obligationId, due } = clock.reading;
    const passed = aheadOf(clock).filter(({ at }) => Date.parse(at) <= Date.parse(now));
    return due !== null && passed.length > 0
      ? [{ obligationId, due, milestones: passed.map(({ milestone }) => milestone) }]
      : [];
  });
}

export interface Strike {
  readonly obligationId: ObligationId;
  readonly due: Instant;
  readonly milestones: readonly Milestone[];
}

/** When the next milestone of any running clock strikes; null when all have struck. */
export function nextMilestoneAt(state: CaseState, now: Instant): Instant | null {
  const ahead = runningClocks(state).flatMap((clock) => aheadOf(clock).map(({ at }) => at));
  const next = ahead.filter((at) => Date.parse(at) > Date.parse(now));
  return next.length > 0 ? earliest(...next) : null;
}

const aheadOf = (clock: CaseClock): readonly MilestoneAt[] =>
  milestonesOf(clock).filter(({ milestone }) => !hasStruck(clock, milestone));

const runningClocks = (state: CaseState): readonly CaseClock[] =>
  Object.values(state.clocks).filter(({ status }) => status === "running");
