import { describe, expect, it } from "vitest";
import { calendarOf, instantText } from "../../../shared/domain/law/counting.ts";
import type { LawEnforcementHold } from "../../../shared/domain/law/facts.ts";
import { holdInForce } from "../../../shared/domain/law/holds.ts";

const calendar = calendarOf("America/New_York");
const statutoryEnd = Date.parse("2026-05-11T03:59:59.999Z"); // the end of 10 May in New York

const held = (...holds: readonly LawEnforcementHold[]) => {
  const hold = holdInForce(holds, 30, statutoryEnd, calendar);
  return {
    until: hold.until === null ? null : instantText(hold.until),
    days: hold.calendarDays,
    steps: hold.steps,
  };
};
const oral = (statedAt: string): LawEnforcementHold => ({ form: "oral", statedAt });
const written = (statedAt: string, until?: string | null): LawEnforcementHold => ({
  form: "written",
  statedAt,
  ...(until !== undefined && { until }),
});

describe("a hold of law enforcement", () => {
  it("lasts to the end of the day that a written statement names", () => {
    expect(held(written("2026-04-01T10:00:00-04:00", "2026-06-30"))).toMatchObject({
      until: "2026-07-01T03:59:59.999Z",
      days: 90,
    });
  });

  it("lasts to the instant that a written statement names", () => {
    expect(held(written("2026-04-01T10:00:00-04:00", "2026-06-30T12:00:00-04:00")).until).toBe(
      "2026-06-30T16:00:00.000Z",
    );
  });

  it("lasts 30 days from an oral statement, counted from its local date", () => {
    // 23:30 in New York is already the next day in UTC.
    expect(held(oral("2026-05-05T03:30:00Z"))).toMatchObject({ until: "2026-06-04T03:59:59.999Z", days: 30 });
  });

  it("treats a written statement without a time like an oral one", () => {
    const day = "2026-05-04T09:00:00-04:00";
    expect(held(written(day)).until).toBe(held(oral(day)).until);
    expect(held(written(day, null)).until).toBe(held(oral(day)).until);
  });

  it("never lets an oral statement last beyond 30 days, whatever time it mentions", () => {
    const statement = oral("2026-05-04T09:00:00-04:00");
    expect(held({ ...statement, until: "2026-12-31" }).until).toBe(held(statement).until);
    expect(held({ ...statement, until: "2026-05-20" }).until).toBe("2026-05-21T03:59:59.999Z");
  });

  it("is not prolonged by saying it again", () => {
    const once = held(oral("2026-05-04T09:00:00-04:00"));
    const twice = held(oral("2026-05-04T09:00:00-04:00"), oral("2026-05-08T09:00:00-04:00"));
    expect(twice.until).toBe(once.until);
    expect(twice.steps.join(" ")).toContain("does not extend it");
  });

  it("follows a written time that arrives within the 30 days, longer or shorter, counted from the first statement", () => {
    const spoken = oral("2026-05-04T09:00:00-04:00");
    expect(held(spoken, written("2026-05-20T09:00:00-04:00", "2026-08-02"))).toMatchObject({
      until: "2026-08-03T03:59:59.999Z",
      days: 90,
    });
    expect(held(spoken, written("2026-05-07T09:00:00-04:00", "2026-05-12"))).toMatchObject({
      until: "2026-05-13T03:59:59.999Z",
      days: 8,
    });
  });

  it("does not care in which order the statements are listed", () => {
    const spoken = oral("2026-05-04T09:00:00-04:00");
    const letter = written("2026-05-20T09:00:00-04:00", "2026-08-02");
    expect(held(letter, spoken)).toEqual(held(spoken, letter));
  });

  it("changes nothing when first stated after the period has ended", () => {
    expect(held(written("2026-05-11T09:00:00-04:00", "2026-08-31")).until).toBeNull();
    expect(held(oral("2026-05-11T09:00:00-04:00")).until).toBeNull();
  });

  it("still counts when stated in the last second of the period", () => {
    expect(held(oral("2026-05-10T23:59:59-04:00")).until).toBe("2026-06-10T03:59:59.999Z");
  });

  it("is not revived by a letter that comes after it lapsed and after the period ended", () => {
    const spoken = oral("2026-05-04T09:00:00-04:00");
    expect(held(spoken, written("2026-06-20T09:00:00-04:00", "2026-09-30")).until).toBe(held(spoken).until);
  });

  it("is prolonged by a second letter while the first is in force", () => {
    const first = written("2026-05-01T09:00:00-04:00", "2026-06-15");
    expect(held(first, written("2026-06-10T09:00:00-04:00", "2026-07-31")).until).toBe(
      "2026-08-01T03:59:59.999Z",
    );
  });

  describe("of several requests", () => {
    const of = (holdId: string, hold: LawEnforcementHold): LawEnforcementHold => ({ ...hold, holdId });
    const first = of("hold-1", oral("2026-05-04T09:00:00-04:00"));

    it("goes on when another of them is lifted", () => {
      const second = written("2026-05-05T09:00:00-04:00");
      const lifted = of("hold-2", { ...second, until: "2026-05-06T09:00:00-04:00" });
      expect(held(first, lifted).until).toBe(held(first).until);
      expect(held(first, of("hold-2", written("2026-05-05T09:00:00-04:00", "2026-05-07"))).until).toBe(
        held(first).until,
      );
    });

    it("goes on to the last day of the first by word of mouth when only that one is lifted", () => {
      const lifted = { ...first, until: "2026-05-08T09:00:00-04:00" };
      const second = of("hold-2", oral("2026-05-06T09:00:00-04:00"));
      expect(held(lifted, second).until).toBe(held(first).until);
      expect(held(lifted, { ...second, until: "2026-05-07T09:00:00-04:00" }).until).toBe(held(lifted).until);
    });

    it("begins anew by word of mouth once the first was lifted, and not before", () => {
      const lifted = { ...first, until: "2026-05-06T09:00:00-04:00" };
      const second = of("hold-2", oral("2026-05-08T09:00:00-04:00"));
      expect(held(lifted, second).until).toBe("2026-06-08T03:59:59.999Z");
      expect(held(first, second).until).toBe(held(first).until);
      expect(held(lifted, of("hold-1", oral("2026-05-08T09:00:00-04:00"))).until).toBe(held(lifted).until);
    });
  });
});
