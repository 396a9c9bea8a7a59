/** A second opinion on local time, by Intl alone: nothing here shares code with what it checks. */

const formats = new Map<string, Intl.DateTimeFormat>();

/** What the wall clock of the place shows, as `YYYY-MM-DDTHH:MM:SS`. */
export function wallClock(instant: number, timeZone: string): string {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-CA", {
      timeZone,
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
    });
    formats.set(timeZone, format);
  }
  const part = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, value]));
  return `${part.year}-${part.month}-${part.day}T${part.hour}:${part.minute}:${part.second}`;
}

const minuteMs = 60_000;

/** The last millisecond at which the calendar of the place shows the date: found by trying, minute by minute. */
export function lastInstantOf(date: string, timeZone: string): string {
  const midnightUtc = Date.parse(`${date}T00:00:00Z`) + 86_400_000;
  for (
    let instant = midnightUtc + 14 * 3_600_000;
    instant > midnightUtc - 40 * 3_600_000;
    instant -= 15 * minuteMs
  ) {
    if (wallClock(instant, timeZone).slice(0, 10) > date) continue;
    let last = instant;
    while (wallClock(last + minuteMs, timeZone).slice(0, 10) <= date) last += minuteMs;
    while (wallClock(last + 1000, timeZone).slice(0, 10) <= date) last += 1000;
    return new Date(Math.floor(last / 1000) * 1000 + 999).toISOString();
  }
  throw new Error(`${date} does not end in ${timeZone}`);
}

export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
