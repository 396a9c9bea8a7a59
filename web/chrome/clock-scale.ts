import { DateTime } from "luxon";
import type { ClockItem } from "../../shared/contracts/views.ts";
import type { Instant } from "../../shared/domain/instants.ts";
import { msOf } from "../../shared/domain/wording/times.ts";

/** One scale for all clocks of a case: an instant in, per cent of the width out. */
export interface ClockScale {
  readonly at: (instant: Instant) => number;
  /** True when later time is drawn narrower, so that 72 hours can be seen beside 14 months. */
  readonly compressed: boolean;
  readonly ticks: readonly { readonly at: Instant; readonly label: string }[];
}

/** The bar keeps clear of the edges, where the marks would be cut off. */
const [left, right] = [1.5, 97.5];
/** The shortest period is given at least so much of the width. */
const shortestShare = 0.2;
const day = 86_400_000;

export function clockScale(clocks: readonly ClockItem[], now: Instant, timeZone: string): ClockScale {
  const instants = clocks.flatMap(({ startAt, dueAt, metAt, holds }) => [
    startAt,
    dueAt,
    metAt,
    ...holds.map((hold) => hold.to),
  ]);
  const all = [...instants.filter((at) => at !== null), now].map(msOf);
  const first = Math.min(...all);
  const span = Math.max(...all, first + day / 24) - first;
  const shortest = Math.min(
    span,
    ...clocks.flatMap(({ dueAt }) => (dueAt === null ? [] : [Math.max(msOf(dueAt) - first, day / 2)])),
  );
  const power =
    shortest / span >= shortestShare ? 1 : Math.max(0.3, Math.log(shortestShare) / Math.log(shortest / span));
  const at = (instant: Instant): number => {
    const share = Math.min(1, Math.max(0, (msOf(instant) - first) / span));
    return round(left + (right - left) * share ** power);
  };
  return { at, compressed: power < 1, ticks: ticksOf(first, span, at, timeZone) };
}

const steps = [1 / 24, 0.25, 0.5, 1, 2, 3, 7, 14, 30, 60, 120, 240, 365, 730].map((days) => days * day);

/** The start, then round steps after it, as many as have room for a date. */
function ticksOf(first: number, span: number, at: ClockScale["at"], timeZone: string): ClockScale["ticks"] {
  const chosen: { at: Instant; label: string }[] = [];
  let before = Number.NEGATIVE_INFINITY;
  for (const step of [0, ...steps]) {
    const instant = DateTime.fromMillis(first + step, { zone: timeZone }).setLocale("en-US");
    const iso = instant.toUTC().toISO();
    if (iso === null || step > span) break;
    const position = at(iso);
    if (position - before < 21 || position > 90) continue;
    before = position;
    const startOfYear = DateTime.fromMillis(first, { zone: timeZone }).year;
    const format = step > 0 && step < day ? "HH:mm" : instant.year === startOfYear ? "d LLL" : "LLL yyyy";
    chosen.push({ at: iso, label: instant.toFormat(format) });
  }
  return chosen;
}

const round = (per: number): number => Math.round(per * 100) / 100;
