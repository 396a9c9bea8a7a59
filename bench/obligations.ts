import { performance } from "node:perf_hooks";
import { DateTime } from "luxon";
import { regimeNames } from "../shared/domain/law/facts.ts";
import type { Facts } from "../shared/domain/law/facts.ts";
import { assessObligations } from "../shared/domain/law/obligations.ts";
import { rulebook } from "../shared/rules/rulebook.ts";

const cases = 1500;
const rounds = 7;
const zones = ["America/New_York", "Europe/Berlin", "Asia/Kolkata", "America/Los_Angeles", "Europe/Dublin"];

export interface ObligationFigures {
  readonly cases: number;
  /** Obligations judged for each case: every regime is on. */
  readonly obligationsPerCase: number;
  readonly casesPerSecond: number;
  readonly obligationsPerSecond: number;
  /** Only the luxon operations that work out the dates of the same answers, one for each date, none for the words. */
  readonly floorCasesPerSecond: number;
  /** The engine in units of that floor: 3 takes three times as long. */
  readonly ratio: number;
}

/** Cases per second on one core with all regimes on, beside the bare date arithmetic of the same answers. */
export async function run(): Promise<ObligationFigures> {
  const all = Array.from({ length: cases }, (_, index) => factsOf(index));
  const obligationsPerCase = assessObligations(factsOf(0), rulebook).length;
  const engine = () => all.reduce((sum, facts) => sum + assessObligations(facts, rulebook).length, 0);
  const floor = () => all.reduce((sum, facts) => sum + datesOf(facts), 0);
  // Turn by turn, so that whatever else the machine does disturbs both alike.
  let engineMs = Infinity;
  let floorMs = Infinity;
  for (let round = 0; round < rounds; round += 1) {
    engineMs = Math.min(engineMs, durationMs(engine));
    floorMs = Math.min(floorMs, durationMs(floor));
  }
  const casesPerSecond = Math.round((cases / engineMs) * 1000);
  return {
    cases,
    obligationsPerCase,
    casesPerSecond,
    obligationsPerSecond: casesPerSecond * obligationsPerCase,
    floorCasesPerSecond: Math.round((cases / floorMs) * 1000),
    ratio: Number((engineMs / floorMs).toFixed(2)),
  };
}

/** A different start and zone each time: nothing that one case computed helps the next. */
function factsOf(index: number): Facts {
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

/** The ends that such a case shows, worked out the plain way, each as UTC text. */
const ends: readonly { readonly days?: number; readonly hours?: number; readonly count: number }[] = [
  { days: 60, count: 9 }, // people, substitute, media and Secretary; people, media and Commission; Texas
  { days: 30, count: 9 }, // the other States and the explanation of a payment
  { days: 21, count: 2 }, // 15 business days, as if somebody had counted them already
  { days: 6, count: 1 },
  { hours: 72, count: 8 }, // authority, commissioner, NIS2 and financial services, with what could be argued
  { hours: 24, count: 3 },
];

function datesOf({ discoveredAt, timeZone }: Facts): number {
  let length = 0;
  for (const { count, ...span } of ends)
    for (let repeat = 0; repeat < count; repeat += 1) {
      const start = DateTime.fromISO(discoveredAt ?? "", { zone: timeZone });
      const moved = start.plus(span);
      length += (span.days === undefined ? moved : moved.endOf("day")).toUTC().toISO()?.length ?? 0;
    }
  return length;
}

/** The best of several rounds counts: what disturbs a round only ever makes it slower. */
function durationMs(work: () => number): number {
  const startedAt = performance.now();
  if (work() === 0) throw new Error("Nothing was measured.");
  return performance.now() - startedAt;
}
