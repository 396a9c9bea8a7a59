import { DateTime } from "luxon";
import { assert } from "../failures.ts";
import type { Instant } from "../instants.ts";
import { formatTimeLeft } from "./durations.ts";

/** One instant said twice: where the people are, and in UTC (null where the zone is UTC itself). */
export interface FormattedInstant {
  readonly local: string;
  readonly utc: string | null;
}

/** `Mon 14 Sep 2026, 23:59 EDT` and `03:59 UTC on the 15th`. */
export function formatInstant(at: Instant, timeZone: string): FormattedInstant {
  const there = inZone(at, timeZone);
  return { local: `${there.toFormat("ccc d LLL yyyy, HH:mm")} ${zoneName(there)}`, utc: formatUtc(there) };
}

/** The same in one line, for plain text: `Mon 14 Sep 2026, 23:59 EDT (03:59 UTC on the 15th)`. */
export function formatInstantInLine(at: Instant, timeZone: string): string {
  const { local, utc } = formatInstant(at, timeZone);
  return utc === null ? local : `${local} (${utc})`;
}

/**
 * A due instant. A period in hours ends at its minute; a period in days ends with its last day, and is said so:
 * `until the end of Mon 14 Sep 2026` and `23:59 EDT, 03:59 UTC on the 15th`.
 */
export function formatDue(
  at: Instant,
  { elapsedHours, timeZone }: { elapsedHours: boolean; timeZone: string },
): FormattedInstant {
  if (elapsedHours) return formatInstant(at, timeZone);
  const there = inZone(at, timeZone);
  const minute = `${there.toFormat("HH:mm")} ${zoneName(there)}`;
  const utc = formatUtc(there);
  return {
    local: `until the end of ${there.toFormat("ccc d LLL yyyy")}`,
    utc: utc === null ? minute : `${minute}, ${utc}`,
  };
}

/** `3 days 4 hours left`, `2 hours 10 minutes overdue`. */
export function formatTimeUntil(due: Instant, now: Instant): string {
  return formatTimeLeft(msOf(due) - msOf(now));
}

/** As short as it stays clear, for a subject line: `14:20 EDT` today, `Tue 14:20 EDT` this week, else `8 Dec 14:20 EST`. */
export function formatBy(at: Instant, now: Instant, timeZone: string): string {
  const there = inZone(at, timeZone);
  const here = inZone(now, timeZone);
  const days = there.startOf("day").diff(here.startOf("day"), "days").days;
  const day = days === 0 ? "" : days > 0 && days < 7 ? there.toFormat("ccc ") : there.toFormat("d LLL ");
  return `${day}${there.toFormat("HH:mm")} ${zoneName(there)}`;
}

/** The local calendar day: `Mon 14 Sep 2026`. */
export function formatDay(at: Instant, timeZone: string): string {
  return inZone(at, timeZone).toFormat("ccc d LLL yyyy");
}

/** A date as letters write it: `September 14, 2026` in the United States, `14 September 2026` in Europe. */
export function formatLetterDate(at: Instant, timeZone: string, style: "us" | "european"): string {
  return inZone(at, timeZone).toFormat(style === "us" ? "LLLL d, yyyy" : "d LLLL yyyy");
}

/** `23:59 EDT`. */
export function formatTimeOfDay(at: Instant, timeZone: string): string {
  const there = inZone(at, timeZone);
  return `${there.toFormat("HH:mm")} ${zoneName(there)}`;
}

export function msOf(at: Instant): number {
  const ms = DateTime.fromISO(at, { zone: "utc" }).toMillis();
  assert(Number.isFinite(ms), `not an instant: ${at}`);
  return ms;
}

function inZone(at: Instant, timeZone: string): DateTime {
  // The language is fixed, so that a page reads the same on every machine; en-US because en-GB writes "Sept".
  const there = DateTime.fromISO(at, { zone: "utc" }).setZone(timeZone).setLocale("en-US");
  assert(there.isValid, `not an instant or no such time zone: ${at}, ${timeZone}`);
  return there;
}

function formatUtc(there: DateTime): string | null {
  if (there.offset === 0 && zoneName(there) === "UTC") return null;
  const utc = there.toUTC();
  const time = `${utc.toFormat("HH:mm")} UTC`;
  return utc.hasSame(there.setZone("utc", { keepLocalTime: true }), "day")
    ? time
    : `${time} on the ${ordinal(utc.day)}`;
}

/** American names come from American English, European ones from British English: either alone answers "GMT-4" or "GMT+2". */
function zoneName(there: DateTime): string {
  if (there.zoneName === "UTC" || there.zoneName === "Etc/UTC") return "UTC";
  const american = shortNameOf(there, "en-US");
  return /^GMT./.test(american) ? shortNameOf(there, "en-GB") : american;
}

function ordinal(day: number): string {
  if (day % 100 >= 11 && day % 100 <= 13) return `${day}th`;
  return `${day}${["th", "st", "nd", "rd"][day % 10] ?? "th"}`;
}

/** Making a formatter costs a hundred times its use, and luxon makes one for each name. One a zone and locale is kept. */
const nameFormats = new Map<string, Intl.DateTimeFormat>();

function shortNameOf(there: DateTime, locale: "en-US" | "en-GB"): string {
  const timeZone = there.zoneName ?? "UTC";
  const key = `${locale} ${timeZone}`;
  const format =
    nameFormats.get(key) ??
    new Intl.DateTimeFormat(locale, { timeZone, hourCycle: "h23", hour: "2-digit", timeZoneName: "short" });
  nameFormats.set(key, format);
  return (
    format.formatToParts(there.toMillis()).find(({ type }) => type === "timeZoneName")?.value ?? timeZone
  );
}
