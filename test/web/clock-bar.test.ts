import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ClockItem } from "../../shared/contracts/views.ts";
import { clockBars } from "../../web/chrome/clock-bar.ts";
import { inOrder, nearest } from "../../web/chrome/clock-order.ts";
import { clockTable } from "../../web/chrome/clock-table.ts";
import { clockScale } from "../../web/chrome/clock-scale.ts";
import {
  annualLogClock,
  authorityClock,
  clocks,
  hhsClock,
  individualsClock,
  now,
  overdueClock,
} from "../support/sample-views.ts";

const zone = "America/New_York";
const barOf = (...items: readonly ClockItem[]): string => clockBars(items, now, "t").toString();
const tableOf = (...items: readonly ClockItem[]): string =>
  clockTable(items, now).toString().replace(/\s+/g, " ");

describe("the scale", () => {
  const instant = fc
    .integer({ min: 0, max: 500 * 24 * 60 })
    .map((minutes) => new Date(Date.UTC(2026, 0, 1) + minutes * 60_000).toISOString());

  test("keeps the order of time, and everything on the picture", () => {
    fc.assert(
      fc.property(instant, instant, instant, instant, (start, due, moment, other) => {
        const scale = clockScale(
          [{ ...authorityClock, startAt: start, dueAt: due }, individualsClock],
          now,
          zone,
        );
        const [a, b] = [scale.at(moment), scale.at(other)];
        expect(Math.min(a, b)).toBeGreaterThanOrEqual(0);
        expect(Math.max(a, b)).toBeLessThanOrEqual(100);
        if (moment <= other) expect(a).toBeLessThanOrEqual(b);
      }),
    );
  });

  test("gives 72 hours a fifth of the width beside 14 months", () => {
    const longClock = { ...individualsClock, holds: [], dueAt: "2028-02-01T04:59:59.999Z" };
    const scale = clockScale([authorityClock, longClock], now, zone);
    expect(scale.compressed).toBe(true);
    expect(scale.at("2026-11-27T13:40:00.000Z")).toBeGreaterThan(14);
  });

  test("is even where the clocks are of like length", () => {
    const scale = clockScale([overdueClock], now, zone);
    expect(scale.compressed).toBe(false);
    expect(scale.at("2026-11-23T23:55:00.000Z") - scale.at("2026-11-22T11:55:00.000Z")).toBeCloseTo(
      scale.at("2026-11-25T11:55:00.000Z") - scale.at("2026-11-23T23:55:00.000Z"),
      1,
    );
  });

  test("its dates do not run into one another", () => {
    const { ticks, at } = clockScale(clocks, now, zone);
    const places = ticks.map((tick) => at(tick.at));
    expect(ticks.length).toBeGreaterThan(1);
    for (const [index, place] of places.slice(1).entries())
      expect(place - (places[index] ?? 0)).toBeGreaterThanOrEqual(21);
  });
});

describe("the picture", () => {
  test("has one now, one row a clock that is owed, and none for one that is not", () => {
    const picture = barOf(...clocks, annualLogClock);
    expect(picture.match(/class="now"/g)).toHaveLength(1);
    expect(picture.match(/class="name"/g)).toHaveLength(5);
    expect(picture).not.toContain(annualLogClock.title);
  });

  test("marks holds, what is met and what is overdue by shape as well as by colour", () => {
    expect(barOf(individualsClock)).toContain('fill="url(#t-hold)"');
    expect(barOf(hhsClock)).toContain('class="met-tick"');
    expect(barOf(overdueClock)).toContain('fill="url(#t-late)"');
    expect(barOf(authorityClock)).not.toMatch(/fill="url\(#t-(late|hold)\)"/);
  });

  test("tells milestones that struck from those ahead", () => {
    expect(barOf(overdueClock).match(/class="milestone struck"/g)).toHaveLength(4);
    expect(barOf(authorityClock).match(/class="milestone"/g)).toHaveLength(4);
  });

  test("is nothing where no clock is owed", () => {
    expect(barOf(annualLogClock)).toBe("");
  });
});

describe("the table", () => {
  test("says what the picture shows", () => {
    expect(tableOf(authorityClock)).toContain("1 day 23 hours left");
    expect(tableOf(authorityClock)).toContain("Fri 27 Nov 2026, 08:40 EST");
    expect(tableOf(individualsClock)).toContain("until the end of Sat 23 Jan 2027");
    expect(tableOf(overdueClock)).toContain("2 hours 10 minutes overdue");
    expect(tableOf(hhsClock)).toContain("HHS-2026-118823");
  });

  test("says why a clock is not owed, and when people were told", () => {
    expect(tableOf(annualLogClock)).toContain("so HHS is told now and not in the annual log");
    expect(tableOf(overdueClock)).toContain("People were told at: half of the time, 24 hours before");
    expect(tableOf(authorityClock)).toContain("Next: half of the time, Wed 25 Nov 2026, 20:40 EST");
  });

  test("does not say how much time is left of a duty that is met", () => {
    expect(tableOf(hhsClock)).not.toContain(" left");
  });
});

test("overdue comes before what is soonest, and that before what has no number", () => {
  const order = inOrder([...clocks, overdueClock, annualLogClock]).map(({ state, dueAt }) => [state, dueAt]);
  expect(order[0]).toEqual(["overdue", overdueClock.dueAt]);
  expect(order[1]).toEqual(["running", authorityClock.dueAt]);
  expect(order.at(-1)).toEqual(["withdrawn", null]);
  expect(nearest([hhsClock, annualLogClock])).toBeUndefined();
});
