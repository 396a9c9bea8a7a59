import { describe, expect, it } from "vitest";
import type { Facts } from "../../shared/domain/law/facts.ts";
import { duty, owed } from "../support/duties.ts";

/** A school in Leeds loses a register; it also has pupils in Ireland, which the EU's law looks at by itself. */
const school: Facts = {
  regimes: ["uk-gdpr"],
  role: { "uk-gdpr": "controller" },
  timeZone: "Europe/London",
  awareAt: "2026-03-27T17:05:00Z",
  riskLevel: "high",
};

describe("the Information Commissioner", () => {
  it("is told within 72 elapsed hours, though British clocks go forward that weekend", () => {
    expect(duty("ukgdpr.art33.ico", school)).toMatchObject({
      due: "2026-03-30T17:05:00.000Z",
      clockStart: "2026-03-27T17:05:00.000Z",
    });
  });

  it("gets no later arguable end: whether the EU's period rules count there was not checked", () => {
    expect(duty("ukgdpr.art33.ico", { ...school, publicHolidays: [] }).latestArguable).toBeUndefined();
  });

  it("is told apart from the lead authority of the EU", () => {
    const facts = { ...school, regimes: ["uk-gdpr", "gdpr"], establishment: { euMainEstablishment: "IE" } };
    expect(owed(facts)).toEqual(expect.arrayContaining(["ukgdpr.art33.ico", "gdpr.art33.authority"]));
    expect(duty("ukgdpr.art33.ico", facts).authorities).toBeUndefined();
  });

  it("hears the reasons of a late notice", () => {
    const facts = { ...school, notified: { "ukgdpr.art33.ico": "2026-03-30T18:00:00Z" } };
    expect(duty("ukgdpr.art33.ico", facts)).toMatchObject({ overdue: true, requiresReasons: true });
  });
});

it("owes only a record when a risk is unlikely, and tells people only of a high one", () => {
  expect(owed({ ...school, riskLevel: "unlikely" })).toEqual(["ukgdpr.art33.documentation"]);
  expect(owed({ ...school, riskLevel: "risk" })).not.toContain("ukgdpr.art34.data-subjects");
  expect(duty("ukgdpr.art34.data-subjects", school)).toMatchObject({ applies: true, due: null });
  expect(owed({ ...school, art34Exception: "b-mitigated" })).not.toContain("ukgdpr.art34.data-subjects");
});
