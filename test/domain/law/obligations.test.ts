import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { DateTime } from "luxon";
import { describe, expect, it } from "vitest";
import type { Facts } from "../../../shared/domain/law/facts.ts";
import { rulesUnder } from "../../../shared/domain/law/law-in-force.ts";
import { assessObligations } from "../../../shared/domain/law/obligations.ts";
import type { ObligationRule } from "../../../shared/domain/law/rule.ts";
import { regimeNames } from "../../../shared/domain/law/facts.ts";
import { rulebook } from "../../../shared/rules/rulebook.ts";

/** The law of a country that does not exist: whatever the engine does with it, it was told by the rule alone. */
const tellTheHarbourmaster = {
  id: "ruritania.harbour.notice",
  regime: "ruritania",
  title: "Tell the harbourmaster",
  validFrom: "2020-01-01",
  validTo: null,
  source: { cite: "Harbour Act 4", url: "https://law.example/4", check: "checked", checkedOn: "2026-01-01" },
  owedBy: "ship",
  owedTo: "harbourmaster",
  when: { kind: "count", of: { kind: "everyone" }, op: ">", value: 10, unknown: false },
  deadlines: [
    {
      from: { kind: "earliest", called: "the sighting", of: [{ fact: "discoveredAt" }] },
      within: { kind: "calendar-days", days: 7 },
    },
  ],
  note: "Within a week.",
  content: [{ id: "shipName", need: "always", words: "the ship" }],
  methods: [{ words: "By flag." }],
  exceptions: [],
} as const satisfies ObligationRule;

const ship: Facts = {
  regimes: ["ruritania"],
  timeZone: "Europe/Budapest",
  discoveredAt: "2026-03-24T08:00:00+01:00",
  affectedTotal: 11,
};
const assessed = (rules: readonly ObligationRule[], facts: Facts, options = {}) =>
  assessObligations(facts, rules, options);
const only = (rule: ObligationRule, facts: Facts, options = {}) => {
  const [first, ...others] = assessed([rule], facts, options);
  if (!first || others.length > 0) throw new Error("one rule, one assessment");
  return first;
};

describe("an invented law", () => {
  it("is applied as it is written", () => {
    expect(only(tellTheHarbourmaster, ship)).toMatchObject({
      obligationId: "ruritania.harbour.notice",
      applies: true,
      due: "2026-03-31T21:59:59.999Z", // summer time began on the 29th
      clockStart: "2026-03-24",
      owedTo: "harbourmaster",
      method: "By flag.",
      citation: "Harbour Act 4",
      contentElements: ["shipName"],
    });
  });

  it("is listed as not owed under its threshold, with the reason", () => {
    const none = only(tellTheHarbourmaster, { ...ship, affectedTotal: 10 });
    expect(none).toMatchObject({
      applies: false,
      due: null,
      note: "People affected: 10; the test is more than 10.",
    });
  });

  it("is silent for facts that do not choose its regime, and said once however often they choose it", () => {
    expect(assessed([tellTheHarbourmaster], { ...ship, regimes: ["sylvania"] })).toEqual([]);
    expect(assessed([tellTheHarbourmaster], { ...ship, regimes: ["ruritania", "ruritania"] })).toHaveLength(
      1,
    );
  });

  it("can close the last day at an hour of another zone", () => {
    const rule = {
      ...tellTheHarbourmaster,
      deadlines: [
        {
          ...tellTheHarbourmaster.deadlines[0],
          zone: "Asia/Tokyo",
          within: {
            kind: "business-days",
            days: 2,
            holidays: { facts: ["publicHolidays"], otherwise: ["2026-03-25"] },
            closesAt: "12:30",
          },
        },
      ],
    } as const satisfies ObligationRule;
    expect(only(rule, ship).due).toBe("2026-03-27T03:30:00.000Z");
    expect(only(rule, { ...ship, publicHolidays: [] }).due).toBe("2026-03-26T03:30:00.000Z");
  });

  it("can have a pause, parties and a lateness of its own", () => {
    const rule = {
      ...tellTheHarbourmaster,
      pause: { kind: "hold", untimedDays: 3, citation: "Harbour Act 9" },
      parties: [
        {
          when: { kind: "role", regime: "ruritania", in: ["tug"], unstated: false },
          owedBy: "tug",
          owedTo: "ship",
        },
      ],
      late: { element: "excuse" },
      content: [{ id: "excuse", need: "if-late", words: "why so late" }],
    } as const satisfies ObligationRule;
    const facts: Facts = {
      ...ship,
      role: { ruritania: "tug" },
      lawEnforcementHolds: [{ form: "oral", statedAt: "2026-03-30T08:00:00+02:00" }],
      notified: { "ruritania.harbour.notice": "2026-04-03T00:00:00+02:00" },
    };
    expect(only(rule, facts)).toMatchObject({
      owedBy: "tug",
      owedTo: "ship",
      notBefore: "2026-04-02T21:59:59.999Z",
      due: "2026-04-02T21:59:59.999Z",
      overdue: true,
      requiresReasons: true,
      contentElements: ["excuse"],
    });
  });
});

