import { describe, expect, it } from "vitest";
import { federalHolidaysOf } from "../../cli/federal-holidays.ts";
import { isDateText } from "../../shared/domain/law/counting.ts";
import { regimeNames } from "../../shared/domain/law/facts.ts";
import type { Deadline } from "../../shared/domain/law/rule.ts";
import { proposals } from "../../shared/rules/proposals.ts";
import { rulebook, textAsOf } from "../../shared/rules/rulebook.ts";
import { usFederalHolidays } from "../../shared/rules/us-federal-holidays.ts";

const modelled = [
  "hipaa.individuals",
  "hipaa.individuals.substitute",
  "hipaa.individuals.urgent",
  "hipaa.documentation",
  "hipaa.media",
  "hipaa.hhs.500plus",
  "hipaa.hhs.annual-log",
  "hipaa.business-associate",
  "gdpr.art33.authority",
  "gdpr.art33.processor-to-controller",
  "gdpr.art33.phased",
  "gdpr.art33.documentation",
  "gdpr.art34.data-subjects",
  "ukgdpr.art33.ico",
  "ukgdpr.art33.documentation",
  "ukgdpr.art34.data-subjects",
  "ftc.hbnr.individuals",
  "ftc.hbnr.media",
  "ftc.hbnr.ftc.500plus",
  "ftc.hbnr.ftc.annual-log",
  "ftc.hbnr.service-provider",
  "nis2.art23.early-warning",
  "nis2.art23.incident-notification",
  "nis2.art23.final-report",
  "sec.8k.item-1.05",
  "nydfs.500-17.incident",
  "nydfs.500-17.extortion-payment",
  "nydfs.500-17.extortion-explanation",
  "us.ca.civ1798-82.individuals",
  "us.ca.civ1798-82.attorney-general",
  "us.ca.hsc1280-15.department",
  "us.ca.hsc1280-15.patients",
  "us.tx.521-053.individuals",
  "us.tx.521-053.attorney-general",
  "us.tx.521-053.consumer-reporting-agencies",
  "us.fl.501-171.individuals",
  "us.fl.501-171.department",
  "us.fl.501-171.consumer-reporting-agencies",
  "us.ny.899-aa.individuals",
  "us.ny.899-aa.state-agencies",
  "us.ny.899-aa.consumer-reporting-agencies",
  "us.ny.899-aa.hipaa-copy-to-attorney-general",
  "us.co.6-1-716.individuals",
  "us.co.6-1-716.attorney-general",
  "us.co.6-1-716.consumer-reporting-agencies",
  "us.wa.19-255-010.individuals",
  "us.wa.19-255-010.attorney-general",
];

