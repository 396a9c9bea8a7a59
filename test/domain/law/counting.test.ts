import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  calendarOf,
  dateOfDay,
  dayOfDate,
  firstWholeDay,
  instantText,
  isDateText,
  isInstantText,
  isZone,
  lastDayOfYear,
  monthsAfter,
  nextClockHour,
  workingDayAfter,
} from "../../../shared/domain/law/counting.ts";
import { lastInstantOf, wallClock } from "../../support/wall-clock.ts";

const zones = Intl.supportedValuesOf("timeZone");
const endOf = (date: string, zone: string) => instantText(calendarOf(zone).endOf(dayOfDate(date)));
const hourAfter = (instant: string, zone: string) =>
  instantText(nextClockHour(Date.parse(instant), calendarOf(zone)));

describe("the end of a local day", () => {
  it.each([
    ["an ordinary day", "2026-12-21", "America/Chicago", "2026-12-22T05:59:59.999Z"],
    ["the day of 23 hours", "2026-03-08", "America/New_York", "2026-03-09T03:59:59.999Z"],
    ["the day of 25 hours", "2026-11-01", "America/New_York", "2026-11-02T04:59:59.999Z"],
    ["the European day of 25 hours", "2026-10-25", "Europe/Dublin", "2026-10-25T23:59:59.999Z"],
    ["a half-hour zone", "2026-06-30", "Asia/Kolkata", "2026-06-30T18:29:59.999Z"],
    ["a quarter-hour zone", "2026-06-30", "Asia/Kathmandu", "2026-06-30T18:14:59.999Z"],
    ["clocks that go forward at midnight", "2026-09-05", "America/Santiago", "2026-09-06T03:59:59.999Z"],
    ["clocks that go back at midnight", "2026-04-04", "America/Santiago", "2026-04-05T03:59:59.999Z"],
    ["the far side of the date line", "2026-01-01", "Pacific/Kiritimati", "2026-01-01T09:59:59.999Z"],
  ])("%s ends when its date does", (_, date, zone, expected) => {
    expect(endOf(date, zone)).toBe(expected);
    expect(lastInstantOf(date, zone)).toBe(expected);
  });

  // Every zone there is, at both ends of its own summer time and at random: the date changes right after the end.
  it("agrees with Intl in every zone", { timeout: 60_000 }, () => {
    const days = [
      "2026-03-07",
      "2026-03-08",
      "2026-03-28",
      "2026-04-04",
      "2026-09-05",
      "2026-10-24",
      "2026-10-25",
    ];
    for (const zone of zones) {
      const calendar = calendarOf(zone);
      for (const date of days) {
        const end = calendar.endOf(dayOfDate(date));
        expect(`${zone} ${wallClock(end, zone).slice(0, 10)}`).toBe(`${zone} ${date}`);
        expect(wallClock(end + 1, zone).slice(0, 10) > date, `${zone} ${date}`).toBe(true);
      }
    }
  });

  it("agrees with Intl on any day of any zone", { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(fc.constantFrom(...zones), fc.integer({ min: 15_000, max: 23_000 }), (zone, day) => {
        expect(instantText(calendarOf(zone).endOf(day))).toBe(lastInstantOf(dateOfDay(day), zone));
      }),
      { numRuns: 150 },
    );
  });
});