describe("texts over time", () => {
  const strict = {
    ...tellTheHarbourmaster,
    validFrom: "2026-04-01",
    deadlines: [{ ...tellTheHarbourmaster.deadlines[0], within: { kind: "elapsed-hours", hours: 1 } }],
  } as const satisfies ObligationRule;
  const lenient = { ...tellTheHarbourmaster, validTo: "2026-03-31" } satisfies ObligationRule;
  const both = [strict, lenient];

  it("are chosen by the local date of the event that starts the clock", () => {
    const dueOf = (discoveredAt: string) => assessed(both, { ...ship, discoveredAt })[0]?.due;
    expect(dueOf("2026-03-31T23:59:59+02:00")).toBe("2026-04-07T21:59:59.999Z");
    expect(dueOf("2026-04-01T00:00:00+02:00")).toBe("2026-03-31T23:00:00.000Z");
  });

  it("can be asked for by date, whatever the facts' dates", () => {
    expect(assessed(both, ship, { lawAsOf: "2030-01-01" })[0]?.due).toBe("2026-03-24T08:00:00.000Z");
    expect(assessed(both, ship, { lawAsOf: "2019-12-31" })[0]).toMatchObject({ applies: false, due: null });
  });

  it("fall back to the day the incident came to light while their own start is unknown, then to the newest", () => {
    const unstarted = { ...ship, discoveredAt: null };
    expect(assessed(both, { ...unstarted, occurredAt: "2026-03-01T00:00:00Z" })[0]?.validFrom).toBe(
      "2020-01-01",
    );
    expect(assessed(both, unstarted)[0]?.validFrom).toBe("2026-04-01");
  });

  it("that are only proposed are never applied, but can be looked at", () => {
    const proposed = { ...strict, status: "proposed" } as const satisfies ObligationRule;
    const rules = [tellTheHarbourmaster, proposed];
    expect(assessed(rules, { ...ship, discoveredAt: "2026-05-01T08:00:00Z" })[0]?.validFrom).toBe(
      "2020-01-01",
    );
    expect(
      assessed(rulesUnder([proposed], rules), { ...ship, discoveredAt: "2026-05-01T08:00:00Z" })[0]?.due,
    ).toBe("2026-05-01T09:00:00.000Z");
  });
});

/** Any facts that the vocabulary allows, with holds, corrections and all regimes. */
const instants = fc
  .integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2029, 0, 1) })
  .map((instant) => new Date(instant).toISOString());
const anyFacts: fc.Arbitrary<Facts> = fc.record({
  regimes: fc.constant([...regimeNames]),
  timeZone: fc.constantFrom("America/New_York", "Europe/Berlin", "Asia/Kolkata", "Pacific/Auckland", "UTC"),
  discoveredAt: instants,
  awareAt: instants,
  determinedAt: instants,
  extortionPaymentAt: instants,
  affectedTotal: fc.nat(1200),
  affectedByState: fc.record({ CA: fc.nat(600), TX: fc.nat(600), NY: fc.nat(6000) }),
  riskLevel: fc.constantFrom("unlikely", "risk", "high"),
  establishment: fc.record({ euMainEstablishment: fc.constantFrom("DE", "FR", null) }),
  publicHolidays: fc.constant(["2026-12-25"]),
});

