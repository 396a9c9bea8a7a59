import { describe, expect, it } from "vitest";
import type { Facts } from "../../shared/domain/law/facts.ts";
import { duty, owed } from "../support/duties.ts";

/** A retailer finds a breach on 5 May 2026 and determines on 12 May that it is one. */
const retailer = (regime: string, affectedByState: Readonly<Record<string, number>>): Facts => ({
  regimes: [regime],
  timeZone: "America/Denver",
  discoveredAt: "2026-05-05T09:00:00-06:00",
  determinedAt: "2026-05-12T17:00:00-06:00",
  affectedTotal: 9000,
  affectedByState,
});

/** A row of the table below; spelt out, since the States differ from row to row. */
type Row = [
  id: string,
  regime: string,
  states: Readonly<Record<string, number>>,
  dayAfter: string,
  period: string,
];
const rows = (...table: Row[]) => table;
const endInDenver = (date: string) => `${date}T05:59:59.999Z`;

describe("who is told, and when", () => {
  it.each(
    rows(
      ["us.ca.civ1798-82.individuals", "us-ca", { CA: 1 }, "2026-06-05", "30 days from discovery"],
      [
        "us.tx.521-053.individuals",
        "us-tx",
        { OK: 1 },
        "2026-07-12",
        "60 days from the determination, not only Texans",
      ],
      [
        "us.tx.521-053.attorney-general",
        "us-tx",
        { TX: 250 },
        "2026-06-12",
        "30 days from the determination",
      ],
      ["us.fl.501-171.individuals", "us-fl", { FL: 1 }, "2026-06-12", "30 days from the determination"],
      ["us.fl.501-171.department", "us-fl", { FL: 500 }, "2026-06-12", "30 days from the determination"],
      ["us.ny.899-aa.individuals", "us-ny", { NY: 1 }, "2026-06-05", "30 days from discovery"],
      ["us.co.6-1-716.individuals", "us-co", { CO: 1 }, "2026-06-12", "30 days from the determination"],
      [
        "us.co.6-1-716.attorney-general",
        "us-co",
        { CO: 500 },
        "2026-06-12",
        "30 days from the determination",
      ],
      ["us.wa.19-255-010.individuals", "us-wa", { WA: 1 }, "2026-06-05", "30 days from discovery"],
      ["us.wa.19-255-010.attorney-general", "us-wa", { WA: 501 }, "2026-06-05", "30 days from discovery"],
    ),
  )("%s (%s, %o): before %s, %s", (id, regime, states, dayAfter) => {
    expect(duty(id, retailer(regime, states)).due).toBe(endInDenver(dayAfter));
  });

  it.each([
    ["us.ca.civ1798-82.individuals", "us-ca", { NV: 900 }],
    ["us.ca.civ1798-82.attorney-general", "us-ca", { CA: 500 }],
    ["us.tx.521-053.attorney-general", "us-tx", { TX: 249 }],
    ["us.tx.521-053.consumer-reporting-agencies", "us-tx", { TX: 9000 }],
    ["us.fl.501-171.individuals", "us-fl", { GA: 900 }],
    ["us.fl.501-171.department", "us-fl", { FL: 499 }],
    ["us.fl.501-171.consumer-reporting-agencies", "us-fl", { FL: 1000 }],
    ["us.ny.899-aa.individuals", "us-ny", { NY: 0, NJ: 4 }],
    ["us.ny.899-aa.consumer-reporting-agencies", "us-ny", { NY: 5000 }],
    ["us.co.6-1-716.attorney-general", "us-co", { CO: 499 }],
    ["us.co.6-1-716.consumer-reporting-agencies", "us-co", { CO: 1000 }],
    ["us.wa.19-255-010.attorney-general", "us-wa", { WA: 500 }],
  ])("%s is not owed (%s) for %o", (id, regime, states) => {
    expect(duty(id, retailer(regime, states))).toMatchObject({ applies: false, due: null });
  });

  it.each([
    ["us.tx.521-053.consumer-reporting-agencies", "us-tx", { TX: 1 }, 10_001],
    ["us.fl.501-171.consumer-reporting-agencies", "us-fl", { FL: 1001 }, 1001],
    ["us.ny.899-aa.state-agencies", "us-ny", { NY: 1 }, 1],
    ["us.ny.899-aa.consumer-reporting-agencies", "us-ny", { NY: 5001 }, 5001],
    ["us.co.6-1-716.consumer-reporting-agencies", "us-co", { CO: 1001 }, 1001],
  ])("%s is owed (%s) for %o without a number", (id, regime, states, affectedTotal) => {
    expect(duty(id, { ...retailer(regime, states), affectedTotal })).toMatchObject({
      applies: true,
      due: null,
    });
  });

  it("presumes a resident while nobody has counted by State", () => {
    for (const [id, regime] of [
      ["us.ca.civ1798-82.individuals", "us-ca"],
      ["us.co.6-1-716.individuals", "us-co"],
    ] as const)
      expect(duty(id, { ...retailer(regime, {}), affectedByState: null }).applies).toBe(true);
  });

  it("has no clock from a determination that was not made, except in Florida, where a reason to believe is enough", () => {
    const undetermined = (regime: string, states: Readonly<Record<string, number>>) => ({
      ...retailer(regime, states),
      determinedAt: null,
    });
    expect(duty("us.tx.521-053.individuals", undetermined("us-tx", {}))).toMatchObject({
      applies: true,
      due: null,
    });
    expect(duty("us.fl.501-171.individuals", undetermined("us-fl", { FL: 3 })).due).toBe(
      endInDenver("2026-06-05"),
    );
  });

  it("keeps the due date whatever law enforcement asks, since these statutes give no other", () => {
    const lawEnforcementHolds = [
      { form: "written", statedAt: "2026-05-13T09:00:00-06:00", until: "2026-09-01" },
    ] as const;
    const individuals = duty("us.co.6-1-716.individuals", {
      ...retailer("us-co", { CO: 5 }),
      lawEnforcementHolds,
    });
    expect(individuals.due).toBe(endInDenver("2026-06-12"));
    expect(individuals.explanation.join(" ")).toContain("law enforcement");
  });

  it("ends with a documented finding that harm is unlikely in Florida, Colorado and Washington", () => {
    for (const [regime, state] of [
      ["us-fl", "FL"],
      ["us-co", "CO"],
      ["us-wa", "WA"],
    ] as const)
      expect(owed({ ...retailer(regime, { [state]: 100 }), harmUnlikely: true })).toEqual([]);
  });
});

