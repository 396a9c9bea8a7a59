import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseFacts } from "../../shared/contracts/facts.ts";
import { EnisaInputsSchema } from "../../shared/contracts/risk.ts";

const facts = { regimes: ["hipaa", "gdpr"], timeZone: "Europe/Dublin" };
const refused = (value: unknown) => {
  const parsed = parseFacts(value);
  if (parsed.ok) throw new Error("should have been refused");
  return parsed.error;
};
const warnings = (more: object) => {
  const parsed = parseFacts({ ...facts, ...more });
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.warnings;
};

describe("facts that are taken", () => {
  it("may leave everything but regimes and zone unknown, by absence or null", () => {
    expect(parseFacts(facts)).toEqual({ ok: true, facts, warnings: [] });
    expect(parseFacts({ ...facts, awareAt: null, processor: null, role: null, notified: null }).ok).toBe(
      true,
    );
  });

  it("keep what no rule reads, and say so", () => {
    const parsed = parseFacts({ ...facts, discoverdAt: "2026-05-05T09:00:00Z" });
    expect(parsed).toMatchObject({ ok: true, facts: { discoverdAt: "2026-05-05T09:00:00Z" } });
    expect(warnings({ discoverdAt: "2026-05-05T09:00:00Z" })).toEqual([
      "discoverdAt: not a known fact; kept, and no rule reads it",
    ]);
    expect(warnings({ exfiltrated: true, breachTypes: ["availability"] })).toEqual([]);
  });

  it("warn of what looks wrong but could be true", () => {
    expect(warnings({ affectedTotal: 5, affectedByState: { NY: 6 } })).toHaveLength(1);
    expect(warnings({ affectedByState: { ny: 6 } })).toHaveLength(1);
    expect(warnings({ role: { sec: "foreign-private-issuer" } })).toHaveLength(1);
    expect(warnings({ role: { sec: "domestic-registrant", nydfs: "whatever" } })).toEqual([]);
  });

  it("take a hold until a date, until an instant, or without an end", () => {
    for (const until of ["2026-06-30", "2026-06-30T12:00:00Z", null, undefined])
      expect(
        parseFacts({
          ...facts,
          lawEnforcementHolds: [{ form: "oral", statedAt: "2026-05-01T00:00:00Z", until }],
        }).ok,
      ).toBe(true);
  });
});

describe("facts that are refused, with the path", () => {
  it.each([
    ["nothing", null, ""],
    ["a list", [], ""],
    ["no regimes", { timeZone: "UTC" }, "regimes"],
    ["an unknown regime", { ...facts, regimes: ["hipaa", "gpdr"] }, "regimes.1"],
    ["no zone", { regimes: [] }, "timeZone"],
    ["an unknown zone", { ...facts, timeZone: "Europe/Atlantis" }, "timeZone"],
    ["an offset for a zone", { ...facts, timeZone: "+02:00" }, "timeZone"],
    ["an instant without an offset", { ...facts, awareAt: "2026-05-05T09:00:00" }, "awareAt"],
    ["a date for an instant", { ...facts, discoveredAt: "2026-05-05" }, "discoveredAt"],
    ["an instant as a number", { ...facts, discoveredAt: 1_777_777_777 }, "discoveredAt"],
    ["a day that does not exist", { ...facts, discoveredAt: "2026-02-30T09:00:00Z" }, "discoveredAt"],
    ["a negative count", { ...facts, affectedTotal: -1 }, "affectedTotal"],
    ["a count in text", { ...facts, affectedTotal: "500" }, "affectedTotal"],
    ["half a person", { ...facts, affectedTotal: 499.5 }, "affectedTotal"],
    ["a negative count in a State", { ...facts, affectedByState: { NY: 3, NJ: -2 } }, "affectedByState.NJ"],
    ["counts as a list", { ...facts, affectedByState: [1] }, "affectedByState"],
    ["a flag in text", { ...facts, encrypted: "yes" }, "encrypted"],
    ["a level of risk that is none", { ...facts, riskLevel: "medium" }, "riskLevel"],
    ["an exclusion that is none", { ...facts, hipaaExclusion: "harmless" }, "hipaaExclusion"],
    ["a role that is none", { ...facts, role: { hipaa: "hospital" } }, "role.hipaa"],
    ["a role that is no text", { ...facts, role: { "us-tx": 3 } }, "role.us-tx"],
    [
      "a country in words",
      { ...facts, establishment: { euMainEstablishment: "Germany" } },
      "establishment.euMainEstablishment",
    ],
    ["a bad instant inside a group", { ...facts, processor: { awareAt: "soon" } }, "processor.awareAt"],
    [
      "a hold without its form",
      { ...facts, lawEnforcementHolds: [{ statedAt: "2026-05-05T09:00:00Z" }] },
      "lawEnforcementHolds.0.form",
    ],
    [
      "a hold until a day that does not exist",
      {
        ...facts,
        lawEnforcementHolds: [{ form: "written", statedAt: "2026-05-05T09:00:00Z", until: "2026-02-30" }],
      },
      "lawEnforcementHolds.0.until",
    ],
    ["a bad notification", { ...facts, notified: { "hipaa.media": "yes" } }, "notified.hipaa.media"],
    ["a bad holiday", { ...facts, publicHolidays: ["2026-12-25", "25 Dec"] }, "publicHolidays.1"],
    ["a correction without a date", { ...facts, corrections: [{ set: {} }] }, "corrections.0.recordedAt"],
    ["a bad moment of judging", { ...facts, evaluateAt: "now" }, "evaluateAt"],
  ])("%s", (_, value, path) => {
    expect(refused(value).path).toBe(path);
    expect(refused(value).message.length).toBeGreaterThan(10);
  });

  it("says of a missing fact that it is missing", () => {
    expect(refused({ regimes: [] }).kind).toBe("missing-fact");
    expect(refused({ ...facts, affectedTotal: -1 }).kind).toBe("invalid-fact");
  });

  it("looks into corrections as they will be applied, group members too", () => {
    const corrected = (set: object) => ({
      ...facts,
      corrections: [{ recordedAt: "2026-05-05T09:00:00Z", set }],
    });
    expect(refused(corrected({ affectedTotal: "many" })).path).toBe("corrections.0.set.affectedTotal");
    expect(refused(corrected({ "businessAssociate.isAgent": "maybe" })).path).toBe(
      "corrections.0.set.businessAssociate.isAgent",
    );
    expect(warnings({ corrections: corrected({ affectdTotal: 3 }).corrections })).toHaveLength(1);
  });

  it("never throws, whatever comes", () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        expect(typeof parseFacts(value).ok).toBe("boolean");
        expect(typeof parseFacts({ ...facts, corrections: value, notified: value, role: value }).ok).toBe(
          "boolean",
        );
      }),
    );
  });
});

it("the inputs of a severity are the steps that the method knows", () => {
  const good = { dpc: 2, ei: 0.75, cb: { confidentiality: 0.5 } };
  expect(EnisaInputsSchema.parse(good).cb.maliciousIntent).toBe(0);
  for (const bad of [
    { ...good, dpc: 5 },
    { ...good, ei: 0.6 },
    { ...good, cb: { confidentiality: 1 } },
  ])
    expect(EnisaInputsSchema.safeParse(bad).success).toBe(false);
});