describe("the rulebook", () => {
  it("has every obligation that we model, and none that we do not know of", () => {
    expect([...new Set(rulebook.map(({ id }) => id))].sort()).toEqual([...modelled].sort());
  });

  it("serves every regime that facts may choose", () => {
    expect([...new Set(rulebook.map(({ regime }) => regime))].sort()).toEqual([...regimeNames].sort());
  });

  it("is data: it survives being written down and read back", () => {
    expect(JSON.parse(JSON.stringify(rulebook))).toEqual(rulebook);
    expect(JSON.parse(JSON.stringify(proposals))).toEqual(proposals);
  });

  it.each(rulebook.map((rule) => [`${rule.id} from ${rule.validFrom}`, rule] as const))(
    "%s is dated and cited",
    (_, rule) => {
      expect(isDateText(rule.validFrom)).toBe(true);
      if (rule.validTo !== null)
        expect(rule.validTo >= rule.validFrom && isDateText(rule.validTo)).toBe(true);
      expect(rule.status ?? "in-force").toBe("in-force");
      expect(rule.source.cite).not.toBe("");
      expect(URL.canParse(rule.source.url)).toBe(true);
      expect(rule.source.checkedOn <= textAsOf).toBe(true);
      expect(rule.title).not.toBe("");
      expect(rule.content.length).toBeGreaterThan(0);
      expect(new Set(rule.content.map(({ id }) => id)).size).toBe(rule.content.length);
      if (rule.late)
        expect(rule.content.some(({ id, need }) => id === rule.late?.element && need === "if-late")).toBe(
          true,
        );
    },
  );

  it("never has two texts of one obligation in force on one day, nor a day between them", () => {
    for (const id of modelled) {
      const texts = rulebook
        .filter((rule) => rule.id === id)
        .toSorted((a, b) => a.validFrom.localeCompare(b.validFrom));
      for (const [index, text] of texts.entries()) {
        const next = texts[index + 1];
        if (!next) expect(text.validTo, id).toBeNull();
        else expect(Date.parse(next.validFrom) - Date.parse(text.validTo ?? ""), id).toBe(86_400_000);
      }
    }
  });

  it("counts the days of all texts of one obligation by one calendar, so that none falls between them", () => {
    for (const id of modelled) {
      const deadlines = rulebook.filter((rule) => rule.id === id).flatMap((rule) => rule.deadlines);
      const zones = new Set(deadlines.map(({ zone }: Deadline) => zone));
      expect(zones.size, id).toBeLessThanOrEqual(1);
    }
  });

  it("keeps what is only proposed out", () => {
    for (const rule of proposals.flatMap(({ rules }) => rules)) {
      expect(rule.status).toBe("proposed");
      expect(modelled).toContain(rule.id);
    }
  });
});

describe("what the rules say about an answer and about a record", () => {
  const withNeeds = rulebook.filter(({ answerNoNeeds }) => answerNoNeeds !== undefined);

  it.each(withNeeds.map((rule) => [rule.id, rule] as const))(
    "%s is no longer owed once what a no needs is shown",
    (_, { when, answerNoNeeds }) => {
      expect(JSON.stringify(when)).toContain(`"fact":"${answerNoNeeds?.fact}"`);
      expect(answerNoNeeds?.words).toMatch(/\bor answer yes\.$/);
    },
  );

  it("every duty to individuals or authorities under HIPAA and the two GDPRs says what a no needs", () => {
    const silent = rulebook
      .filter(({ regime }) => ["hipaa", "gdpr", "uk-gdpr"].includes(regime))
      .filter(({ answerNoNeeds, fulfilledBy }) => answerNoNeeds === undefined && fulfilledBy === undefined);
    // A processor tells its controller of every breach, whatever the risk: nothing can be shown but that it was none.
    expect(silent.map(({ id }) => id)).toEqual(["gdpr.art33.processor-to-controller"]);
  });

  it("a duty that the record fulfils is owed to the record and has no deadline", () => {
    const records = rulebook.filter(({ fulfilledBy }) => fulfilledBy === "record");
    expect(records.map(({ id }) => id)).toEqual([
      "hipaa.documentation",
      "gdpr.art33.documentation",
      "ukgdpr.art33.documentation",
    ]);
    for (const { owedTo, deadlines } of records) {
      expect(owedTo).toBe("the record");
      expect(deadlines).toEqual([]);
    }
    expect(rulebook.filter(({ owedTo }) => owedTo === "the record")).toEqual(records);
  });
});

describe("federal holidays", () => {
  it("are what their script computes", () => {
    const years = Array.from({ length: 24 }, (_, index) => 2009 + index);
    expect(usFederalHolidays).toEqual(years.flatMap(federalHolidaysOf));
  });

  it("are those that were published for 2026, as observed", () => {
    expect(usFederalHolidays.filter((date) => date.startsWith("2026"))).toEqual([
      "2026-01-01",
      "2026-01-19",
      "2026-02-16",
      "2026-05-25",
      "2026-06-19",
      "2026-07-03",
      "2026-09-07",
      "2026-10-12",
      "2026-11-11",
      "2026-11-26",
      "2026-12-25",
    ]);
  });

  it("never fall on a weekend", () => {
    for (const date of usFederalHolidays)
      expect([0, 6]).not.toContain(new Date(`${date}T00:00:00Z`).getUTCDay());
  });
});
