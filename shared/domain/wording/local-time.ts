import { DateTime } from "luxon";
import type { Instant } from "../instants.ts";

export type LocalTime =
  | { readonly ok: true; readonly at: Instant }
  /** `skipped`: the clocks went forward over it, so it never was. */
  | { readonly ok: false; readonly why: "malformed" | "skipped" };

/**
 * What a person typed (`2026-11-24T03:12`, or with a space or seconds) as an instant. An hour that came twice is taken
 * the first time: for a legal clock the earlier start is the careful one.
 */
export function localToInstant(typed: string, timeZone: string): LocalTime {
  const match = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(?::(\d{2})(?:\.\d+)?)?$/.exec(typed.trim());
  if (!match) return { ok: false, why: "malformed" };
  const text = `${match[1]}T${match[2]}:${match[3] ?? "00"}`;
  const there = DateTime.fromISO(text, { zone: timeZone });
  if (!there.isValid) return { ok: false, why: "malformed" };
  if (there.toFormat("yyyy-MM-dd'T'HH:mm:ss") !== text) return { ok: false, why: "skipped" };
  const first = there
    .getPossibleOffsets()
    .reduce((earlier, other) => (other.toMillis() < earlier.toMillis() ? other : earlier));
  return { ok: true, at: first.toUTC().toISO() };
}

/** As a `datetime-local` input wants it: `2026-11-24T03:12`. */
export function instantToLocal(at: Instant, timeZone: string): string {
  return DateTime.fromISO(at, { zone: "utc" }).setZone(timeZone).toFormat("yyyy-MM-dd'T'HH:mm");
}
