import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Facts } from "../../shared/domain/law/facts.ts";
import { duty, owed } from "../support/duties.ts";
import { addDays, lastInstantOf, wallClock } from "../support/wall-clock.ts";

/** A clinic in Denver finds on Tuesday, 14 July 2026 that a spreadsheet of patients was on a public web page. */
const clinic: Facts = {
  regimes: ["hipaa"],
  role: { hipaa: "covered-entity" },
  timeZone: "America/Denver",
  discoveredAt: "2026-07-14T16:20:00-06:00",
  affectedTotal: 1250,
  affectedByState: { CO: 1100, WY: 150 },
  encrypted: false,
};
const day60 = "2026-09-13T05:59:59.999Z"; // the end of Saturday, 12 September 2026 in Denver

describe("a clinic with 1,250 patients on a public page", () => {
  it("owes the people, the media of one State, the Secretary, and its own record", () => {
    expect(owed(clinic)).toEqual([
      "hipaa.individuals",
      "hipaa.media",
      "hipaa.hhs.500plus",
      "hipaa.documentation",
    ]);
  });

  it("has until the end of day 60, a Saturday, and nothing rolls to Monday", () => {
    for (const id of ["hipaa.individuals", "hipaa.media", "hipaa.hhs.500plus"])
      expect(duty(id, clinic).due).toBe(day60);
    expect(duty("hipaa.individuals", clinic).clockStart).toBe("2026-07-14");
    expect(duty("hipaa.media", clinic).jurisdictions).toEqual(["CO"]);
  });

  it("keeps its proof for six years", () => {
    expect(duty("hipaa.documentation", clinic)).toMatchObject({ applies: true, due: null, retention: "P6Y" });
  });

  it("is told the steps: discovery, day 0, day 60 and its end", () => {
    const steps = duty("hipaa.individuals", clinic).explanation.join("\n");
    expect(steps).toContain("Discovery is 14 July 2026, 16:20 (America/Denver)");
    expect(steps).toContain("Day 0 is 14 July 2026 in America/Denver");
    expect(steps).toContain("day 60 is Saturday, 12 September 2026");
  });

  it("lists what each notice must say", () => {
    expect(duty("hipaa.individuals", clinic).contentElements).toEqual([
      "whatHappened",
      "breachDate",
      "discoveryDate",
      "phiTypesInvolved",
      "individualProtectiveSteps",
      "investigationActions",
      "mitigationActions",
      "preventionActions",
      "contactProcedures",
    ]);
  });
});

describe("thresholds", () => {
  it.each([
    [499, "hipaa.hhs.annual-log"],
    [500, "hipaa.hhs.500plus"],
    [501, "hipaa.hhs.500plus"],
  ])("%i people anywhere go to the Secretary by way of %s", (affectedTotal, id) => {
    const facts = { ...clinic, affectedTotal, affectedByState: { CO: affectedTotal } };
    expect(owed(facts).filter((one) => one.startsWith("hipaa.hhs"))).toEqual([id]);
  });

  it.each([
    [499, false],
    [500, false],
    [501, true],
  ])("%i residents of one State: media notice %s", (residents, applies) => {
    const facts = { ...clinic, affectedTotal: 5000, affectedByState: { CO: residents, WY: 500 } };
    expect(duty("hipaa.media", facts).applies).toBe(applies);
  });

  it("asks for one media notice for each State over the threshold, territories and the District included", () => {
    const facts = {
      ...clinic,
      affectedTotal: 9000,
      affectedByState: { WY: 500, PR: 501, DC: 700, CO: 7000 },
    };
    expect(duty("hipaa.media", facts).jurisdictions).toEqual(["CO", "DC", "PR"]);
  });

  it("counts the covered entity's own people, not everybody's at the vendor", () => {
    const facts = {
      ...clinic,
      affectedTotal: 420,
      affectedByState: { CO: 420 },
      businessAssociate: { isAgent: false, totalAcrossCoveredEntities: 90_000 },
    };
    expect(owed(facts)).toContain("hipaa.hhs.annual-log");
    expect(owed(facts)).not.toContain("hipaa.media");
  });

  it("takes the sum of the States while nobody has stated a total, and the log while nobody has counted", () => {
    const { affectedTotal: _, ...uncounted } = clinic;
    expect(owed(uncounted)).toContain("hipaa.hhs.500plus");
    expect(owed({ ...uncounted, affectedByState: null })).toContain("hipaa.hhs.annual-log");
  });

  it("never lets one more person end a duty to tell somebody sooner", () => {
    fc.assert(
      fc.property(fc.nat(2000), fc.nat(2000), (a, b) => {
        const [fewer, more] = [Math.min(a, b), Math.max(a, b)].map((people) =>
          owed({ ...clinic, affectedTotal: people, affectedByState: { CO: people } }),
        );
        for (const id of ["hipaa.individuals", "hipaa.media", "hipaa.hhs.500plus"])
          if (fewer?.includes(id)) expect(more).toContain(id);
      }),
    );
  });
});

