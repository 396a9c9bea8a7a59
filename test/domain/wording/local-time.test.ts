import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { instantToLocal, localToInstant } from "../../../shared/domain/wording/local-time.ts";

describe("a time typed in the entity's zone", () => {
  test.each([
    ["2026-11-24T03:12", "America/New_York", "2026-11-24T08:12:00.000Z"],
    [" 2026-11-24 03:12 ", "America/New_York", "2026-11-24T08:12:00.000Z"],
    ["2026-07-01T09:30:15", "Europe/Berlin", "2026-07-01T07:30:15.000Z"],
    ["2026-07-01T09:30:15.250", "Asia/Kolkata", "2026-07-01T04:00:15.000Z"],
  ])("%s in %s", (typed, zone, at) => {
    expect(localToInstant(typed, zone)).toEqual({ ok: true, at });
  });

  test("an hour that came twice is the first one, since the earlier start is the careful one", () => {
    expect(localToInstant("2026-11-01T01:30", "America/New_York")).toEqual({
      ok: true,
      at: "2026-11-01T05:30:00.000Z",
    });
    expect(localToInstant("2026-10-25T02:30", "Europe/Berlin")).toEqual({
      ok: true,
      at: "2026-10-25T00:30:00.000Z",
    });
  });

  test("an hour that never was is refused", () => {
    expect(localToInstant("2026-03-08T02:30", "America/New_York")).toEqual({ ok: false, why: "skipped" });
  });

  test.each([
    "",
    "tomorrow",
    "2026-13-01T00:00",
    "2026-02-30T10:00",
    "2026-11-24",
    "2026-11-24T25:00",
    "2026-11-24T03:12Z",
  ])("%j is not a time", (typed) => {
    expect(localToInstant(typed, "America/New_York")).toEqual({ ok: false, why: "malformed" });
  });

  test("what is shown in the field is read back as the same minute, but for the hour that comes twice", () => {
    const zones = fc.constantFrom(
      "America/New_York",
      "Europe/Berlin",
      "Asia/Kolkata",
      "Pacific/Kiritimati",
      "UTC",
    );
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60_000_000 }), zones, (minutes, zone) => {
        const at = new Date(minutes * 60_000).toISOString();
        const back = localToInstant(instantToLocal(at, zone), zone);
        if (!back.ok) throw new Error("not read back");
        expect(instantToLocal(back.at, zone)).toBe(instantToLocal(at, zone));
        expect([0, 3_600_000]).toContain(Date.parse(at) - Date.parse(back.at));
      }),
    );
  });
});
