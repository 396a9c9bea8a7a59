/** Timer triggers on a stepped clock. */
import { expect, test } from "vitest";
import { createHostClock } from "../../../local/host/clock.ts";
import type { AppFunction } from "../../../local/host/load-app.ts";
import { parseSchedule, timeSpanMs } from "../../../local/host/schedule.ts";
import { createTimers } from "../../../local/host/timers.ts";
import { newFolder } from "./app-under-test.ts";

const start = Date.parse("2026-01-01T00:00:00Z");
const hour = 3_600_000;

interface Run {
  readonly at: string;
  readonly isPastDue: boolean;
  readonly last: string | undefined;
}

function timerHost(
  binding: Record<string, unknown>,
  { dataDir = newFolder(), startAt = start, work = () => Promise.resolve() } = {},
) {
  const clock = createHostClock({ startAt, scale: 0 });
  const runs: Run[] = [];
  const bindings = { t: { type: "timerTrigger", direction: "in", ...binding } };
  const found: AppFunction = {
    name: "tick",
    triggerType: "timerTrigger",
    triggerName: "t",
    bindings,
    callback: () => undefined,
    metadata: { name: "tick", bindings },
  };
  const timers = createTimers({
    functions: [found],
    clock,
    log: () => undefined,
    dataDir,
    async call(_, trigger) {
      const given = JSON.parse(trigger.json!) as {
        IsPastDue: boolean;
        ScheduleStatus: { Last: string } | null;
      };
      runs.push({
        at: new Date(clock.now()).toISOString(),
        isPastDue: given.IsPastDue,
        last: given.ScheduleStatus?.Last,
      });
      await work();
      return {};
    },
  });
  timers.start();
  return { clock, runs, timers };
}

test("sixty days of an hourly timer are 1440 runs, each at its own hour", async () => {
  const { clock, runs, timers } = timerHost({ schedule: "0 0 * * * *" });
  await clock.stepTo(start + 60 * 24 * hour);
  expect(runs.length).toBe(1440);
  expect(new Set(runs.map(({ at }) => at)).size).toBe(1440);
  expect(runs[0]).toEqual({
    at: "2026-01-01T01:00:00.000Z",
    isPastDue: false,
    last: "0001-01-01T00:00:00+00:00",
  });
  expect(runs[1]?.last).toBe("2026-01-01T01:00:00.000+00:00");
  timers.stop();
});

test("a step of two hours runs each minute; a longer one an hour apart in a day, and on time again after it", async () => {
  const { clock, runs, timers } = timerHost({ schedule: "0 * * * * *" });
  await clock.stepTo(start + 2 * hour);
  expect(runs.length).toBe(120);
  await clock.stepTo(start + 26 * hour);
  expect(runs.slice(120, 123).map(({ at }) => at)).toEqual([
    "2026-01-01T02:01:00.000Z",
    "2026-01-01T03:02:00.000Z",
    "2026-01-01T04:03:00.000Z",
  ]);
  expect(runs.length).toBeLessThanOrEqual(120 + 24);
  const before = runs.length;
  await clock.stepTo(start + 26 * hour + 60_000);
  expect(runs.slice(before).map(({ at }) => at)).toEqual(["2026-01-02T02:01:00.000Z"]);
  timers.stop();
});

test("what was missed while the host was stopped becomes one run, past due", async () => {
  const dataDir = newFolder();
  const before = timerHost({ schedule: "0 0 * * * *" }, { dataDir });
  await before.clock.stepTo(start + hour);
  before.timers.stop();
  const after = timerHost({ schedule: "0 0 * * * *" }, { dataDir, startAt: start + 5.5 * hour });
  await after.clock.stepTo(start + 6 * hour);
  expect(after.runs.map(({ at, isPastDue }) => [at, isPastDue])).toEqual([
    ["2026-01-01T05:30:00.000Z", true],
    ["2026-01-01T06:00:00.000Z", false],
  ]);
  after.timers.stop();
});

test("a short stop that misses nothing runs nothing", async () => {
  const dataDir = newFolder();
  timerHost({ schedule: "0 0 * * * *" }, { dataDir }).timers.stop();
  const { clock, runs, timers } = timerHost(
    { schedule: "0 0 * * * *" },
    { dataDir, startAt: start + hour / 2 },
  );
  await clock.stepTo(start + hour / 2 + 1);
  expect(runs).toEqual([]);
  timers.stop();
});

test("a timer may run at start-up, and goes on by its schedule", async () => {
  const { clock, runs, timers } = timerHost({ schedule: "12:00:00", runOnStartup: true, useMonitor: false });
  await clock.stepTo(start + 25 * hour);
  expect(runs).toEqual([
    { at: "2026-01-01T00:00:00.000Z", isPastDue: false, last: undefined },
    { at: "2026-01-01T12:00:00.000Z", isPastDue: false, last: undefined },
    { at: "2026-01-02T00:00:00.000Z", isPastDue: false, last: undefined },
  ]);
  timers.stop();
});

test("a run that takes longer than its interval is never overlapped: the missed ones become one", async () => {
  let release = () => undefined as void;
  let running = 0;
  let most = 0;
  const work = async () => {
    most = Math.max(most, ++running);
    await new Promise<void>((resolve) => (release = resolve));
    running -= 1;
  };
  const { clock, runs, timers } = timerHost({ schedule: "0 * * * * *" }, { work });
  clock.setScale(1_000_000);
  await expect.poll(() => runs.length).toBe(1);
  await new Promise((resolve) => setTimeout(resolve, 300)); // five virtual minutes
  expect(runs.length).toBe(1);
  release();
  await expect.poll(() => runs.length).toBe(2);
  expect(most).toBe(1);
  clock.setScale(0);
  timers.stop();
  release();
});

test.each([
  ["0 30 9 * * 1-5", "2026-01-02T12:00:00Z", "2026-01-05T09:30:00.000Z"],
  ["0 0 0 13 * 5", "2026-01-01T00:00:00Z", "2026-02-13T00:00:00.000Z"], // Friday the 13th: both must match
  ["*/5 * * * *", "2026-01-01T00:01:00Z", "2026-01-01T00:05:00.000Z"],
  ["%WHEN%", "2026-01-01T00:00:00Z", "2026-01-01T06:00:00.000Z"],
])("%s after %s is %s", (expression, after, next) => {
  const schedule = parseSchedule(expression, { WHEN: "0 0 6 * * *" });
  expect(new Date(schedule.next(Date.parse(after))!).toISOString()).toBe(next);
});

test.each(["", "every hour", "0 0 25 * * *", "%MISSING%", "00:00:00"])(
  "the schedule '%s' is refused",
  (expression) => {
    expect(() => parseSchedule(expression, {})).toThrow(/schedule/);
  },
);

test("time spans are read as .NET reads them", () => {
  expect(timeSpanMs("00:05:00")).toBe(300_000);
  expect(timeSpanMs("1.02:00:00")).toBe(26 * hour);
  expect(timeSpanMs("24:00:00")).toBe(24 * 24 * hour);
  expect(timeSpanMs("00:61:00")).toBeUndefined();
});
