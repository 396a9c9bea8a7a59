/** Timer triggers on the host's clock. A run never overlaps the next, and what was missed meanwhile becomes one run. */
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RpcTypedData } from "./core-types.ts";
import type { Call } from "./invoke.ts";
import type { AppFunction } from "./load-app.ts";
import { parseSchedule, type Schedule } from "./schedule.ts";
import type { HostClock, HostLog } from "./types.ts";

const hourMs = 3_600_000;

export interface TimerServices {
  readonly functions: readonly AppFunction[];
  readonly clock: HostClock;
  readonly log: HostLog;
  readonly call: Call;
  readonly dataDir: string;
}

export interface Timers {
  start(): void;
  stop(): void;
  /** What a timer function is given when it is called out of turn. */
  payload(functionName: string): RpcTypedData;
}

/** What is kept per timer, so that an occurrence missed while the host was stopped is noticed. */
interface Status {
  last: number | null;
  next: number | null;
  lastUpdated: number | null;
}

interface Timer {
  readonly name: string;
  readonly schedule: Schedule;
  readonly runOnStartup: boolean;
  /** False: no status is kept and none is shown. */
  readonly monitored: boolean;
  cancel?: () => void;
}

/** Throws an `Error` that names the function whose schedule is not valid. */
export function createTimers(services: TimerServices): Timers {
  const { clock } = services;
  const timers = services.functions.filter(isTimer).map((found) => readTimer(found, clock.now()));
  const timersByName = new Map(timers.map((timer) => [timer.name, timer]));
  const kept = keepStatuses(join(services.dataDir, "timers.json"));
  let stopped = false;

  async function run(timer: Timer, status: Status | undefined, isPastDue: boolean): Promise<void> {
    await services.call(timer.name, payloadOf(timer, status, isPastDue)).catch(() => undefined); // logged by the call
  }

  /** Runs at `dueAt`, then waits for the first occurrence after whatever is later: that instant or the end of the run. */
  function wait(timer: Timer, dueAt: number | undefined): void {
    if (dueAt === undefined || stopped) return;
    timer.cancel = clock.at(dueAt, () => {
      const rested = clock.busy();
      void run(timer, kept.read(timer.name), false).then(() => {
        afterRun(timer, dueAt);
        rested();
      });
    });
  }

  function afterRun(timer: Timer, ranFor: number): void {
    const next = nextOf(timer.schedule, Math.max(ranFor, clock.now()), clock.step);
    if (timer.monitored) kept.write(timer.name, { last: ranFor, next: next ?? null, lastUpdated: ranFor });
    wait(timer, next);
  }

  async function begin(timer: Timer): Promise<void> {
    const now = clock.now();
    const before = timer.monitored ? kept.read(timer.name) : undefined;
    const next = timer.schedule.next(before?.last ?? before?.lastUpdated ?? now) ?? null;
    if (timer.monitored && before?.next !== next) {
      kept.write(timer.name, { last: before?.last ?? null, next, lastUpdated: before?.last ?? now });
    }
    const isPastDue = before !== undefined && next !== null && next < now;
    if (isPastDue || timer.runOnStartup) {
      const rested = clock.busy();
      const shown = before === undefined ? { last: null, next, lastUpdated: null } : { ...before, next };
      await run(timer, shown, isPastDue);
      afterRun(timer, now);
      rested();
    } else wait(timer, timer.schedule.next(now));
  }

  return {
    start() {
      for (const timer of timers) void begin(timer);
    },
    stop() {
      stopped = true;
      for (const timer of timers) timer.cancel?.();
    },
    payload(functionName) {
      const timer = timersByName.get(functionName)!;
      return payloadOf(timer, kept.read(timer.name), false);
    },
  };
}

/**
 * In a step of more than two hours, a schedule that comes more often than hourly runs a twenty-fourth of the step (at
 * most 23 hours) after its last run at the earliest, and what lies between counts as missed: else two months of a
 * minute's schedule are 88,000 runs.
 */
function nextOf(schedule: Schedule, after: number, step: HostClock["step"]): number | undefined {
  const next = schedule.next(after);
  const lengthMs = step === undefined ? 0 : step.target - step.from;
  if (step === undefined || next === undefined || lengthMs <= 2 * hourMs || next - after >= hourMs)
    return next;
  return schedule.next(Math.min(after + Math.min(lengthMs / 24, 23 * hourMs), step.target));
}

export function isTimer(found: AppFunction): boolean {
  return found.triggerType.toLowerCase() === "timertrigger";
}

function readTimer(found: AppFunction, now: number): Timer {
  const binding = found.bindings[found.triggerName]!;
  const expression = binding.schedule;
  if (typeof expression !== "string") throw new Error(`Timer function "${found.name}" has no schedule.`);
  let schedule: Schedule;
  try {
    schedule = parseSchedule(expression, process.env);
  } catch (cause) {
    throw new Error(`Timer function "${found.name}": ${(cause as Error).message}`, { cause });
  }
  const monitored = binding.useMonitor ?? !isMoreThanOnceAMinute(schedule, now);
  return {
    name: found.name,
    schedule,
    runOnStartup: binding.runOnStartup === true,
    monitored: monitored === true,
  };
}

function isMoreThanOnceAMinute(schedule: Schedule, now: number): boolean {
  const first = schedule.next(now);
  const second = first === undefined ? undefined : schedule.next(first);
  return first !== undefined && second !== undefined && second - first < 60_000;
}

function payloadOf(timer: Timer, status: Status | undefined, isPastDue: boolean): RpcTypedData {
  const scheduleStatus =
    timer.monitored && status !== undefined
      ? {
          Last: instantText(status.last),
          Next: instantText(status.next),
          LastUpdated: instantText(status.lastUpdated),
        }
      : null;
  return {
    json: JSON.stringify({
      Schedule: { AdjustForDST: timer.schedule.followsWallClock },
      ScheduleStatus: scheduleStatus,
      IsPastDue: isPastDue,
    }),
  };
}

/** Never: the first instant that the platform's calendar knows. */
function instantText(instant: number | null): string {
  if (instant === null) return "0001-01-01T00:00:00+00:00";
  return new Date(instant).toISOString().replace("Z", "+00:00");
}

function keepStatuses(file: string) {
  let statuses: Record<string, Status> = {};
  try {
    statuses = JSON.parse(readFileSync(file, "utf8")) as Record<string, Status>;
  } catch (error) {
    // A missing file is a first start; a torn one is no reason not to start: the next occurrence is computed afresh.
    if ((error as NodeJS.ErrnoException).code !== "ENOENT" && !(error instanceof SyntaxError)) throw error;
  }
  return {
    read: (name: string): Status | undefined => statuses[name],
    write(name: string, status: Status): void {
      statuses[name] = status;
      writeFileSync(`${file}.new`, JSON.stringify(statuses));
      renameSync(`${file}.new`, file);
    },
  };
}
