import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Facts } from "../../shared/domain/law/facts.ts";
import { assessObligations } from "../../shared/domain/law/obligations.ts";
import { rulesUnder } from "../../shared/domain/law/law-in-force.ts";
import { proposals } from "../../shared/rules/proposals.ts";
import { rulebook } from "../../shared/rules/rulebook.ts";
import { duty, owed } from "../support/duties.ts";

/** A mail-order firm in Lyon is reasonably certain on Thursday, 21 May 2026 that customers' orders were copied. */
const firm: Facts = {
  regimes: ["gdpr"],
  role: { gdpr: "controller" },
  timeZone: "Europe/Paris",
  awareAt: "2026-05-21T14:25:30+02:00",
  riskLevel: "risk",
  establishment: { euMainEstablishment: "FR" },
};
const authority = (facts: Facts) => duty("gdpr.art33.authority", facts);

describe("the notice to the authority", () => {
  it("is due 72 hours after awareness to the second, over a weekend", () => {
    expect(authority(firm)).toMatchObject({
      due: "2026-05-24T12:25:30.000Z",
      clockStart: "2026-05-21T12:25:30.000Z",
      latestArguable: "2026-05-24T13:00:00.000Z",
      authorities: ["FR"],
    });
  });

  it("counts elapsed hours when the clocks go back", () => {
    const facts = { ...firm, awareAt: "2026-10-23T09:10:00+02:00" };
    expect(authority(facts)).toMatchObject({
      due: "2026-10-26T07:10:00.000Z",
      latestArguable: "2026-10-26T08:00:00.000Z",
    });
  });

  it("has an arguable end one whole hour later when awareness falls on the hour, one millisecond when just before it", () => {
    expect(authority({ ...firm, awareAt: "2026-05-21T16:00:00.000+02:00" }).latestArguable).toBe(
      "2026-05-24T15:00:00.000Z",
    );
    expect(authority({ ...firm, awareAt: "2026-05-21T15:59:59.999+02:00" }).latestArguable).toBe(
      "2026-05-24T14:00:00.000Z",
    );
  });

  it("excludes the local hour where zones differ by half hours", () => {
    const facts = { ...firm, timeZone: "Asia/Kolkata", awareAt: "2026-05-21T11:20:00+05:30" };
    expect(authority(facts).latestArguable).toBe("2026-05-24T06:30:00.000Z");
  });

  it("shows the contested reading only with a calendar of holidays: the second whole working day", () => {
    expect(authority(firm).latestContested).toBeUndefined();
    // Friday is whole; Monday is Whit Monday; Tuesday is the second whole working day.
    expect(authority({ ...firm, publicHolidays: ["2026-05-25"] }).latestContested).toBe(
      "2026-05-26T21:59:59.999Z",
    );
    expect(authority({ ...firm, publicHolidays: [] }).latestContested).toBe("2026-05-25T21:59:59.999Z");
  });

  it("counts a day as whole when the period starts with it", () => {
    const facts = { ...firm, publicHolidays: [], awareAt: "2026-05-21T23:30:00+02:00" };
    // The hour rule starts the period at Friday 00:00, so Friday and Monday are the two days.
    expect(authority(facts).latestContested).toBe("2026-05-25T21:59:59.999Z");
  });

  it("is owed unless the risk is unlikely, assessed or not", () => {
    expect(authority({ ...firm, riskLevel: "unlikely" })).toMatchObject({ applies: false, due: null });
    expect(authority({ ...firm, riskLevel: null }).applies).toBe(true);
    expect(authority({ ...firm, riskLevel: "high" }).applies).toBe(true);
    expect(authority({ ...firm, affectedTotal: 1 }).applies).toBe(true);
  });

  it("does not wait for the police", () => {
    const facts = {
      ...firm,
      lawEnforcementHolds: [{ form: "written", statedAt: "2026-05-21T15:00:00+02:00", until: "2026-07-01" }],
    } satisfies Facts;
    expect(authority(facts).due).toBe("2026-05-24T12:25:30.000Z");
    expect(authority(facts).notBefore).toBeUndefined();
    expect(authority(facts).explanation.join(" ")).toContain("does not stop this clock");
  });

  it("needs its reasons when late by a millisecond, whatever could be argued", () => {
    const at = (instant: string) => authority({ ...firm, notified: { "gdpr.art33.authority": instant } });
    expect(at("2026-05-24T12:25:30.000Z")).toMatchObject({ overdue: false, requiresReasons: false });
    expect(at("2026-05-24T12:25:30.001Z")).toMatchObject({ overdue: true, requiresReasons: true });
    expect(at("2026-05-24T12:25:30.001Z").contentElements).toContain("reasonsForDelay");
    expect(at("2026-05-24T12:25:30.000Z").contentElements).not.toContain("reasonsForDelay");
  });

  it("needs its reasons too when nothing has been sent and the time is up", () => {
    expect(duty("gdpr.art33.authority", firm, { at: "2026-05-25T00:00:00Z" })).toMatchObject({
      overdue: true,
      requiresReasons: true,
    });
  });

  it("says the same on a machine in any zone, and never before awareness", () => {
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(2019, 0, 1), max: Date.UTC(2030, 0, 1) }), (instant) => {
        const { due } = authority({ ...firm, awareAt: new Date(instant).toISOString() });
        expect(Date.parse(due ?? "") - instant).toBe(72 * 3_600_000);
      }),
    );
  });
});

