import { describe, expect, it } from "vitest";
import { compareAssessments } from "../../../shared/domain/law/assessment-changes.ts";
import { correctedFacts } from "../../../shared/domain/law/corrections.ts";
import type { Facts } from "../../../shared/domain/law/facts.ts";
import { assessObligations } from "../../../shared/domain/law/obligations.ts";
import { rulebook } from "../../../shared/rules/rulebook.ts";

/** A dental practice believes that 40 patients are affected, and learns better. */
const practice: Facts = {
  regimes: ["hipaa"],
  role: { hipaa: "covered-entity" },
  timeZone: "America/New_York",
  discoveredAt: "2026-06-01T10:00:00-04:00",
  affectedTotal: 40,
  affectedByState: { PA: 40 },
  businessAssociate: { isAgent: false, discoveredAt: "2026-05-11T10:00:00-04:00" },
};
const changes = (after: Facts, before: Facts = practice) =>
  compareAssessments(assessObligations(before, rulebook), assessObligations(after, rulebook));
const kinds = (after: Facts, before?: Facts) =>
  Object.fromEntries(changes(after, before).map(({ obligationId, kind }) => [obligationId, kind]));

describe("facts after corrections", () => {
  it("are applied in the order of recording, not of listing", () => {
    const corrected = correctedFacts({
      ...practice,
      corrections: [
        { recordedAt: "2026-06-09T00:00:00Z", set: { affectedTotal: 700 } },
        { recordedAt: "2026-06-05T00:00:00Z", set: { affectedTotal: 90, imminentMisuse: true } },
      ],
    });
    expect(corrected).toMatchObject({ affectedTotal: 700, imminentMisuse: true });
  });

  it("can replace one member of a group and leave the others, and never touch the original", () => {
    const before = structuredClone(practice);
    const corrected = correctedFacts({
      ...practice,
      corrections: [
        {
          recordedAt: "2026-06-05T00:00:00Z",
          set: { "businessAssociate.isAgent": true, "notified.hipaa.individuals": "2026-06-04T00:00:00Z" },
        },
      ],
    });
    expect(corrected.businessAssociate).toEqual({ ...practice.businessAssociate, isAgent: true });
    expect(corrected.notified).toEqual({ "hipaa.individuals": "2026-06-04T00:00:00Z" });
    expect(practice).toEqual(before);
  });
});

describe("what a change of facts does to the duties", () => {
  it("opens and withdraws when the count crosses 500", () => {
    const grown = { ...practice, affectedTotal: 640, affectedByState: { PA: 600, NJ: 40 } };
    expect(kinds(grown)).toEqual({
      "hipaa.media": "opened",
      "hipaa.hhs.500plus": "opened",
      "hipaa.hhs.annual-log": "withdrawn",
    });
    const opened = changes(grown).find(({ obligationId }) => obligationId === "hipaa.hhs.500plus");
    expect(opened).toMatchObject({ dueBefore: null, dueAfter: "2026-08-01T03:59:59.999Z" });
    expect(opened?.because).toContain("People affected: 640; the test is 500 or more.");
  });

  it("moves every clock when discovery is found to be earlier, and says from where", () => {
    const earlier = { ...practice, discoveredAt: "2026-05-20T10:00:00-04:00" };
    const moved = changes(earlier).find(({ obligationId }) => obligationId === "hipaa.individuals");
    expect(moved).toMatchObject({
      kind: "moved",
      dueBefore: "2026-08-01T03:59:59.999Z",
      dueAfter: "2026-07-20T03:59:59.999Z",
    });
    expect(moved?.because.join(" ")).toContain("Discovery is 20 May 2026");
  });

  it("moves them when the associate turns out to be an agent", () => {
    const agent = { ...practice, businessAssociate: { ...practice.businessAssociate, isAgent: true } };
    expect(kinds(agent)["hipaa.individuals"]).toBe("moved");
  });

  it("withdraws notices when the data proves secured, and opens them again when the key is found taken", () => {
    const secured = { ...practice, encrypted: true, encryptionMeetsGuidance: true };
    expect(kinds(secured)["hipaa.individuals"]).toBe("withdrawn");
    expect(kinds({ ...secured, keyCompromised: true }, secured)["hipaa.individuals"]).toBe("opened");
  });

  it("notices what changes beside the date: a hold that ends before the period does", () => {
    const held: Facts = {
      ...practice,
      lawEnforcementHolds: [{ form: "written", statedAt: "2026-06-02T10:00:00-04:00", until: "2026-06-10" }],
    };
    const change = changes(held).find(({ obligationId }) => obligationId === "hipaa.individuals");
    expect(change).toMatchObject({ kind: "changed" });
    expect(change?.words).toContain("notBefore");
  });

  it("says nothing when nothing changed, and withdraws what a regime no longer chosen had opened", () => {
    expect(changes(practice)).toEqual([]);
    expect(kinds({ ...practice, regimes: [] })["hipaa.individuals"]).toBe("withdrawn");
  });
});
