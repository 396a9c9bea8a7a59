import { dateOfDay, weekdayOf } from "../law/counting.ts";
import type { LocalCalendar } from "../law/counting.ts";

const months = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];
const weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/** "14 September 2026", the same whatever language the machine speaks. */
export function dayInWords(day: number): string {
  const [year, month, date] = dateOfDay(day).split("-");
  return `${Number(date)} ${months[Number(month) - 1]} ${year}`;
}

export function weekdayInWords(day: number): string {
  return weekdays[weekdayOf(day)] ?? "";
}

/** "14 September 2026, 18:30 (America/New_York)": the wall clock of the place, to the precision that matters. */
export function instantInWords(instant: number, calendar: LocalCalendar): string {
  const wall = new Date(instant + calendar.offsetAt(instant) * 60_000).toISOString();
  const time = wall.endsWith(":00.000Z") ? wall.slice(11, 16) : wall.slice(11, 23).replace(/\.000$/, "");
  return `${dayInWords(calendar.dayOf(instant))}, ${time} (${calendar.zone})`;
}