describe("is it a breach of unsecured information?", () => {
  const notices = ["hipaa.individuals", "hipaa.media", "hipaa.hhs.500plus", "hipaa.hhs.annual-log"];
  const nothingOwed = (facts: Facts) => {
    expect(owed(facts)).toEqual(["hipaa.documentation"]);
    for (const id of notices) expect(duty(id, facts)).toMatchObject({ applies: false, due: null });
  };

  it("not when it was encrypted by a recognised method and the key is safe", () => {
    nothingOwed({ ...clinic, encrypted: true, encryptionMeetsGuidance: true, keyCompromised: false });
  });

  it.each([
    [
      "the method is not recognised",
      { encrypted: true, encryptionMeetsGuidance: false, keyCompromised: false },
    ],
    ["nobody has shown the method", { encrypted: true }],
    ["the key was taken", { encrypted: true, encryptionMeetsGuidance: true, keyCompromised: true }],
  ])("still when it was encrypted but %s", (_, encryption) => {
    expect(owed({ ...clinic, ...encryption })).toContain("hipaa.individuals");
  });

  it.each(["unintentional-workforce", "inadvertent-internal", "not-retained"] as const)(
    "not when the exclusion %s applies",
    (hipaaExclusion) => nothingOwed({ ...clinic, hipaaExclusion }),
  );

  it("not when a documented assessment shows a low probability, and only then", () => {
    nothingOwed({ ...clinic, fourFactorResult: "low-probability" });
    expect(owed({ ...clinic, fourFactorResult: "not-low" })).toContain("hipaa.individuals");
    expect(owed({ ...clinic, fourFactorResult: "not-performed" })).toContain("hipaa.individuals");
  });
});

describe("discovery", () => {
  it("is the earlier of knowing and having to know", () => {
    const facts = { ...clinic, shouldHaveKnownAt: "2026-07-01T08:00:00-06:00" };
    expect(duty("hipaa.individuals", facts)).toMatchObject({
      clockStart: "2026-07-01",
      due: "2026-08-31T05:59:59.999Z",
    });
    expect(
      duty("hipaa.individuals", { ...facts, shouldHaveKnownAt: "2026-07-20T08:00:00-06:00" }).clockStart,
    ).toBe("2026-07-14");
  });

  it("is not what the wrongdoer knew, nor the report to the privacy officer, nor the end of the assessment", () => {
    const facts = {
      ...clinic,
      occurredAt: "2026-05-02T00:00:00-06:00",
      wrongdoerKnewAt: "2026-05-02T00:00:00-06:00",
      privacyOfficerInformedAt: "2026-07-17T09:00:00-06:00",
      riskAssessmentCompletedAt: "2026-08-10T09:00:00-06:00",
    };
    const individuals = duty("hipaa.individuals", facts);
    expect(individuals.due).toBe(day60);
    expect(individuals.explanation.filter((step) => step.includes("starts no clock"))).toHaveLength(4);
  });

  it("has the date of the place: 23:40 in Denver is tomorrow in UTC", () => {
    const facts = { ...clinic, discoveredAt: "2026-07-15T05:40:00Z" };
    expect(duty("hipaa.individuals", facts)).toMatchObject({ clockStart: "2026-07-14", due: day60 });
  });

  it("gives 60 whole local dates in every zone, through every change of the clocks", () => {
    const zones = fc.constantFrom(
      "America/New_York",
      "America/Phoenix",
      "Pacific/Guam",
      "America/St_Johns",
      "Asia/Kolkata",
    );
    const instants = fc.integer({ min: Date.UTC(2014, 0, 1), max: Date.UTC(2031, 0, 1) });
    fc.assert(
      fc.property(zones, instants, (timeZone, instant) => {
        const facts = { ...clinic, timeZone, discoveredAt: new Date(instant).toISOString() };
        const day0 = wallClock(instant, timeZone).slice(0, 10);
        expect(duty("hipaa.individuals", facts).due).toBe(lastInstantOf(addDays(day0, 60), timeZone));
      }),
      { numRuns: 60 },
    );
  });
});

