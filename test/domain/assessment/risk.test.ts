import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fourFactorWorksheet } from "../../../shared/domain/assessment/four-factors.ts";
import { proposeEnisaInputs } from "../../../shared/domain/assessment/enisa-inputs.ts";
import { enisaSeverity } from "../../../shared/domain/assessment/risk.ts";
import type { EnisaInputs } from "../../../shared/domain/assessment/risk.ts";

const inputs = (dpc: number, ei: number, c = 0, i = 0, a = 0, m = 0): EnisaInputs => ({
  dpc,
  ei,
  cb: { confidentiality: c, integrity: i, availability: a, maliciousIntent: m },
});

describe("ENISA severity", () => {
  it.each([
    ["just below medium", inputs(3, 0.5, 0.25), 1.75, "low", "unlikely"],
    ["medium from exactly 2", inputs(2, 1), 2, "medium", "risk"],
    ["just below high", inputs(3, 0.75, 0.5), 2.75, "medium", "risk"],
    ["high from exactly 3", inputs(3, 1), 3, "high", "high"],
    ["very high from exactly 4", inputs(4, 1), 4, "very-high", "high"],
    ["the lowest there is", inputs(1, 0.25), 0.25, "low", "unlikely"],
    ["the highest there is", inputs(4, 1, 0.5, 0.5, 0.5, 0.5), 6, "very-high", "high"],
  ])("%s", (_, given, se, level, candidate) => {
    expect(enisaSeverity(given)).toMatchObject({ se, level, candidate });
  });

  it("shows its arithmetic", () => {
    expect(enisaSeverity(inputs(3, 0.75, 0.25, 0, 0, 0.5)).steps).toContain(
      "Severity SE = DPC × EI + CB = 3 × 0.75 + 0.75 = 2.25 + 0.75 = 3",
    );
  });

  it("keeps the head count and encryption beside the number", () => {
    const plain = enisaSeverity(inputs(2, 1), { affectedTotal: 100 });
    const flagged = enisaSeverity(inputs(2, 1), {
      affectedTotal: 101,
      encrypted: true,
      encryptionStateOfTheArt: true,
    });
    expect(plain.flags).toEqual([]);
    expect(flagged.flags).toHaveLength(2);
    expect(flagged.se).toBe(plain.se);
  });

  it("never falls when one input rises", () => {
    const part = fc.constantFrom(0, 0.25, 0.5);
    fc.assert(
      fc.property(fc.constantFrom(1, 2, 3), fc.constantFrom(0.25, 0.5, 0.75), part, part, (dpc, ei, c, a) => {
        const { se } = enisaSeverity(inputs(dpc, ei, c, 0, a));
        expect(enisaSeverity(inputs(dpc + 1, ei, c, 0, a)).se).toBeGreaterThan(se);
        expect(enisaSeverity(inputs(dpc, ei + 0.25, c, 0, a)).se).toBeGreaterThan(se);
        expect(enisaSeverity(inputs(dpc, ei, c, 0.25, a)).se).toBeGreaterThan(se);
      }),
    );
  });
});

describe("inputs proposed from the facts", () => {
  it("take the highest class of data and raise it for vulnerable people, within 4", () => {
    const dpc = (dataCategories: readonly string[], vulnerableSubjects = false) =>
      proposeEnisaInputs({ dataCategories, vulnerableSubjects }).inputs.dpc;
    expect(dpc(["name"])).toBe(1);
    expect(dpc(["name", "purchase-history"])).toBe(2);
    expect(dpc(["name", "insurance"])).toBe(3);
    expect(dpc(["name"], true)).toBe(2);
    expect(dpc(["health", "name"], true)).toBe(4);
  });

  it("take the careful value for what nobody stated, and say so", () => {
    const proposed = proposeEnisaInputs({});
    expect(proposed.inputs).toEqual(inputs(4, 1));
    expect(proposed.open).toHaveLength(3);
  });

  it("name the classes they do not know", () => {
    expect(proposeEnisaInputs({ dataCategories: ["name", "tarot"] }).open.join(" ")).toContain("tarot");
  });

  it("find encrypted data hard to identify while its key is safe", () => {
    const encrypted = { dataCategories: ["name"], encrypted: true, encryptionStateOfTheArt: true };
    expect(proposeEnisaInputs(encrypted).inputs.ei).toBe(0.25);
    expect(proposeEnisaInputs({ ...encrypted, keyCompromised: true }).inputs.ei).toBe(1);
  });

  it("find people through a handle only with difficulty, unless a name stands beside it", () => {
    expect(proposeEnisaInputs({ dataCategories: ["username"] }).inputs.ei).toBe(0.5);
    expect(proposeEnisaInputs({ dataCategories: ["username", "name"] }).inputs.ei).toBe(1);
  });

  it("read the circumstances from the type of breach, the backup and the intent", () => {
    const facts = {
      dataCategories: ["name"],
      breachTypes: ["confidentiality", "availability"],
      malicious: true,
    };
    expect(proposeEnisaInputs({ ...facts, backupAvailable: false }).inputs.cb).toEqual({
      confidentiality: 0.5,
      integrity: 0,
      availability: 0.5,
      maliciousIntent: 0.5,
    });
    expect(
      proposeEnisaInputs({ ...facts, recipientTrusted: true, malicious: false }).inputs.cb,
    ).toMatchObject({
      confidentiality: 0.25,
      availability: 0.25,
      maliciousIntent: 0,
    });
  });
});

describe("the four factors", () => {
  it("are four questions with what is known beside them, and no proposal", () => {
    const sheet = fourFactorWorksheet({
      dataCategories: ["name", "dob"],
      recipientTrusted: true,
      exfiltrated: false,
    });
    expect(sheet.factors.map(({ field }) => field)).toEqual([
      "natureAndExtent",
      "unauthorizedPerson",
      "acquiredOrViewed",
      "mitigation",
    ]);
    expect(sheet.factors[0]?.stated).toEqual(["dataCategories: name, dob"]);
    expect(sheet.factors[2]?.stated).toEqual(["exfiltrated: false"]);
    expect(sheet.factors.every(({ answer }) => answer === null)).toBe(true);
    expect(sheet.recorded).toBe("not-performed");
    expect(JSON.stringify(sheet)).not.toMatch(/score|proposed|suggest/i);
  });

  it("show a recorded outcome without computing one", () => {
    expect(fourFactorWorksheet({ fourFactorResult: "low-probability" }).recorded).toBe("low-probability");
  });
});