describe("the next clock hour", () => {
  it.each([
    ["between two hours", "2026-02-03T09:17:00+01:00", "Europe/Berlin", "2026-02-03T09:00:00.000Z"],
    [
      "exactly on an hour a whole hour is excluded",
      "2026-02-03T16:00:00+01:00",
      "Europe/Berlin",
      "2026-02-03T16:00:00.000Z",
    ],
    [
      "one millisecond before an hour",
      "2026-02-03T15:59:59.999+01:00",
      "Europe/Berlin",
      "2026-02-03T15:00:00.000Z",
    ],
    [
      "half-hour zones count their own hours",
      "2026-02-03T11:20:00+05:30",
      "Asia/Kolkata",
      "2026-02-03T06:30:00.000Z",
    ],
    ["quarter-hour zones too", "2026-02-03T11:50:00+05:45", "Asia/Kathmandu", "2026-02-03T06:15:00.000Z"],
    [
      "in the hour that comes twice",
      "2026-10-25T02:30:00+02:00",
      "Europe/Berlin",
      "2026-10-25T01:00:00.000Z",
    ],
  ])("%s", (_, instant, zone, expected) => {
    expect(hourAfter(instant, zone)).toBe(expected);
  });

  it("is later than the instant, by an hour at most, and full on the wall", () => {
    const wholeOrHalfHour = fc.constantFrom(
      "Europe/Berlin",
      "Asia/Kolkata",
      "America/St_Johns",
      "Asia/Kathmandu",
    );
    fc.assert(
      fc.property(wholeOrHalfHour, fc.integer({ min: 0, max: 2_000_000_000_000 }), (zone, instant) => {
        const next = nextClockHour(instant, calendarOf(zone));
        expect(next).toBeGreaterThan(instant);
        expect(next - instant).toBeLessThanOrEqual(3_600_000);
        expect(wallClock(next, zone).slice(14)).toBe("00:00");
      }),
    );
  });
});

describe("counting", () => {
  it.each([
    ["2027-01-31", 1, "2027-02-28"],
    ["2028-01-31", 1, "2028-02-29"],
    ["2026-12-31", 2, "2027-02-28"],
    ["2026-04-30", 1, "2026-05-30"],
    ["2026-12-15", 1, "2027-01-15"],
  ])("%s and %i month is %s", (date, months, expected) => {
    expect(dateOfDay(monthsAfter(dayOfDate(date), months))).toBe(expected);
  });

  it("counts working days without the first day, weekends and holidays", () => {
    const holidays = new Set([dayOfDate("2026-11-26")]);
    const after = (date: string, days: number) => dateOfDay(workingDayAfter(dayOfDate(date), days, holidays));
    expect(after("2026-11-24", 1)).toBe("2026-11-25");
    expect(after("2026-11-25", 1)).toBe("2026-11-27");
    expect(after("2026-11-28", 1)).toBe("2026-11-30");
    expect(after("2026-11-20", 5)).toBe("2026-11-30");
  });

  it("takes the day itself as whole only from its first millisecond on", () => {
    const berlin = calendarOf("Europe/Berlin");
    const wholeDay = (instant: string) => dateOfDay(firstWholeDay(Date.parse(instant), berlin));
    expect(wholeDay("2026-05-04T00:00:00+02:00")).toBe("2026-05-04");
    expect(wholeDay("2026-05-04T00:00:00.001+02:00")).toBe("2026-05-05");
  });

  it("finds 60 days after a year's end in leap years and others", () => {
    const log = (date: string) => dateOfDay(lastDayOfYear(dayOfDate(date)) + 60);
    expect(log("2026-07-01")).toBe("2027-03-01");
    expect(log("2027-01-01")).toBe("2028-02-29");
    expect(log("2031-12-31")).toBe("2032-02-29");
    expect(log("2099-12-31")).toBe("2100-03-01");
  });
});

describe("reading dates and instants", () => {
  it.each([
    "2026-09-04T18:30:00-04:00",
    "2026-09-04T18:30Z",
    "2024-02-29T00:00:00.123456Z",
    "2026-01-01T00:00:00+05:45",
  ])("takes %s", (text) => expect(isInstantText(text)).toBe(true));

  it.each([
    "2026-09-04T18:30:00",
    "2026-09-04",
    "2026-02-29T00:00:00Z",
    "2026-13-01T00:00:00Z",
    "2026-09-04T24:30:00Z",
    "2026-09-04T18:30:60Z",
    "2026-09-04T18:30:00+25:00",
    "4 September 2026",
    "",
  ])("refuses %s", (text) => expect(isInstantText(text)).toBe(false));

  it("knows which dates exist", () => {
    expect(isDateText("2028-02-29")).toBe(true);
    expect(isDateText("2027-02-29")).toBe(false);
    expect(isDateText("2027-2-9")).toBe(false);
  });

  it("knows zones by their names and takes no bare offset", () => {
    expect(isZone("Europe/Dublin")).toBe(true);
    expect(isZone("Mars/Olympus")).toBe(false);
    expect(isZone("+02:00")).toBe(false);
    expect(isZone("")).toBe(false);
  });
});
