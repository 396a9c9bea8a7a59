import type { AlertTime } from "../domain/alert/alert.ts";
import { textOf } from "./fields.ts";

const iso =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,12}))?)?)? ?(?:([Zz]|UTC|GMT)|([+-])(\d{2}):?(\d{2})?)?$/;
const american =
  /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?:,? (\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,12}))?)?(?: ?([AaPp])[Mm])?)?(?: ?(?:Z|UTC|GMT))?$/;
const httpDate =
  /^(?:[A-Za-z]{3,9}, ?)?(\d{1,2})[ -]([A-Za-z]{3})[ -](\d{4}) (\d{1,2}):(\d{2}):(\d{2})(?:\.(\d{1,12}))?(?: ?(?:(GMT|UTC|Z)|([+-])(\d{2}):?(\d{2})))?$/;
const epoch = /^(\d{9,17})(?:\.(\d{1,12}))?$/;
const monthLengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/**
 * The instant in any of the formats that senders use, as UTC with three decimals; null when it cannot be read.
 * Further decimals are cut, never rounded: a rounded instant may lie after the one that was meant. A time without
 * zone is UTC (JavaScript alone would take the machine's zone). The year 0001 is some senders' word for "unknown".
 */
export function instantOf(value: unknown): string | null {
  const text = textOf(value);
  if (text === null || text.length > 64) return null;
  const plain = plainIsoInstant(text);
  if (plain !== undefined) return plain;
  const ms = isoMs(text) ?? epochMs(text) ?? americanMs(text) ?? httpDateMs(text);
  return ms === null ? null : new Date(ms).toISOString();
}

/**
 * Nearly every time there is: `2026-11-24T03:12:00.1234567Z`, in UTC already, so its digits are kept and only checked.
 * Read by hand, since an alert has half a dozen of them. Undefined when it is written in another way.
 */
function plainIsoInstant(text: string): string | null | undefined {
  if (text.length < 19 || text[4] !== "-" || text[7] !== "-" || text[13] !== ":" || text[16] !== ":")
    return undefined;
  if (text[10] !== "T" && text[10] !== " ") return undefined;
  const year = digitsAt(text, 0, 4);
  const month = digitsAt(text, 5, 2);
  const day = digitsAt(text, 8, 2);
  const hour = digitsAt(text, 11, 2);
  const minute = digitsAt(text, 14, 2);
  const second = digitsAt(text, 17, 2);
  if (year < 0 || month < 0 || day < 0 || hour < 0 || minute < 0 || second < 0) return undefined;
  let end = 19;
  if (text[end] === ".") while (digitsAt(text, end + 1, 1) >= 0) end += 1;
  const zone = text.slice(text[19] === "." ? end + 1 : end);
  if ((zone !== "" && zone !== "Z" && zone !== "+00:00") || (text[19] === "." && end === 19))
    return undefined;
  if (year <= 1 || day < 1 || day > daysIn(year, month) || hour > 23 || minute > 59 || second > 59)
    return null;
  const fraction = text.slice(20, Math.min(end + 1, 23));
  return `${text.slice(0, 10)}T${text.slice(11, 19)}.${fraction.padEnd(3, "0")}Z`;
}

/** The number in so many digits, or -1 when they are not all digits. */
function digitsAt(text: string, at: number, count: number): number {
  let value = 0;
  for (let index = at; index < at + count; index += 1) {
    const digit = text.charCodeAt(index) - 48;
    if (!(digit >= 0 && digit <= 9)) return -1;
    value = value * 10 + digit;
  }
  return value;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return monthLengths[month - 1] ?? 0;
}

/** Both readings of a time field; undefined when the field holds nothing. */
export function timeOf(value: unknown): AlertTime | undefined {
  const native = textOf(value);
  return native === null ? undefined : { at: instantOf(native), native: native.slice(0, 64) };
}

function isoMs(text: string): number | null {
  const m = iso.exec(text);
  if (!m) return null;
  const local = civilMs(m[1], m[2], m[3], m[4], m[5], m[6], m[7]);
  return local === null ? null : atOffset(local, m[9], m[10], m[11]);
}

function americanMs(text: string): number | null {
  const m = american.exec(text);
  if (!m) return null;
  let hour = m[4] === undefined ? undefined : Number(m[4]);
  const half = m[8]?.toLowerCase();
  if (half !== undefined && hour !== undefined) {
    if (hour < 1 || hour > 12) return null;
    hour = (hour % 12) + (half === "p" ? 12 : 0);
  }
  return civilMs(m[3], m[1], m[2], hour?.toString(), m[5], m[6], m[7]);
}

function httpDateMs(text: string): number | null {
  const m = httpDate.exec(text);
  if (!m) return null;
  const month = months.indexOf(m[2]?.toLowerCase() ?? "") + 1;
  const local = civilMs(m[3], month.toString(), m[1], m[4], m[5], m[6], m[7]);
  return local === null ? null : atOffset(local, m[9], m[10], m[11]);
}

/** Seconds, or milliseconds (12 digits and more), or .NET's microseconds: told apart by size. */
function epochMs(text: string): number | null {
  const m = epoch.exec(text);
  const digits = m?.[1];
  if (digits === undefined) return null;
  if (digits.length <= 11) return Number(digits) * 1000 + milliseconds(m?.[2]);
  if (digits.length <= 14) return Number(digits);
  return Math.trunc(Number(digits) / 1000);
}

function civilMs(
  year: string | undefined,
  month: string | undefined,
  day: string | undefined,
  hour = "0",
  minute = "0",
  second = "0",
  fraction?: string,
): number | null {
  const y = Number(year);
  if (y <= 1 || Number(day) < 1 || Number(day) > daysIn(y, Number(month))) return null;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null;
  // Date.UTC alone takes the years 0 to 99 for 1900 to 1999.
  const midnight = new Date(0).setUTCFullYear(y, Number(month) - 1, Number(day));
  return (
    midnight +
    Number(hour) * 3_600_000 +
    Number(minute) * 60_000 +
    Number(second) * 1000 +
    milliseconds(fraction)
  );
}

function milliseconds(fraction: string | undefined): number {
  return fraction === undefined ? 0 : Number(fraction.slice(0, 3).padEnd(3, "0"));
}

function atOffset(
  localMs: number,
  sign: string | undefined,
  hours: string | undefined,
  minutes = "0",
): number | null {
  if (sign === undefined) return localMs;
  if (Number(hours) > 14 || Number(minutes) > 59) return null;
  const offset = Number(hours) * 3_600_000 + Number(minutes) * 60_000;
  return sign === "-" ? localMs + offset : localMs - offset;
}
