/** Durable timers on the injected clock, across a restart too. */
import { expect, test } from "vitest";
import { createHostClock } from "../../../local/host/clock.ts";
import { hostHere, newFolder } from "./host-under-test.ts";

const startAt = Date.parse("2026-03-01T00:00:00.000Z");
const day = 24 * 3600 * 1000;

test("sixty days in turns of five pass in one step, each turn at its own instant", async () => {
  const clock = createHostClock({ startAt, scale: 0 });
  const host = await hostHere({ clock });
  await host.start("turns", "sixty", startAt + 60 * day);
  await host.until("sixty", ({ historyEvents }) => historyEvents.length === 2);
  await clock.stepTo(startAt + 61 * day);
  const { runtimeStatus, output } = await host.status("sixty");
  expect(runtimeStatus).toBe("Completed");
  expect(output).toEqual(
    Array.from({ length: 12 }, (_, n) => new Date(startAt + (n + 1) * 5 * day).toISOString()),
  );
  await host.stop();
});

test("a timer that came due while no host ran fires at the next start", async () => {
  const dataDir = newFolder();
  const first = await hostHere({ dataDir, clock: createHostClock({ startAt, scale: 0 }) });
  await first.start("sleeps", "overslept", 5);
  await first.until("overslept", ({ historyEvents }) => historyEvents.length === 2);
  await first.stop();
  const second = await hostHere({
    dataDir,
    clock: createHostClock({ startAt: startAt + 6 * day, scale: 0 }),
  });
  expect((await second.ended("overslept")).output).toBe("woken");
  await second.stop();
});

test("a start wakes nobody whose time has not come", async () => {
  const dataDir = newFolder();
  const first = await hostHere({ dataDir, clock: createHostClock({ startAt, scale: 0 }) });
  for (let n = 0; n < 50; n++) await first.start("sleeps", `sleeper-${n}`, 5);
  await first.until("sleeper-49", ({ historyEvents }) => historyEvents.length === 2);
  await first.stop();
  const second = await hostHere({ dataDir, clock: createHostClock({ startAt, scale: 0 }) });
  await second.start("sequence", "awake", 1);
  expect((await second.ended("awake")).output).toBe(4);
  expect(await second.episodes("sleeper-0")).toHaveLength(1); // nobody has woken it
  await second.stop();
});

test("of two timers that are due as soon as they are written the earlier fires first", async () => {
  const host = await hostHere();
  await host.start("sleepsTogether", "overdue", [-1, -2]);
  expect((await host.ended("overdue")).output).toEqual({ sooner: true });
  await host.stop();
});