describe("business associates", () => {
  /** A billing company finds the leak on 3 June and tells the clinic on 14 July. */
  const billing = {
    discoveredAt: "2026-06-03T10:00:00-06:00",
    notifiedCoveredEntityAt: "2026-07-14T16:20:00-06:00",
  };

  it("that are no agents start the clinic's clock when they tell it", () => {
    const facts = { ...clinic, discoveredAt: null, businessAssociate: { ...billing, isAgent: false } };
    expect(duty("hipaa.individuals", facts)).toMatchObject({ clockStart: "2026-07-14", due: day60 });
  });

  it("that are agents start it with what they knew or should have known", () => {
    const agent = { ...billing, isAgent: true };
    expect(duty("hipaa.individuals", { ...clinic, businessAssociate: agent })).toMatchObject({
      clockStart: "2026-06-03",
      due: "2026-08-03T05:59:59.999Z",
    });
    const careless = { ...agent, shouldHaveKnownAt: "2026-05-30T10:00:00-06:00" };
    expect(duty("hipaa.individuals", { ...clinic, businessAssociate: careless }).clockStart).toBe(
      "2026-05-30",
    );
  });

  it("are not agents until somebody says so, and the explanation asks", () => {
    const individuals = duty("hipaa.individuals", { ...clinic, businessAssociate: billing });
    expect(individuals.clockStart).toBe("2026-07-14");
    expect(individuals.explanation.join(" ")).toContain(
      "Nobody has stated whether the business associate is an agent",
    );
  });

  it("owe the covered entity a notice from their own discovery, and here gave it in time", () => {
    expect(
      duty("hipaa.business-associate", { ...clinic, businessAssociate: { ...billing, isAgent: false } }),
    ).toMatchObject({
      applies: true,
      due: "2026-08-03T05:59:59.999Z",
      owedBy: "business-associate",
      owedTo: "covered-entity",
      overdue: false,
    });
  });

  it("are late when they tell it after day 60", () => {
    const late = { ...billing, notifiedCoveredEntityAt: "2026-08-04T09:00:00-06:00" };
    expect(duty("hipaa.business-associate", { ...clinic, businessAssociate: late }).overdue).toBe(true);
  });

  it("owe nothing to individuals, media or the Secretary when the case is theirs", () => {
    const facts = { ...clinic, role: { hipaa: "business-associate" } };
    expect(owed(facts)).toEqual(["hipaa.business-associate", "hipaa.documentation"]);
    expect(duty("hipaa.business-associate", facts).due).toBe(day60);
  });

  it("stand above their subcontractors, who tell them", () => {
    const facts = { ...clinic, role: { hipaa: "subcontractor-business-associate" } };
    expect(duty("hipaa.business-associate", facts)).toMatchObject({
      owedBy: "subcontractor-business-associate",
      owedTo: "business-associate",
      due: day60,
    });
  });

  it("have no clock yet while their discovery is unknown", () => {
    const facts = { ...clinic, businessAssociate: { isAgent: false } };
    expect(duty("hipaa.business-associate", facts)).toMatchObject({ applies: true, due: null });
  });
});

describe("people who are hard to reach, and people in danger", () => {
  it.each([
    [0, false, ""],
    [1, true, "Fewer than ten"],
    [9, true, "Fewer than ten"],
    [10, true, "90 days"],
  ])("%i without a usable address: substitute notice %s", (contactInfoInsufficientFor, applies, method) => {
    const substitute = duty("hipaa.individuals.substitute", { ...clinic, contactInfoInsufficientFor });
    expect(substitute.applies).toBe(applies);
    expect(substitute.due).toBe(applies ? day60 : null);
    expect(substitute.method ?? "").toContain(method);
  });

  it("asks for a call at once when misuse is imminent, besides the letter", () => {
    const facts = { ...clinic, imminentMisuse: true };
    expect(duty("hipaa.individuals.urgent", facts)).toMatchObject({
      applies: true,
      due: null,
      clockStart: "2026-07-14",
    });
    expect(duty("hipaa.individuals", facts).due).toBe(day60);
    expect(duty("hipaa.individuals.urgent", clinic).applies).toBe(false);
  });
});

