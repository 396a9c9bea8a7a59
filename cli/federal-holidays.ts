/**
 * Writes shared/rules/us-federal-holidays.ts: `node cli/federal-holidays.ts 2013 2032`. Rules are literals, so the
 * calendar (5 U.S.C. 6103) is worked out here and kept there as dates that a lawyer can read.
 */
import { writeFile } from "node:fs/promises";

const dayMs = 86_400_000;

/** The days on which federal offices are closed, as observed: a Saturday's holiday on Friday, a Sunday's on Monday. */
export function federalHolidaysOf(year: number): readonly string[] {
  const holidays = [
    observed(year, 0, 1),
    nthMonday(year, 0, 3),
    nthMonday(year, 1, 3),
    lastMondayOfMay(year),
    ...(year >= 2021 ? [observed(year, 5, 19)] : []), // Juneteenth, by Public Law 117-17
    observed(year, 6, 4),
    nthMonday(year, 8, 1),
    nthMonday(year, 9, 2),
    observed(year, 10, 11),
    nthWeekday(year, 10, 4, 4),
    observed(year, 11, 25),
  ];
  return holidays.map((instant) => new Date(instant).toISOString().slice(0, 10));
}

function observed(year: number, month: number, date: number): number {
  const instant = Date.UTC(year, month, date);
  const weekday = new Date(instant).getUTCDay();
  if (weekday === 6) return instant - dayMs;
  return weekday === 0 ? instant + dayMs : instant;
}

function nthMonday(year: number, month: number, n: number): number {
  return nthWeekday(year, month, 1, n);
}

function nthWeekday(year: number, month: number, weekday: number, n: number): number {
  const first = new Date(Date.UTC(year, month, 1)).getUTCDay();
  return Date.UTC(year, month, 1 + ((weekday - first + 7) % 7) + (n - 1) * 7);
}

function lastMondayOfMay(year: number): number {
  const last = Date.UTC(year, 4, 31);
  return last - ((new Date(last).getUTCDay() + 6) % 7) * dayMs;
}

export function federalHolidaysSource(from: number, to: number): string {
  const years = Array.from({ length: to - from + 1 }, (_, index) => from + index);
  const lines = years.map((year) => {
    const dates = federalHolidaysOf(year).map((date) => `"${date}"`);
    return `  ...[${dates.slice(0, 6).join(", ")}],\n  ...[${dates.slice(6).join(", ")}],`;
  });
  return `/** Federal holidays as observed, 5 U.S.C. 6103. Written by cli/federal-holidays.ts; closings by executive order are not in it. */
export const usFederalHolidays: readonly string[] = [\n${lines.join("\n")}\n];\n`;
}

if (import.meta.main) {
  const [from, to] = process.argv.slice(2).map(Number);
  const target = new URL("../shared/rules/us-federal-holidays.ts", import.meta.url);
  await writeFile(target, federalHolidaysSource(from ?? 2013, to ?? 2032));
}