describe("California", () => {
  const facts = retailer("us-ca", { CA: 501 });
  const told = (at: string): Facts => ({ ...facts, notified: { "us.ca.civ1798-82.individuals": at } });

  it("wants the Attorney General's sample 15 days after the residents were told", () => {
    expect(duty("us.ca.civ1798-82.attorney-general", facts)).toMatchObject({ applies: true, due: null });
    expect(duty("us.ca.civ1798-82.attorney-general", told("2026-05-28T23:30:00-06:00"))).toMatchObject({
      due: endInDenver("2026-06-13"),
      clockStart: "2026-05-28",
    });
  });

  it("leaves out encrypted data with a safe key", () => {
    expect(owed({ ...facts, encrypted: true, keyCompromised: false })).toEqual([]);
    expect(owed({ ...facts, encrypted: true, keyCompromised: true })).toHaveLength(2);
  });

  it("had no number before 2026", () => {
    const before = { ...facts, discoveredAt: "2025-12-31T23:59:59-07:00" };
    expect(duty("us.ca.civ1798-82.individuals", before)).toMatchObject({ applies: true, due: null });
    expect(
      duty("us.ca.civ1798-82.individuals", { ...facts, discoveredAt: "2026-01-01T00:00:00-07:00" }).due,
    ).toBe("2026-02-01T06:59:59.999Z");
    expect(duty("us.ca.civ1798-82.individuals", facts, { lawAsOf: "2025-06-30" }).due).toBeNull();
  });
});

