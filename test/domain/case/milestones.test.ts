import { describe, expect, test } from "vitest";
import { milestonesOf, nextMilestoneAt, passedMilestones } from "../../../shared/domain/case/milestones.ts";
import type { CaseClock, CaseState } from "../../../shared/domain/case/state.ts";
import { authority, breach, day, filed, delivered, from, hour, later } from "../../support/case-course.ts";

/** Given a clock and what has struck, at this instant these milestones are past. */
const due = later(4 * day);
const clock = (more: Partial<CaseClock> = {}, reading: Partial<CaseClock["reading"]> = {}): CaseClock => ({
  reading: {
    obligationId: "a",
    title: "A",
    citation: "Art. A",
    clockStart: later(0),
    due,
    notBefore: null,
    latestArguable: null,
    rule: { validFrom: "2026-01-01", textAsOf: "2026-01-01", timeZoneData: "2026a" },
    ...reading,
  },
  seq: 1,
  since: later(0),
  status: "running",
  struck: [],
  why: [],
  metBefore: [],
  met: null,
  ...more,
});
const stateOf = (...clocks: readonly CaseClock[]): CaseState =>
  ({ clocks: Object.fromEntries(clocks.map((each) => [each.reading.obligationId, each])) }) as CaseState;
const named = (each: CaseClock): readonly (readonly [string, string])[] =>
  milestonesOf(each).map(({ milestone, at }) => [milestone, at]);

test("half of the time, a day, four hours and an hour before, at the due instant, and a second after", () => {
  expect(named(clock())).toEqual([
    ["half", later(2 * day)],
    ["24h", from(due, -day)],
    ["4h", from(due, -4 * hour)],
    ["1h", from(due, -hour)],
    ["due", due],
    ["overdue", from(due, 1_000)],
  ]);
});

test("half is of the time since the legal start, however late the case opened the clock", () => {
  expect(named(clock({ since: later(day) }))[0]).toEqual(["half", later(2 * day)]);
});

test("half of a clock that counts from a date is told from the instant at which the case opened it", () => {
  const counted = clock({ since: later(day) }, { clockStart: "2026-11-20" });
  expect(named(counted)[0]).toEqual(["half", later(2.5 * day)]);
});

test("in order of time, where half comes after a day before", () => {
  const short = clock({}, { due: later(30 * hour) });
  expect(named(short).map(([milestone]) => milestone)).toEqual(["24h", "half", "4h", "1h", "due", "overdue"]);
});

test("a clock that was opened late has only what was still ahead", () => {
  const lateBy = (ms: number) => named(clock({ since: from(due, -ms) })).map(([milestone]) => milestone);
  expect(lateBy(4 * hour + 1)).toEqual(["4h", "1h", "due", "overdue"]);
  // What falls on the very instant of opening is not ahead.
  expect(lateBy(4 * hour)).toEqual(["1h", "due", "overdue"]);
  expect(lateBy(-hour)).toEqual(["due", "overdue"]);
});

test("without a date nothing strikes", () => {
  expect(milestonesOf(clock({}, { due: null }))).toEqual([]);
});

describe("what has passed", () => {
  const passed = (each: CaseClock, now: string) => passedMilestones(stateOf(each), now)[0]?.milestones ?? [];

  test.each([
    ["half", later(2 * day)],
    ["24h", from(due, -day)],
    ["4h", from(due, -4 * hour)],
    ["1h", from(due, -hour)],
    ["due", due],
    ["overdue", from(due, 1_000)],
  ])("%s strikes exactly at its instant, and not a millisecond before", (milestone, at) => {
    expect(passed(clock(), at)).toContain(milestone);
    expect(passed(clock(), from(at, -1))).not.toContain(milestone);
  });

  test("strikes once for one due instant, and again for another", () => {
    const struck = [{ milestone: "half", due, at: later(2 * day) }] as const;
    expect(passed(clock({ struck }), later(2 * day))).toEqual([]);
    const other = [{ milestone: "half", due: later(5 * day), at: later(2 * day) }] as const;
    expect(passed(clock({ struck: other }), later(2 * day))).toEqual(["half"]);
  });

  test("only of clocks that run", () => {
    expect(passed(clock({ status: "met" }), due)).toEqual([]);
    expect(passed(clock({ status: "withdrawn" }), due)).toEqual([]);
  });
});

test("the next to strike is the nearest of all running clocks, after now", () => {
  const soon = clock({}, { obligationId: "b", due: later(2 * day) });
  const done = clock({ status: "met" }, { obligationId: "c", due: later(day) });
  expect(nextMilestoneAt(stateOf(clock(), soon, done), later(0))).toBe(later(day));
  expect(nextMilestoneAt(stateOf(clock()), later(2 * day))).toBe(from(due, -day));
  expect(nextMilestoneAt(stateOf(clock()), from(due, 1_000))).toBeNull();
});

test("a duty that is done strikes no more", () => {
  const done = filed(delivered(breach(), authority, later(2 * hour)), authority, later(2 * hour));
  const dueAt = done.state.clocks[authority]?.reading.due ?? "";
  const strikes = passedMilestones(done.state, from(dueAt, day));
  expect(strikes.map(({ obligationId }) => obligationId)).not.toContain(authority);
});
