import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatDuration, formatTimeLeft } from "../../../shared/domain/wording/durations.ts";
import {
  formatBy,
  formatTimeOfDay,
  formatDay,
  formatDue,
  formatInstant,
  formatInstantInLine,
  formatTimeUntil,
  formatLetterDate,
} from "../../../shared/domain/wording/times.ts";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

describe("an instant is said twice", () => {
  test.each([
    ["2026-09-15T03:59:59.999Z", "America/New_York", "Mon 14 Sep 2026, 23:59 EDT", "03:59 UTC on the 15th"],
    ["2026-11-24T08:12:00.000Z", "America/New_York", "Tue 24 Nov 2026, 03:12 EST", "08:12 UTC"],
    ["2026-11-24T08:12:00.000Z", "America/Chicago", "Tue 24 Nov 2026, 02:12 CST", "08:12 UTC"],
    ["2026-06-30T22:30:00.000Z", "Europe/Berlin", "Wed 1 Jul 2026, 00:30 CEST", "22:30 UTC on the 30th"],
    ["2026-12-31T23:30:00.000Z", "Europe/Paris", "Fri 1 Jan 2027, 00:30 CET", "23:30 UTC on the 31st"],
    ["2026-07-01T11:00:00.000Z", "Europe/London", "Wed 1 Jul 2026, 12:00 BST", "11:00 UTC"],
    ["2026-01-02T11:00:00.000Z", "Europe/London", "Fri 2 Jan 2026, 11:00 GMT", "11:00 UTC"],
    ["2026-07-02T20:00:00.000Z", "Asia/Kolkata", "Fri 3 Jul 2026, 01:30 GMT+5:30", "20:00 UTC on the 2nd"],
    ["2026-03-22T09:00:00.000Z", "UTC", "Sun 22 Mar 2026, 09:00 UTC", null],
  ])("%s in %s", (at, zone, local, utc) => {
    expect(formatInstant(at, zone)).toEqual({ local, utc });
  });

  test.each([
    [1, "st"],
    [2, "nd"],
    [3, "rd"],
    [4, "th"],
    [11, "th"],
    [12, "th"],
    [13, "th"],
    [21, "st"],
    [22, "nd"],
    [23, "rd"],
    [31, "st"],
  ])("the %ith of a month ends in %s", (dayOfMonth, ending) => {
    const at = `2026-10-${String(dayOfMonth).padStart(2, "0")}T02:00:00.000Z`;
    expect(formatInstant(at, "America/New_York").utc).toBe(`02:00 UTC on the ${dayOfMonth}${ending}`);
  });

  test("in one line the second saying stands in brackets, and not at all where there is none", () => {
    expect(formatInstantInLine("2026-11-24T08:12:00.000Z", "America/New_York")).toBe(
      "Tue 24 Nov 2026, 03:12 EST (08:12 UTC)",
    );
    expect(formatInstantInLine("2026-11-24T08:12:00.000Z", "UTC")).toBe("Tue 24 Nov 2026, 08:12 UTC");
  });

  test("a zone that does not exist stops the page instead of showing a wrong time", () => {
    expect(() => formatInstant("2026-11-24T08:12:00.000Z", "America/Gotham")).toThrow("no such time zone");
    expect(() => formatInstant("yesterday", "UTC")).toThrow("not an instant");
  });
});

describe("a due instant", () => {
  test("of an hour clock says the minute", () => {
    expect(formatDue("2020-12-25T11:17:00.000Z", { elapsedHours: true, timeZone: "Europe/Berlin" })).toEqual({
      local: "Fri 25 Dec 2020, 12:17 CET",
      utc: "11:17 UTC",
    });
  });

  test("of a calendar clock ends with its day", () => {
    expect(formatDue("2026-09-15T03:59:59.999Z", { elapsedHours: false, timeZone: "America/New_York" })).toEqual(
      {
        local: "until the end of Mon 14 Sep 2026",
        utc: "23:59 EDT, 03:59 UTC on the 15th",
      },
    );
    expect(formatDue("2026-09-14T23:59:59.999Z", { elapsedHours: false, timeZone: "UTC" })).toEqual({
      local: "until the end of Mon 14 Sep 2026",
      utc: "23:59 UTC",
    });
  });
});

describe("what is left", () => {
  test.each([
    [3 * day + 4 * hour, "3 days 4 hours left"],
    [3 * day + 59 * minute, "3 days left"],
    [day, "1 day left"],
    [day + hour, "1 day 1 hour left"],
    [day - 1, "23 hours 59 minutes left"],
    [9 * day + 23 * hour, "9 days 23 hours left"],
    [10 * day + 23 * hour, "10 days left"],
    [60 * day - 1, "59 days left"],
    [hour, "1 hour left"],
    [hour + minute, "1 hour 1 minute left"],
    [59 * minute, "59 minutes left"],
    [minute, "1 minute left"],
    [minute - 1, "less than a minute left"],
    [1, "less than a minute left"],
    [0, "due now"],
    [-1, "less than a minute overdue"],
    [-(2 * hour + 10 * minute), "2 hours 10 minutes overdue"],
    [-(45 * day), "45 days overdue"],
  ])("%i ms: %s", (ms, words) => {
    expect(formatTimeLeft(ms)).toBe(words);
    expect(formatTimeUntil(new Date(Date.UTC(2026, 10, 24) + ms).toISOString(), "2026-11-24T00:00:00.000Z")).toBe(
      words,
    );
  });

  test("never says zero of anything, and never more time than there is", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 800 * day }), (ms) => {
        const words = formatDuration(ms);
        expect(words).not.toMatch(/\b0 /);
        const units = { day, hour, minute };
        const said = [...words.matchAll(/(\d+) (day|hour|minute)/g)].reduce(
          (sum, [, number, unit]) => sum + Number(number) * units[unit as keyof typeof units],
          0,
        );
        expect(said).toBeLessThanOrEqual(ms);
        expect(ms - said).toBeLessThan(said >= 10 * day ? day : said >= day ? hour : minute);
      }),
    );
  });
});

describe("short forms", () => {
  const now = "2026-11-24T17:00:00.000Z"; // Tuesday noon in New York
  test.each([
    ["2026-11-24T19:20:00.000Z", "14:20 EST"],
    ["2026-11-25T04:59:00.000Z", "23:59 EST"],
    ["2026-11-25T05:00:00.000Z", "Wed 00:00 EST"],
    ["2026-11-30T17:00:00.000Z", "Mon 12:00 EST"],
    ["2026-12-01T17:00:00.000Z", "1 Dec 12:00 EST"],
    ["2026-11-20T17:00:00.000Z", "20 Nov 12:00 EST"],
  ])("by %s", (at, words) => {
    expect(formatBy(at, now, "America/New_York")).toBe(words);
  });

  test("days, times and the dates of letters", () => {
    expect(formatDay(now, "America/New_York")).toBe("Tue 24 Nov 2026");
    expect(formatTimeOfDay(now, "Europe/Berlin")).toBe("18:00 CET");
    expect(formatLetterDate(now, "America/New_York", "us")).toBe("November 24, 2026");
    expect(formatLetterDate(now, "Europe/Berlin", "european")).toBe("24 November 2026");
  });
});
