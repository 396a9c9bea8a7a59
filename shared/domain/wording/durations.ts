/**
 * Spans of time in words, from milliseconds only: the page's script says them too, second by second, and must say the
 * same. Rounded down, so that nobody is ever told of more time than there is.
 */
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** From here on hours are noise: "45 days". */
const daysWithoutHours = 10;

/** "3 days 4 hours left", "2 hours 10 minutes overdue", "due now"; never "0 days". */
export function formatTimeLeft(leftMs: number): string {
  if (leftMs === 0) return "due now";
  return `${formatDuration(Math.abs(leftMs))} ${leftMs > 0 ? "left" : "overdue"}`;
}

/** The two largest units that say something: "3 days 4 hours", "1 hour", "less than a minute". */
export function formatDuration(ms: number): string {
  const days = Math.floor(ms / dayMs);
  const hours = Math.floor((ms % dayMs) / hourMs);
  const minutes = Math.floor((ms % hourMs) / minuteMs);
  if (days >= daysWithoutHours) return count(days, "day");
  if (days > 0) return both(count(days, "day"), hours, "hour");
  if (hours > 0) return both(count(hours, "hour"), minutes, "minute");
  return minutes > 0 ? count(minutes, "minute") : "less than a minute";
}

function both(larger: string, smaller: number, unit: string): string {
  return smaller === 0 ? larger : `${larger} ${count(smaller, unit)}`;
}

/** "1 hour", "1,200 people". */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString("en-US")} ${number === 1 ? one : many}`;
}