describe("which authority", () => {
  const people = { DE: 40, IT: 7, GB: 12, CH: 3, NO: 1, AT: 0 };

  it("is the lead authority when the main establishment is in the area", () => {
    expect(authority({ ...firm, affectedByCountry: people }).authorities).toEqual(["FR"]);
    expect(authority({ ...firm, establishment: { euMainEstablishment: "NO" } }).authorities).toEqual(["NO"]);
  });

  it("is that of every country with people affected when there is no establishment, representative or not", () => {
    const establishment = { euMainEstablishment: null, euRepresentative: "IE" };
    const abroad = authority({ ...firm, establishment, affectedByCountry: people });
    expect(abroad.authorities).toEqual(["DE", "IT", "NO"]);
    expect(abroad.explanation.join(" ")).toContain("A representative in IE does not make");
  });

  it("is not that of London or Bern", () => {
    for (const euMainEstablishment of ["GB", "CH"])
      expect(
        authority({ ...firm, establishment: { euMainEstablishment }, affectedByCountry: people }).authorities,
      ).toEqual(["DE", "IT", "NO"]);
  });

  it("is that of every country with people affected, too, while nobody has said where the establishment is", () => {
    const unsaid = authority({ ...firm, establishment: null, affectedByCountry: people });
    expect(unsaid.authorities).toEqual(["DE", "IT", "NO"]);
    expect(unsaid.explanation.join(" ")).toContain("Nobody has stated an establishment");
  });

  it("is left open when no country is stated either", () => {
    expect(authority({ ...firm, establishment: null }).authorities).toBeUndefined();
  });
});

describe("processors", () => {
  const processor = {
    awareAt: "2026-05-19T08:00:00+02:00",
    notifiedControllerAt: "2026-05-21T18:40:00+02:00",
  };

  it("start the controller's clock by telling it, not by knowing", () => {
    const facts = { ...firm, awareAt: null, processor };
    expect(authority(facts)).toMatchObject({
      due: "2026-05-24T16:40:00.000Z",
      clockStart: "2026-05-21T16:40:00.000Z",
    });
  });

  it("do not help a controller who knew before", () => {
    expect(authority({ ...firm, processor }).due).toBe("2026-05-24T12:25:30.000Z");
    expect(authority({ ...firm, awareAt: "2026-05-22T09:00:00+02:00", processor }).due).toBe(
      "2026-05-24T16:40:00.000Z",
    );
  });

  it("owe the controller every breach without undue delay, however small the risk", () => {
    for (const riskLevel of ["unlikely", "risk", "high"] as const)
      expect(duty("gdpr.art33.processor-to-controller", { ...firm, riskLevel, processor })).toMatchObject({
        applies: true,
        due: null,
        owedBy: "processor",
        owedTo: "controller",
      });
    expect(duty("gdpr.art33.processor-to-controller", firm).applies).toBe(false);
  });

  it("tell no authority and no people themselves", () => {
    const facts = { ...firm, role: { gdpr: "processor" }, riskLevel: "high" } satisfies Facts;
    expect(owed(facts)).toEqual(["gdpr.art33.processor-to-controller", "gdpr.art33.documentation"]);
  });

  it("leave the controller's clock unstarted while they have not told it", () => {
    const facts = { ...firm, awareAt: null, processor: { awareAt: processor.awareAt } };
    expect(authority(facts)).toMatchObject({ applies: true, due: null });
  });
});

describe("the people affected", () => {
  const high: Facts = { ...firm, riskLevel: "high" };
  const people = (facts: Facts) => duty("gdpr.art34.data-subjects", facts);

  it("are told when the risk is high, without a number", () => {
    expect(people(high)).toMatchObject({ applies: true, due: null });
    expect(people(firm).applies).toBe(false);
    expect(people({ ...firm, riskLevel: null }).applies).toBe(false);
  });

  it.each(["a-protected", "b-mitigated"] as const)(
    "need not be told under %s, which leaves the authority",
    (art34Exception) => {
      expect(people({ ...high, art34Exception }).applies).toBe(false);
      expect(authority({ ...high, art34Exception }).applies).toBe(true);
    },
  );

  it("are told in public where telling each would take disproportionate effort", () => {
    const facts = { ...high, art34Exception: "c-disproportionate" } satisfies Facts;
    expect(people(facts).applies).toBe(true);
    expect(people(facts).method).toContain("public communication");
  });

  it("are told after all when the key to the protected data is gone", () => {
    expect(people({ ...high, art34Exception: "a-protected", keyCompromised: true }).applies).toBe(true);
  });
});

describe("records and phases", () => {
  it("records every breach", () => {
    expect(owed({ ...firm, riskLevel: "unlikely" })).toEqual(["gdpr.art33.documentation"]);
  });

  it("sends on what was missing, without a number", () => {
    expect(duty("gdpr.art33.phased", { ...firm, initialNotificationIncomplete: true })).toMatchObject({
      applies: true,
      due: null,
    });
    expect(duty("gdpr.art33.phased", firm).applies).toBe(false);
  });
});

describe("the law on another day", () => {
  it("knew no such duty before 25 May 2018", () => {
    expect(authority({ ...firm, awareAt: "2018-05-24T23:00:00+02:00" }).applies).toBe(false);
    expect(authority({ ...firm, awareAt: "2018-05-25T00:00:00+02:00" }).applies).toBe(true);
    expect(duty("gdpr.art33.authority", firm, { lawAsOf: "2017-01-01" }).applies).toBe(false);
  });

  it("would give 96 hours, and only for a high risk, if the Omnibus were adopted as proposed", () => {
    const rules = rulesUnder(proposals[0]?.rules ?? [], rulebook);
    const under = (facts: Facts) =>
      assessObligations(facts, rules).find(({ obligationId }) => obligationId === "gdpr.art33.authority");
    expect(under(firm)?.applies).toBe(false);
    expect(under({ ...firm, riskLevel: "high" })?.due).toBe("2026-05-25T12:25:30.000Z");
    expect(authority({ ...firm, riskLevel: "high" }).due).toBe("2026-05-24T12:25:30.000Z");
  });
});
