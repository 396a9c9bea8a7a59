import { describe, expect, it } from "vitest";
import type { Facts } from "../../shared/domain/law/facts.ts";
import { duty, owed } from "../support/duties.ts";

/** A sleep-tracking app in Austin finds on 20 January 2026 that it sent readings to an advertiser. */
const app: Facts = {
  regimes: ["ftc-hbnr"],
  role: { "ftc-hbnr": "phr-vendor" },
  timeZone: "America/Chicago",
  discoveredAt: "2026-01-20T19:00:00-06:00",
  affectedTotal: 620,
  affectedByState: { TX: 500, OK: 120 },
  encrypted: false,
};
const day60 = "2026-03-22T04:59:59.999Z"; // 21 March 2026, in daylight time

describe("a vendor of health records outside HIPAA", () => {
  it("tells people, media and the Commission by day 60", () => {
    for (const id of ["ftc.hbnr.individuals", "ftc.hbnr.media", "ftc.hbnr.ftc.500plus"])
      expect(duty(id, app).due).toBe(day60);
    expect(duty("ftc.hbnr.media", app).jurisdictions).toEqual(["TX"]);
    expect(owed(app)).not.toContain("ftc.hbnr.ftc.annual-log");
  });

  it.each([
    [499, false],
    [500, true],
    [501, true],
  ])("%i residents of one State: media notice %s, one sooner than HIPAA", (TX, applies) => {
    expect(duty("ftc.hbnr.media", { ...app, affectedByState: { TX } }).applies).toBe(applies);
  });

  it("keeps fewer than 500 for the annual log", () => {
    const few = {
      ...app,
      affectedTotal: 499,
      affectedByState: { TX: 499 },
      discoveredAt: "2027-06-01T09:00:00-05:00",
    };
    expect(duty("ftc.hbnr.ftc.annual-log", few).due).toBe("2028-03-01T05:59:59.999Z");
    expect(owed(few)).not.toContain("ftc.hbnr.ftc.500plus");
  });

  it("owes nothing for data secured with a safe key", () => {
    expect(owed({ ...app, encrypted: true, encryptionMeetsGuidance: true })).toEqual([]);
    expect(owed({ ...app, encrypted: true })).not.toEqual([]);
  });

  it("waits for law enforcement as under HIPAA", () => {
    const holds = [{ form: "oral", statedAt: "2026-03-20T10:00:00-05:00" }] as const;
    expect(duty("ftc.hbnr.individuals", { ...app, lawEnforcementHolds: holds })).toMatchObject({
      notBefore: "2026-04-20T04:59:59.999Z",
      due: "2026-04-20T04:59:59.999Z",
    });
  });
});

describe("who else", () => {
  it("a service provider tells the vendor by the same day", () => {
    const facts = { ...app, role: { "ftc-hbnr": "third-party-service-provider" } };
    expect(owed(facts)).toEqual(["ftc.hbnr.service-provider"]);
    expect(duty("ftc.hbnr.service-provider", facts).due).toBe(day60);
  });

  it("a HIPAA covered entity is outside the rule, an associate as far as it acts as one", () => {
    expect(owed({ ...app, role: { hipaa: "covered-entity" } })).toEqual([]);
    expect(owed({ ...app, role: { hipaa: "covered-entity", "ftc-hbnr": "phr-vendor" } })).toEqual([]);
    expect(owed({ ...app, role: { hipaa: "business-associate" } })).toEqual([]);
    expect(owed({ ...app, role: { hipaa: "business-associate", "ftc-hbnr": "phr-vendor" } })).not.toEqual([]);
  });
});

describe("before the amendment of 29 July 2024", () => {
  it("the Commission was told within ten business days", () => {
    const facts = { ...app, discoveredAt: "2024-06-14T10:00:00-05:00" };
    // Juneteenth falls on Wednesday, 19 June: the tenth business day is 1 July.
    expect(duty("ftc.hbnr.ftc.500plus", facts).due).toBe("2024-07-02T04:59:59.999Z");
    expect(duty("ftc.hbnr.individuals", facts).due).toBe("2024-08-14T04:59:59.999Z");
    expect(duty("ftc.hbnr.individuals", facts).contentElements).not.toContain("thirdPartyRecipients");
    expect(duty("ftc.hbnr.individuals", app).contentElements).toContain("thirdPartyRecipients");
  });

  it("the local date of discovery decides which text governs", () => {
    const lastDay = { ...app, discoveredAt: "2024-07-29T03:00:00Z" }; // still 28 July in Chicago
    expect(duty("ftc.hbnr.ftc.500plus", lastDay).validFrom).toBe("2009-09-24");
    expect(duty("ftc.hbnr.ftc.500plus", { ...app, discoveredAt: "2024-07-29T12:00:00Z" }).validFrom).toBe(
      "2024-07-29",
    );
  });
});