describe("the annual log", () => {
  const small = { ...clinic, affectedTotal: 3, affectedByState: { CO: 3 } };

  it.each([
    ["2026-07-14T16:20:00-06:00", "2027-03-02T06:59:59.999Z", "1 March 2027"],
    ["2027-02-01T10:00:00-07:00", "2028-03-01T06:59:59.999Z", "29 February 2028"],
    ["2031-05-05T10:00:00-06:00", "2032-03-01T06:59:59.999Z", "29 February 2032"],
    ["2027-01-01T06:30:00Z", "2027-03-02T06:59:59.999Z", "1 March 2027"],
    ["2027-01-01T07:00:00Z", "2028-03-01T06:59:59.999Z", "29 February 2028"],
  ])("of a breach discovered %s closes at %s, the end of %s in Denver", (discoveredAt, due, day) => {
    const log = duty("hipaa.hhs.annual-log", { ...small, discoveredAt });
    expect(log.due).toBe(due);
    expect(log.explanation.join(" ")).toContain(day);
  });

  it("belongs to the year of discovery, not of occurrence", () => {
    const facts = { ...small, occurredAt: "2025-11-01T00:00:00-06:00" };
    expect(duty("hipaa.hhs.annual-log", facts).due).toBe("2027-03-02T06:59:59.999Z");
  });

  it("gives way to the 500 track from the original discovery when the count grows, and comes back when it falls", () => {
    const recount = (affectedTotal: number) => ({
      recordedAt: "2026-08-20T09:00:00-06:00",
      reason: "recount",
      set: { affectedTotal, affectedByState: { CO: affectedTotal } },
    });
    expect(duty("hipaa.hhs.500plus", { ...small, corrections: [recount(800)] }).due).toBe(day60);
    expect(duty("hipaa.hhs.annual-log", { ...small, corrections: [recount(800)] }).applies).toBe(false);
    expect(duty("hipaa.hhs.annual-log", { ...clinic, corrections: [recount(40)] }).applies).toBe(true);
  });
});

describe("holds of law enforcement", () => {
  const written = { form: "written", statedAt: "2026-08-01T10:00:00-06:00", until: "2026-10-31" } as const;

  it("forbid notices until they end, and move the due date there", () => {
    for (const id of ["hipaa.individuals", "hipaa.media", "hipaa.hhs.500plus"])
      expect(duty(id, { ...clinic, lawEnforcementHolds: [written] })).toMatchObject({
        notBefore: "2026-11-01T05:59:59.999Z",
        due: "2026-11-01T05:59:59.999Z",
        latestArguable: "2026-12-13T06:59:59.999Z", // day 60 plus the 91 days of the hold
      });
  });

  it("leave the end of the period when they end before it", () => {
    const short = { ...written, until: "2026-08-15" };
    expect(duty("hipaa.individuals", { ...clinic, lawEnforcementHolds: [short] })).toMatchObject({
      notBefore: "2026-08-16T05:59:59.999Z",
      due: day60,
      latestArguable: "2026-09-27T05:59:59.999Z",
    });
  });

  it("cover the associate's notice and the annual log too", () => {
    const facts = {
      ...clinic,
      affectedTotal: 12,
      affectedByState: { CO: 12 },
      businessAssociate: { isAgent: false, discoveredAt: "2026-07-13T10:00:00-06:00" },
      lawEnforcementHolds: [{ ...written, until: "2027-04-30" }],
    };
    expect(duty("hipaa.business-associate", facts).due).toBe("2027-05-01T05:59:59.999Z");
    expect(duty("hipaa.hhs.annual-log", facts).due).toBe("2027-05-01T05:59:59.999Z");
  });

  it("change nothing when they start after the period has ended", () => {
    const late = { form: "written", statedAt: "2026-09-14T10:00:00-06:00", until: "2026-12-31" } as const;
    const individuals = duty("hipaa.individuals", { ...clinic, lawEnforcementHolds: [late] });
    expect(individuals.due).toBe(day60);
    expect(individuals.notBefore).toBeUndefined();
    expect(individuals.latestArguable).toBeUndefined();
  });

  it("do not touch the record", () => {
    expect(
      duty("hipaa.documentation", { ...clinic, lawEnforcementHolds: [written] }).notBefore,
    ).toBeUndefined();
  });
});

describe("what became of it", () => {
  it.each([
    ["in the last millisecond", "2026-09-12T23:59:59.999-06:00", false],
    ["in the first of the next day", "2026-09-13T00:00:00.000-06:00", true],
  ])("notified %s of day 60: overdue %s", (_, notifiedAt, overdue) => {
    const facts = { ...clinic, notified: { "hipaa.individuals": notifiedAt } };
    expect(duty("hipaa.individuals", facts).overdue).toBe(overdue);
  });

  it("is judged at the moment asked for, and not judged without one", () => {
    expect(duty("hipaa.individuals", clinic).overdue).toBeUndefined();
    expect(duty("hipaa.individuals", clinic, { at: "2026-09-12T12:00:00Z" }).overdue).toBe(false);
    expect(duty("hipaa.individuals", clinic, { at: "2026-09-13T12:00:00Z" }).overdue).toBe(true);
    expect(duty("hipaa.individuals", { ...clinic, evaluateAt: "2026-09-13T12:00:00Z" }).overdue).toBe(true);
  });

  it("asks for the report to the Secretary as soon as the people are told", () => {
    const facts = { ...clinic, notified: { "hipaa.individuals": "2026-08-01T09:00:00-06:00" } };
    expect(duty("hipaa.hhs.500plus", facts).explanation.join(" ")).toContain("make this one now");
  });
});