describe("whatever the facts", () => {
  it("no deadline lies before its start, and no arguable end before the deadline", () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        for (const one of assessed(rulebook, facts)) {
          if (one.due === null) continue;
          const start = one.clockStart?.slice(0, 10) ?? "";
          expect(one.due.slice(0, 10) >= start, one.obligationId).toBe(true);
          if (one.latestArguable) expect(one.latestArguable >= one.due, one.obligationId).toBe(true);
          if (one.latestContested)
            expect(one.latestContested >= (one.latestArguable ?? ""), one.obligationId).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });

  it("a correction to the value that is already there changes nothing", () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const { corrections: _, ...set } = facts;
        const corrected = { ...facts, corrections: [{ recordedAt: "2026-01-01T00:00:00Z", set }] };
        expect(assessed(rulebook, corrected)).toEqual(assessed(rulebook, facts));
      }),
      { numRuns: 25 },
    );
  });

  it("what is not owed has no date, and everything is explained and cited", () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        for (const one of assessed(rulebook, facts)) {
          if (!one.applies) expect(one).toMatchObject({ due: null, contentElements: [] });
          expect(one.explanation.length, one.obligationId).toBeGreaterThan(0);
          expect(one.note.length, one.obligationId).toBeGreaterThan(0);
          expect(one.citation.length).toBeGreaterThan(0);
        }
      }),
      { numRuns: 25 },
    );
  });

  /** Found by seed -1909717854: on that evening of New York it is the day of the Union's text already in Auckland. */
  const eveOfNis2: Facts = {
    regimes: [...regimeNames],
    timeZone: "America/New_York",
    awareAt: "2024-10-17T11:00:00.000Z",
    riskLevel: "unlikely",
  };
  const isOfHours = (id: string): boolean =>
    /art33\.(authority|ico)|early-warning|500-17\.(incident|extortion-payment)/.test(id);
  const firstDays = rulebook.filter(({ id }) => isOfHours(id)).map(({ validFrom }) => validFrom);
  const zones = ["Pacific/Auckland", "America/New_York"] as const;
  /** In one zone a text had come into force when it happened, and in the other it had not. */
  const isBetweenTexts = ({ discoveredAt, awareAt, determinedAt, extortionPaymentAt }: Facts): boolean =>
    [discoveredAt, awareAt, determinedAt, extortionPaymentAt].some((instant) => {
      const [one, other] = zones.map((zone) => DateTime.fromISO(instant ?? "", { zone }).toISODate() ?? "");
      return firstDays.some((day) => one! >= day !== other! >= day);
    });

  it("hour clocks do not depend on the zone, but for the day on which their text comes into force", () => {
    const facts = fc.oneof(
      { weight: 3, arbitrary: anyFacts },
      fc.record({
        ...{ regimes: fc.constant([...regimeNames]), timeZone: fc.constant("UTC") },
        awareAt: fc
          .tuple(fc.constantFrom(...firstDays), fc.integer({ min: -30, max: 30 }))
          .map(([day, hours]) => new Date(Date.parse(day) + hours * 3_600_000).toISOString()),
      }),
    );
    fc.assert(
      fc.property(facts, (each) => {
        const hourly = (timeZone: string) =>
          assessed(rulebook, { ...each, timeZone })
            .filter(({ obligationId }) => isOfHours(obligationId))
            .map(({ obligationId, due }) => [obligationId, due]);
        const [one, other] = zones.map(hourly);
        if (!isBetweenTexts(each)) expect(one).toEqual(other);
      }),
      { numRuns: 60, seed: -1909717854, examples: [[eveOfNis2]] },
    );
  });

  it("a text comes into force with the day of the entity's own calendar", () => {
    const warning = (timeZone: string) =>
      assessed(rulebook, { ...eveOfNis2, timeZone }).find(
        ({ obligationId }) => obligationId === "nis2.art23.early-warning",
      );
    expect(isBetweenTexts(eveOfNis2)).toBe(true);
    expect(warning("America/New_York")).toMatchObject({ applies: false, due: null });
    expect(warning("Pacific/Auckland")).toMatchObject({ applies: true, due: "2024-10-18T11:00:00.000Z" });
  });

  it("but where the law names a zone, with the day of that zone", () => {
    const [{ deadlines }] = [tellTheHarbourmaster];
    const rule = { ...tellTheHarbourmaster, deadlines: [{ ...deadlines[0], zone: "Asia/Tokyo" }] };
    const inForce = (discoveredAt: string) => only(rule, { ...ship, discoveredAt }).applies;
    expect(inForce("2019-12-31T14:59:59Z")).toBe(false);
    expect(inForce("2019-12-31T15:00:00Z")).toBe(true); // still the 31st in Budapest
  });

  it("a correction that moves the start moves the clock, also into the past", () => {
    const moved: Facts = {
      ...ship,
      corrections: [
        { recordedAt: "2026-05-02T00:00:00Z", set: { discoveredAt: "2026-01-05T12:00:00Z" } },
        { recordedAt: "2026-05-01T00:00:00Z", set: { discoveredAt: "2026-02-05T12:00:00Z" } },
      ],
    };
    expect(only(tellTheHarbourmaster, moved, { at: "2026-05-03T00:00:00Z" })).toMatchObject({
      clockStart: "2026-01-05",
      due: "2026-01-12T22:59:59.999Z",
      overdue: true,
    });
  });
});

