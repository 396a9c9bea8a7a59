import { describe, expect, it } from "vitest";
import { dutiesOf, needsOfNo } from "../../shared/cases/duties.ts";
import type { Facts } from "../../shared/domain/law/facts.ts";

const appContext = { settings: { timeZoneData: "2026a" } } as Parameters<typeof dutiesOf>[0];
const facts: Facts = {
  regimes: ["hipaa", "gdpr", "uk-gdpr", "sec"],
  timeZone: "Europe/Dublin",
  discoveredAt: "2026-11-20T09:00:00Z",
  awareAt: "2026-11-20T09:00:00Z",
  determinedAt: "2026-11-20T09:00:00Z",
  affectedTotal: 620,
};
const duties = (more: Partial<Facts> = {}) =>
  dutiesOf(appContext, { ...facts, ...more }, "2026-11-21T09:00:00.000Z").filter(({ applies }) => applies);
const dutyOf = (obligationId: string) =>
  duties().find(({ reading }) => reading.obligationId === obligationId);
const needOf = (obligationId: string) => {
  const duty = dutyOf(obligationId);
  return duty && needsOfNo(duty.reading);
};

describe("a running case's duties", () => {
  it.each(["hipaa.documentation", "gdpr.art33.documentation", "ukgdpr.art33.documentation"])(
    "%s is fulfilled by the record: nobody is written to",
    (id) => {
      expect(dutyOf(id)).toMatchObject({ applies: true, needsNotice: false });
    },
  );

  it.each(["hipaa.hhs.500plus", "gdpr.art33.authority", "ukgdpr.art33.ico", "sec.8k.item-1.05"])(
    "%s needs a notice",
    (id) => {
      expect(dutyOf(id)).toMatchObject({ applies: true, needsNotice: true });
    },
  );

  it("say what the law wants shown before no can be answered", () => {
    expect(needOf("hipaa.individuals")).toMatchObject({ fact: "fourFactorResult" });
    expect(needOf("gdpr.art33.authority")?.words).toContain("The GDPR wants the authority told");
    expect(needOf("ukgdpr.art33.ico")?.words).toContain("The UK GDPR wants the Commissioner told");
    expect(dutyOf("sec.8k.item-1.05")).toBeDefined();
    expect(needOf("sec.8k.item-1.05")).toBeUndefined();
  });

  it("are owed no longer once that is shown", () => {
    const shown = duties({ fourFactorResult: "low-probability", riskLevel: "unlikely" });
    expect(shown.filter(({ reading }) => needsOfNo(reading) !== undefined)).toEqual([]);
  });
});
