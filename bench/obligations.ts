/**
 * Cases per second on one core with all regimes on. The floor is a program that knows the answer's form beforehand: the
 * conditions of these facts are decided, the working days' rules are written out, and each distinct due instant is
 * computed once, although twenty duties share them. What is left is what nobody can do without who answers in UTC: one
 * look at the zone for the local day, one for each end of a day, and the text. Its instants are compared with the
 * engine's before anything is measured. The engine does more in the rest of its time: it reads rules as data, judges every
 * duty, and says why.
 */
import { performance } from "node:perf_hooks";
import { IANAZone } from "luxon";
import { regimeNames } from "../shared/domain/law/facts.ts";
import type { Facts } from "../shared/domain/law/facts.ts";
import { assessObligations } from "../shared/domain/law/obligations.ts";
import { rulebook } from "../shared/rules/rulebook.ts";
import { usFederalHolidays } from "../shared/rules/us-federal-holidays.ts";
import { rounded } from "./table.ts";
import type { Figure } from "./table.ts";

const cases = 1500;
const rounds = 7;
const zones = ["America/New_York", "Europe/Berlin", "Asia/Kolkata", "America/Los_Angeles", "Europe/Dublin"];

export async function figures(): Promise<readonly Figure[]> {
  const all = Array.from({ length: cases }, (_, index) => factsOf(index));
  for (const facts of all) compare(facts);
  const engine = () => all.reduce((sum, facts) => sum + assessObligations(facts, rulebook).length, 0);
  const floor = () => all.reduce((sum, facts) => sum + dueInstantsOf(facts).length, 0);
  // Turn by turn, so that whatever else the machine does disturbs both alike.
  let engineMs = Infinity;
  let floorMs = Infinity;
  for (let round = 0; round < rounds; round += 1) {
    engineMs = Math.min(engineMs, durationMs(engine));
    floorMs = Math.min(floorMs, durationMs(floor));
  }
  const duties = assessObligations(factsOf(0), rulebook).length;
  const perSecond = Math.round((cases / engineMs) * 1000);
  return [
    { name: "obligations", figure: perSecond, unit: `cases/s of ${duties} duties each, one core` },
    {
      name: "obligations / floor",
      figure: rounded(engineMs / floorMs),
      unit: "x the time of the arithmetic of the same due instants, coded by hand",
    },
  ];
}

/** A different start and zone each time: nothing that one case computed helps the next. */
function factsOf(index: number): Facts & { readonly discoveredAt: string; readonly timeZone: string } {
  const startedAt = new Date(Date.UTC(2026, 0, 1) + index * 23_757_000).toISOString();
  return {
    regimes: regimeNames,
    timeZone: zones[index % zones.length] ?? "UTC",
    discoveredAt: startedAt,
    awareAt: startedAt,
    determinedAt: startedAt,
    extortionPaymentAt: startedAt,
    affectedTotal: 900,
    affectedByState: { CA: 501, TX: 250, FL: 500, NY: 1, CO: 500, WA: 501 },
    contactInfoInsufficientFor: 11,
    riskLevel: "high",
    establishment: { euMainEstablishment: "DE" },
    publicHolidays: [],
  };
}

const hourMs = 3_600_000;
const minuteMs = 60_000;
const dayMs = 86_400_000;
const federalHolidays = new Set(usFederalHolidays.map((date) => Date.parse(date) / dayMs));
const noHolidays = new Set<number>();
const newYork = IANAZone.create("America/New_York");
const zonesByName = new Map(zones.map((name) => [name, IANAZone.create(name)]));

/** Each once: 24 and 72 hours, 30 and 60 days, 15 business days in California, 4 at the Securities and Exchange Commission. */
function dueInstantsOf({
  discoveredAt,
  timeZone,
}: Pick<ReturnType<typeof factsOf>, "discoveredAt" | "timeZone">): readonly string[] {
  const start = Date.parse(discoveredAt);
  const zone = zonesByName.get(timeZone) ?? newYork;
  const day = localDay(start, zone);
  const ends = [day + 30, day + 60, workingDayAfter(day, 15, noHolidays)];
  // Filed by 17:30 in New York, by the days of New York.
  const filingDay = workingDayAfter(localDay(start, newYork), 4, federalHolidays);
  return [
    start + 24 * hourMs,
    start + 72 * hourMs,
    ...ends.map((end) => atWall((end + 1) * dayMs, zone) - 1),
    atWall(filingDay * dayMs + 17.5 * hourMs, newYork),
  ].map((ms) => new Date(ms).toISOString());
}

const localDay = (instant: number, zone: IANAZone): number =>
  Math.floor((instant + zone.offset(instant) * minuteMs) / dayMs);

/** None of these zones changes its clocks within hours of midnight's offset, so two looks settle it. */
function atWall(wall: number, zone: IANAZone): number {
  return wall - zone.offset(wall - zone.offset(wall) * minuteMs) * minuteMs;
}

function workingDayAfter(day: number, count: number, holidays: ReadonlySet<number>): number {
  let current = day;
  for (let left = count; left > 0;) {
    current += 1;
    const weekday = (current + 4) % 7;
    if (weekday !== 0 && weekday !== 6 && !holidays.has(current)) left -= 1;
  }
  return current;
}

function compare(facts: ReturnType<typeof factsOf>): void {
  const due = new Set(assessObligations(facts, rulebook).flatMap(({ due }) => due ?? []));
  const floor = new Set(dueInstantsOf(facts));
  const differing = [...due, ...floor].filter((instant) => !due.has(instant) || !floor.has(instant));
  if (differing.length > 0)
    throw new Error(
      `From ${facts.discoveredAt} in ${facts.timeZone} engine and floor differ: ${differing.join(", ")}`,
    );
}

/** The best of several rounds counts: what disturbs a round only ever makes it slower. */
function durationMs(work: () => number): number {
  const startedAt = performance.now();
  if (work() === 0) throw new Error("Nothing was measured.");
  return performance.now() - startedAt;
}