describe("which law applies is the rule's to say", () => {
  const root = new URL("../../../", import.meta.url);
  /** Rooms that apply the law. Files that name regimes by their trade: the vocabulary of facts, and its words. */
  const rooms = [
    "shared/domain/law/",
    "shared/domain/case/",
    "shared/domain/delivery/",
    "shared/cases/",
    "functions/",
  ];
  const vocabulary = ["shared/domain/law/facts.ts", "shared/cases/views/"];
  const files = rooms
    .flatMap((room) =>
      readdirSync(new URL(room, root), { recursive: true, encoding: "utf8" }).map((name) => `${room}${name}`),
    )
    .filter((path) => path.endsWith(".ts") && !vocabulary.some((each) => path.startsWith(each)));
  const obligations = rulebook.map(({ id }) => id);
  const families = [...regimeNames, "ukgdpr", "ftc", "dfs", "hhs", "ico", "edpb", "164"];
  const places = [
    "europe",
    "european",
    "california",
    "texas",
    "florida",
    "new york",
    "colorado",
    "washington",
  ];
  const parts = ["art\\.? ?\\d+", "america/", "\\.documentation"];
  const names = [...obligations, ...families, ...places, ...parts].join("|");
  const law = new RegExp(`(?<![\\w-])\\^?\\(?(${names})(?![\\w]|-fetch)`, "i");

  it.each(files)("%s names no regime, article or State", (path) => {
    const texts = textsIn(readFileSync(new URL(path, root), "utf8"));
    expect(texts.filter((text) => law.test(text))).toEqual([]);
  });

  it("is looked for in rooms that have files", () => {
    expect(files.length).toBeGreaterThan(60);
  });

  it.each([
    '"hipaa.individuals"',
    "/^hipaa\\./",
    "/^(uk)?gdpr\\./",
    '"gdpr"',
    "`art33.${x}`",
    '".documentation"',
  ])("would be found in %s", (code) => {
    expect(textsIn(`const x = ${code};`).some((text) => law.test(text))).toBe(true);
  });
});

/** String literals, templates and regular expressions of a source; not its comments, and not what it imports. */
function textsIn(source: string): readonly string[] {
  const code = source
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/(^|\s)\/\/.*/g, "")
    .replace(/\bfrom "[^"]*"/g, "")
    .replace(/write it like Europe\/Dublin/g, "");
  return code.match(/"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`|\/(?![/*])(?:[^/\\\n]|\\.)+\//g) ?? [];
}
