import { IANAZone } from "luxon";

/**
 * Days and hours of one zone. A day is a number (days since 1 January 1970 in the calendar, no zone in it), an instant
 * is milliseconds of UTC; only the zone turns one into the other.
 */
export interface LocalCalendar {
  readonly zone: string;
  dayOf(instant: number): number;
  /** The last millisecond of the day, whether it has 23, 24 or 25 hours. */
  endOf(day: number): number;
  at(day: number, minuteOfDay: number): number;
  /** Minutes east of UTC at that instant. */
  offsetAt(instant: number): number;
}

export const hourMs = 3_600_000;
const minuteMs = 60_000;
const dayMs = 86_400_000;

const calendarsByZone = new Map<string, LocalCalendar>();

export function isZone(name: string): boolean {
  return calendarsByZone.has(name) || (/^[A-Za-z]/.test(name) && IANAZone.isValidZone(name));
}

/** Looking a zone up is dear and zones are few, so each is kept. */
export function calendarOf(zone: string): LocalCalendar {
  let calendar = calendarsByZone.get(zone);
  if (!calendar) {
    calendar = makeCalendar(zone);
    calendarsByZone.set(zone, calendar);
  }
  return calendar;
}

function makeCalendar(zone: string): LocalCalendar {
  if (!isZone(zone)) throw new RangeError(`"${zone}" is not an IANA time zone; write it like Europe/Dublin`);
  const iana = IANAZone.create(zone);
  const offsetAt = remembering((instant) => iana.offset(instant));
  return {
    zone,
    offsetAt,
    dayOf: (instant) => Math.floor((instant + offsetAt(instant) * minuteMs) / dayMs),
    endOf: remembering((day) => endOfDay(day, offsetAt)),
    at(day, minuteOfDay) {
      const wall = day * dayMs + minuteOfDay * minuteMs;
      return wall - offsetAt(wall - offsetAt(wall) * minuteMs) * minuteMs;
    },
  };
}

/** The rules of one fact set ask for the same few days again and again; the bound keeps a long batch flat. */
function remembering<T>(compute: (key: number) => T): (key: number) => T {
  const known = new Map<number, T>();
  return (key) => {
    let value = known.get(key);
    if (value === undefined) {
      if (known.size >= 512) known.clear();
      value = compute(key);
      known.set(key, value);
    }
    return value;
  };
}

/**
 * The last instant whose local date is `day`. Where clocks change near midnight, 23:59:59.999 can come twice or not at
 * all, so the two sides of the change are looked at separately.
 */
function endOfDay(day: number, offsetAt: (instant: number) => number): number {
  const midnight = (day + 1) * dayMs;
  const before = offsetAt(midnight - dayMs);
  const after = offsetAt(midnight + dayMs);
  if (before === after) return midnight - before * minuteMs - 1;
  const change = findChange(midnight - dayMs, midnight + dayMs, offsetAt);
  const midnightAfterChange = midnight - after * minuteMs;
  if (midnightAfterChange > change) return midnightAfterChange - 1;
  return Math.min(change, midnight - before * minuteMs) - 1;
}

function findChange(from: number, to: number, offsetAt: (instant: number) => number): number {
  const before = offsetAt(from);
  let low = from;
  let high = to;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(middle) === before) low = middle;
    else high = middle;
  }
  return high;
}

/** The start of the next clock hour as the wall shows it; exactly on an hour, that whole hour is still excluded. */
export function nextClockHour(instant: number, calendar: LocalCalendar): number {
  const wall = instant + calendar.offsetAt(instant) * minuteMs;
  return instant - (wall - Math.floor(wall / hourMs) * hourMs) + hourMs;
}

/** The day itself when the instant is its very first millisecond, else the day after: the first day wholly ahead. */
export function firstWholeDay(instant: number, calendar: LocalCalendar): number {
  const day = calendar.dayOf(instant);
  return calendar.dayOf(instant - 1) === day ? day + 1 : day;
}

export function isWeekend(day: number): boolean {
  const weekday = weekdayOf(day);
  return weekday === 0 || weekday === 6;
}

/** 0 is Sunday. */
export function weekdayOf(day: number): number {
  return (((day + 4) % 7) + 7) % 7;
}

export function isWorkingDay(day: number, holidays: ReadonlySet<number>): boolean {
  return !isWeekend(day) && !holidays.has(day);
}

/** The nth working day after `day`, which is not counted itself. */
export function workingDayAfter(day: number, count: number, holidays: ReadonlySet<number>): number {
  let current = day;
  for (let left = count; left > 0;) {
    current += 1;
    if (isWorkingDay(current, holidays)) left -= 1;
  }
  return current;
}

/** The same day number so many months on, or the last day of a month that is too short for it. */
export function monthsAfter(day: number, months: number): number {
  const date = new Date(day * dayMs);
  const month = date.getUTCMonth() + months;
  const lastOfMonth = new Date(Date.UTC(date.getUTCFullYear(), month + 1, 0)).getUTCDate();
  return Date.UTC(date.getUTCFullYear(), month, Math.min(date.getUTCDate(), lastOfMonth)) / dayMs;
}

export function lastDayOfYear(day: number): number {
  return Date.UTC(new Date(day * dayMs).getUTCFullYear(), 11, 31) / dayMs;
}

export function dayOfDate(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / dayMs;
}

export const dateOfDay: (day: number) => string = remembering((day) =>
  new Date(day * dayMs).toISOString().slice(0, 10),
);

export function instantText(instant: number): string {
  return new Date(instant).toISOString();
}

const isoInstant =
  /^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

/** A date that exists, a time that exists, and an offset: without one the same text is a different moment elsewhere. */
export function isInstantText(text: string): boolean {
  return isoInstant.test(text) && isDateText(text.slice(0, 10)) && !Number.isNaN(Date.parse(text));
}

export function isDateText(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const day = dayOfDate(text);
  return !Number.isNaN(day) && dateOfDay(day) === text;
}
