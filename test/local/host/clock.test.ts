/** The injectable clock: what waits on it comes in order, at its own instant, and no native timer is long. */
import { afterEach, expect, test, vi } from "vitest";
import { createHostClock } from "../../../local/host/clock.ts";

const day = 86_400_000;
const start = Date.parse("2026-01-01T00:00:00Z");

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

test("a step of 60 days fires what lies between, in order, each at its own instant", async () => {
  const clock = createHostClock({ startAt: start, scale: 0 });
  const fired: [string, number][] = [];
  const note = (name: string) => () => void fired.push([name, (clock.now() - start) / day]);
  clock.at(start + 59 * day, note("last"));
  clock.at(start + 2 * day, () => {
    note("first")();
    clock.at(start + 30 * day, note("made on the way"));
  });
  clock.at(start + 61 * day, note("beyond"));
  clock.at(start + 3 * day, note("cancelled"))();
  await clock.stepTo(start + 60 * day);
  expect(fired).toEqual([
    ["first", 2],
    ["made on the way", 30],
    ["last", 59],
  ]);
  expect(clock.now()).toBe(start + 60 * day);
});

test("a step waits for the work of an instant before it goes on to the next", async () => {
  const clock = createHostClock({ startAt: start, scale: 0 });
  const fired: string[] = [];
  clock.at(start + 1, () => {
    const rested = clock.busy();
    setTimeout(() => {
      fired.push(`work of the first, at ${clock.now() - start}`);
      rested();
    }, 30);
  });
  clock.at(start + 2, () => void fired.push("second"));
  await clock.stepTo(start + 10);
  expect(fired).toEqual(["work of the first, at 1", "second"]);
});

test("no native timer is set beyond a minute, however far the wait", () => {
  const set = vi.spyOn(globalThis, "setTimeout");
  const clock = createHostClock({ startAt: start });
  const cancel = clock.at(start + 400 * day, () => undefined);
  expect(set.mock.calls.length).toBeGreaterThan(0);
  for (const [, ms] of set.mock.calls) expect(ms).toBeLessThanOrEqual(60_000);
  cancel();
  clock.setScale(0);
});

test("a clock that stands still fires what is due, and nothing else", async () => {
  const clock = createHostClock({ startAt: start, scale: 0 });
  const fired: string[] = [];
  clock.at(start, () => void fired.push("due"));
  clock.at(start + 1, () => void fired.push("not due"));
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(fired).toEqual(["due"]);
});

test("a scaled clock brings a day within moments", async () => {
  const clock = createHostClock({ startAt: start, scale: day });
  const at = await new Promise<number>((resolve) => void clock.at(start + day, () => resolve(clock.now())));
  expect(at).toBeGreaterThanOrEqual(start + day);
  clock.setScale(0);
  expect(() => clock.setScale(-1)).toThrow(/time scale is -1/);
});

test("a wait that is cancelled leaves no native timer behind", () => {
  vi.useFakeTimers();
  const clock = createHostClock({ startAt: 0 });
  const cancel = clock.at(3_600_000, () => undefined);
  expect(vi.getTimerCount()).toBe(1);
  cancel();
  expect(vi.getTimerCount()).toBe(0);
});
