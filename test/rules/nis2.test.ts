import { describe, expect, it } from "vitest";
import type { Facts } from "../../shared/domain/law/facts.ts";
import { duty, owed } from "../support/duties.ts";

/** A water utility near Porto becomes aware of a significant incident in the night to 1 May 2026. */
const utility: Facts = {
  regimes: ["nis2"],
  role: { nis2: "essential-entity" },
  timeZone: "Europe/Lisbon",
  awareAt: "2026-05-01T02:45:00+01:00",
  establishment: { euMainEstablishment: "PT" },
};
const submitted = (at: string): Facts => ({
  ...utility,
  notified: { "nis2.art23.incident-notification": at },
});

describe("the early warning and the notification", () => {
  it("are due 24 and 72 hours after awareness", () => {
    expect(duty("nis2.art23.early-warning", utility)).toMatchObject({
      due: "2026-05-02T01:45:00.000Z",
      latestArguable: "2026-05-02T02:00:00.000Z",
    });
    expect(duty("nis2.art23.incident-notification", utility)).toMatchObject({
      due: "2026-05-04T01:45:00.000Z",
      latestArguable: "2026-05-04T02:00:00.000Z",
    });
  });

  it("are both due after 24 hours from a provider of trust services", () => {
    const facts = { ...utility, role: { nis2: "trust-service-provider" } };
    expect(duty("nis2.art23.incident-notification", facts).due).toBe("2026-05-02T01:45:00.000Z");
  });

  it("fall away when the incident is stated not to be significant, not while nobody has said", () => {
    expect(owed({ ...utility, significantIncident: false })).toEqual([]);
    expect(owed({ ...utility, significantIncident: true })).toHaveLength(3);
    expect(owed(utility)).toHaveLength(3);
  });

  it("come with a warning where a national act counts differently", () => {
    const finland = { ...utility, establishment: { euMainEstablishment: "FI" } };
    expect(duty("nis2.art23.early-warning", finland).explanation.join(" ")).toContain(
      "counts from detection",
    );
    expect(duty("nis2.art23.early-warning", utility).explanation.join(" ")).not.toContain(
      "counts from detection",
    );
  });
});

describe("the final report", () => {
  it("has no date before the notification is submitted", () => {
    expect(duty("nis2.art23.final-report", utility)).toMatchObject({ applies: true, due: null });
  });

  it.each([
    [
      "2026-05-04T01:00:00+01:00",
      "2026-06-04T22:59:59.999Z",
      "2026-06-04T22:59:59.999Z",
      "an ordinary month",
    ],
    [
      "2027-01-31T09:00:00Z",
      "2027-02-28T23:59:59.999Z",
      "2027-03-01T23:59:59.999Z",
      "a shorter month; a Sunday",
    ],
    ["2028-01-30T09:00:00Z", "2028-02-29T23:59:59.999Z", "2028-02-29T23:59:59.999Z", "a leap year"],
    [
      "2026-09-26T09:00:00+01:00",
      "2026-10-26T23:59:59.999Z",
      "2026-10-26T23:59:59.999Z",
      "over the change of clocks",
    ],
    ["2026-05-13T09:00:00+01:00", "2026-06-13T22:59:59.999Z", "2026-06-15T22:59:59.999Z", "a Saturday"],
  ])("submitted %s: due %s, arguably %s (%s)", (at, due, latestArguable) => {
    expect(duty("nis2.art23.final-report", submitted(at))).toMatchObject({ due, latestArguable });
  });

  it("arguably moves over a public holiday too", () => {
    const facts = { ...submitted("2026-05-10T09:00:00+01:00"), publicHolidays: ["2026-06-10"] };
    expect(duty("nis2.art23.final-report", facts)).toMatchObject({
      due: "2026-06-10T22:59:59.999Z",
      latestArguable: "2026-06-11T22:59:59.999Z",
    });
  });
});