describe("California's licensed facilities", () => {
  const hospital: Facts = {
    regimes: ["us-ca-hsc"],
    timeZone: "America/Los_Angeles",
    discoveredAt: "2026-05-15T16:00:00-07:00",
  };
  const ids = ["us.ca.hsc1280-15.department", "us.ca.hsc1280-15.patients"];

  it("tell Department and patients within 15 business days of detection", () => {
    for (const id of ids) expect(duty(id, hospital).due).toBe("2026-06-06T06:59:59.999Z");
    const memorialDay = { ...hospital, publicHolidays: ["2026-05-25"] };
    for (const id of ids) expect(duty(id, memorialDay).due).toBe("2026-06-09T06:59:59.999Z");
  });

  it("do not report internal messages that went astray within the system", () => {
    expect(owed({ ...hospital, hipaaExclusion: "inadvertent-internal" })).toEqual([]);
    expect(owed({ ...hospital, hipaaExclusion: "not-retained" })).toEqual(ids);
  });

  it("count 15 business days anew from the end of a hold", () => {
    const lawEnforcementHolds = [
      { form: "written", statedAt: "2026-05-20T09:00:00-07:00", until: "2026-06-30" },
    ] as const;
    expect(duty(ids[0] ?? "", { ...hospital, lawEnforcementHolds })).toMatchObject({
      notBefore: "2026-07-01T06:59:59.999Z",
      due: "2026-07-22T06:59:59.999Z",
    });
  });
});

describe("New York", () => {
  const hospital: Facts = {
    ...retailer("us-ny", { NY: 900 }),
    role: { hipaa: "covered-entity" },
    timeZone: "America/New_York",
  };
  const copy = (facts: Facts) => duty("us.ny.899-aa.hipaa-copy-to-attorney-general", facts);
  const reported = (id: string, at: string): Facts => ({ ...hospital, notified: { [id]: at } });

  it("wants a copy five business days after HHS was told", () => {
    expect(copy(reported("hipaa.hhs.500plus", "2026-06-26T15:00:00-04:00")).due).toBe(
      "2026-07-04T03:59:59.999Z",
    );
    expect(copy(reported("hipaa.hhs.annual-log", "2026-06-26T15:00:00-04:00")).due).toBe(
      "2026-07-04T03:59:59.999Z",
    );
    const independenceDay = {
      ...reported("hipaa.hhs.500plus", "2026-06-26T15:00:00-04:00"),
      publicHolidays: ["2026-07-03"],
    };
    expect(copy(independenceDay).due).toBe("2026-07-07T03:59:59.999Z");
  });

  it("waits for the report to HHS, and for nobody who makes none", () => {
    expect(copy(hospital)).toMatchObject({ applies: true, due: null });
    expect(copy(retailer("us-ny", { NY: 900 })).applies).toBe(false);
    expect(copy({ ...hospital, fourFactorResult: "low-probability" }).applies).toBe(false);
  });

  it("had no number before 21 December 2024", () => {
    const individuals = (discoveredAt: string) =>
      duty("us.ny.899-aa.individuals", { ...hospital, discoveredAt });
    expect(individuals("2024-12-20T23:59:00-05:00")).toMatchObject({ applies: true, due: null });
    expect(individuals("2024-12-21T00:00:00-05:00").due).toBe("2025-01-21T04:59:59.999Z");
  });
});

describe("Texas", () => {
  it("gave the Attorney General's report 60 days until September 2023", () => {
    const facts = { ...retailer("us-tx", { TX: 300 }), determinedAt: "2023-08-31T12:00:00-06:00" };
    expect(duty("us.tx.521-053.attorney-general", facts)).toMatchObject({
      due: endInDenver("2023-10-31"),
      check: "unverified",
    });
    expect(
      duty("us.tx.521-053.attorney-general", { ...facts, determinedAt: "2023-09-01T12:00:00-06:00" }).due,
    ).toBe(endInDenver("2023-10-02"));
  });
});
