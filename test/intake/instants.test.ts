import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { instantOf, timeOf } from "../../shared/intake/instants.ts";

describe("an instant in a sender's format is read as UTC with three decimals", () => {
  test.each([
    ["seven digits and Z", "2026-03-01T04:05:06.9999999Z", "2026-03-01T04:05:06.999Z"],
    ["no fraction", "2026-03-01T04:05:06Z", "2026-03-01T04:05:06.000Z"],
    ["two digits of fraction", "2026-03-01T04:05:06.25+00:00", "2026-03-01T04:05:06.250Z"],
    ["an offset", "2026-03-01T04:05:06.5-07:00", "2026-03-01T11:05:06.500Z"],
    ["an offset without colon", "2026-03-01T00:30:00+0530", "2026-02-28T19:00:00.000Z"],
    [
      "no zone with T, which is UTC and not the machine's zone",
      "2026-07-31T07:24:24",
      "2026-07-31T07:24:24.000Z",
    ],
    ["no zone with a blank", "2026-07-31 07:24:24", "2026-07-31T07:24:24.000Z"],
    ["a lower-case z", "2026-07-31t07:24:24z", null],
    ["American, twelve hours, just after midnight", "12/11/2026 12:34:27 AM", "2026-12-11T00:34:27.000Z"],
    ["American, noon", "1/2/2026 12:00:00 PM", "2026-01-02T12:00:00.000Z"],
    ["American, 24 hours", "09/08/2026 17:51:17", "2026-09-08T17:51:17.000Z"],
    ["epoch seconds as number", 1_767_225_600, "2026-01-01T00:00:00.000Z"],
    ["epoch seconds as text", "1767225600", "2026-01-01T00:00:00.000Z"],
    ["epoch milliseconds", 1_767_225_600_123, "2026-01-01T00:00:00.123Z"],
    ["GMT text", "Thu, 01 Jan 2026 10:20:30 GMT", "2026-01-01T10:20:30.000Z"],
    ["blanks around", "  2026-03-01T04:05:06Z ", "2026-03-01T04:05:06.000Z"],
    ["a leap day", "2028-02-29T00:00:00Z", "2028-02-29T00:00:00.000Z"],
    ["the year 0001, which means unknown", "0001-01-01T00:00:00", null],
    ["a leap day that was not", "2026-02-29T00:00:00Z", null],
    ["31 April", "2026-04-31T00:00:00Z", null],
    ["hour 24", "2026-04-30T24:00:00Z", null],
    ["American with month 13", "13/01/2026 10:00:00", null],
    ["thirteen o'clock in the afternoon", "1/2/2026 13:00:00 PM", null],
    ["a placeholder", "<event time>", null],
    ["nothing", "", null],
    ["null", null, null],
    ["an object", { at: 1 }, null],
    ["not finite", Infinity, null],
  ])("%s", (_what, native, at) => {
    expect(instantOf(native)).toBe(at);
  });

  test("decimals are cut at any length, never rounded", () => {
    fc.assert(
      fc.property(
        fc.date({
          min: new Date("1970-01-01T00:00:00Z"),
          max: new Date("2100-01-01T00:00:00Z"),
          noInvalidDate: true,
        }),
        fc.stringMatching(/^[0-9]{0,9}$/),
        fc.constantFrom("Z", "", "+00:00"),
        (date, more, zone) => {
          const iso = date.toISOString();
          expect(instantOf(`${iso.slice(0, -1)}${more}${zone}`)).toBe(iso);
        },
      ),
    );
  });

  test("any text is answered at once", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ maxLength: 200 }), fc.stringMatching(/^[0-9T:. /+-]{0,80}$/)),
        (text) => {
          const at = instantOf(text);
          if (at !== null) expect(at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
        },
      ),
    );
  });

  test("what cannot be read is kept as it was written", () => {
    expect(timeOf("soon")).toEqual({ at: null, native: "soon" });
    expect(timeOf(" ")).toBeUndefined();
  });
});
