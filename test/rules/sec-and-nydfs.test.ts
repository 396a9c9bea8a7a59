import { describe, expect, it } from "vitest";
import type { Facts } from "../../shared/domain/law/facts.ts";
import { duty, owed } from "../support/duties.ts";

const issuer: Facts = {
  regimes: ["sec"],
  role: { sec: "domestic-registrant" },
  timeZone: "America/Los_Angeles",
};
const filing = (determinedAt: string, more: Partial<Facts> = {}) =>
  duty("sec.8k.item-1.05", { ...issuer, determinedAt, ...more });

describe("Form 8-K, Item 1.05", () => {
  it.each([
    ["a Monday", "2026-03-02T09:00:00-08:00", "2026-03-06T22:30:00.000Z"],
    ["across the spring clock change", "2026-03-05T09:00:00-08:00", "2026-03-11T21:30:00.000Z"],
    ["a Saturday, when the Commission is closed", "2026-02-28T12:00:00-05:00", "2026-03-05T22:30:00.000Z"],
    ["before Thanksgiving", "2026-11-24T12:00:00-05:00", "2026-12-01T22:30:00.000Z"],
    ["before Veterans Day", "2026-11-09T12:00:00-05:00", "2026-11-16T22:30:00.000Z"],
    ["over Good Friday, which is a business day", "2026-04-01T12:00:00-04:00", "2026-04-07T21:30:00.000Z"],
    ["over Independence Day, observed on Friday", "2026-06-30T12:00:00-04:00", "2026-07-07T21:30:00.000Z"],
    ["over New Year", "2026-12-30T12:00:00-05:00", "2027-01-06T22:30:00.000Z"],
  ])("determined on %s", (_, determinedAt, due) => {
    expect(filing(determinedAt).due).toBe(due);
  });

  it("takes the date in New York: 21:30 on Thursday in Los Angeles is Friday there", () => {
    expect(filing("2026-03-05T21:30:00-08:00").due).toBe("2026-03-12T21:30:00.000Z");
  });

  it("takes the list of holidays in the facts as complete", () => {
    expect(filing("2026-11-24T12:00:00-05:00", { federalHolidays: [] }).due).toBe("2026-11-30T22:30:00.000Z");
  });

  it("is not owed before materiality is determined, nor before the item existed, nor by others", () => {
    expect(owed(issuer)).toEqual([]);
    expect(filing("2023-12-15T12:00:00-05:00").applies).toBe(false);
    expect(filing("2026-03-02T09:00:00-08:00", { role: { sec: "foreign-private-issuer" } }).applies).toBe(
      false,
    );
  });

  it("does not wait for a general request of law enforcement", () => {
    const lawEnforcementHolds = [
      { form: "written", statedAt: "2026-03-02T10:00:00-08:00", until: "2026-05-01" },
    ] as const;
    expect(filing("2026-03-02T09:00:00-08:00", { lawEnforcementHolds }).due).toBe("2026-03-06T22:30:00.000Z");
  });
});

/** An insurer in Albany pays a ransom two days after it determined the incident. */
const insurer: Facts = {
  regimes: ["nydfs"],
  timeZone: "America/New_York",
  determinedAt: "2026-10-30T20:15:00-04:00",
  extortionPaymentAt: "2026-11-01T00:30:00-04:00",
};

describe("23 NYCRR 500.17", () => {
  it("gives 72 elapsed hours from the determination, an hour less on the wall when clocks go back", () => {
    expect(duty("nydfs.500-17.incident", insurer)).toMatchObject({
      due: "2026-11-03T00:15:00.000Z",
      clockStart: "2026-10-31T00:15:00.000Z",
    });
  });

  it("gives 24 hours and 30 days from a payment", () => {
    expect(duty("nydfs.500-17.extortion-payment", insurer).due).toBe("2026-11-02T04:30:00.000Z");
    expect(duty("nydfs.500-17.extortion-explanation", insurer).due).toBe("2026-12-02T04:59:59.999Z");
  });

  it("asks nothing about a payment that was not made", () => {
    expect(owed({ ...insurer, extortionPaymentAt: null })).toEqual(["nydfs.500-17.incident"]);
    expect(owed({ ...insurer, determinedAt: null })).toEqual([
      "nydfs.500-17.extortion-payment",
      "nydfs.500-17.extortion-explanation",
    ]);
  });
});
