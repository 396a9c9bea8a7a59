import ical from "ical-generator";
import type { ClockItem } from "../../shared/contracts/views.ts";
import type { Instant } from "../../shared/domain/instants.ts";
import { msOf } from "../../shared/domain/wording/times.ts";
import { oneLine } from "./subject.ts";

interface Deadline {
  /** Stable: the same deadline, sent again, replaces the entry in a calendar that knows it. */
  readonly id: string;
  readonly at: Instant;
  readonly summary: string;
}

/** The entry ends with the deadline, so that it is seen before it has passed. */
const shownBeforeMs = 30 * 60_000;

/** An iCalendar file of these deadlines, or null where there is none. */
export function calendarOf(
  deadlines: readonly Deadline[],
  { now, url }: { readonly now: Instant; readonly url: string },
): string | null {
  if (deadlines.length === 0) return null;
  const calendar = ical({ prodId: { company: "tocsin", product: "deadlines", language: "EN" } });
  for (const { id, at, summary } of deadlines) {
    const end = msOf(at);
    calendar.createEvent({
      id: `${id}@tocsin`,
      start: new Date(end - shownBeforeMs),
      end: new Date(end),
      stamp: new Date(msOf(now)),
      summary: oneLine(summary),
      url,
    });
  }
  return calendar.toString();
}

/** The clocks that are still to be met. */
export const clockDeadlines = (
  clocks: readonly ClockItem[],
  { drill, caseCode }: { readonly drill: boolean; readonly caseCode: string },
): readonly Deadline[] =>
  clocks.flatMap(({ obligationId, title, state, dueAt }) =>
    dueAt !== null && (state === "running" || state === "held")
      ? [
          {
            id: `${caseCode}-${obligationId}`,
            at: dueAt,
            summary: `${drill ? "DRILL: " : ""}${title} (${caseCode})`,
          },
        ]
      : [],
  );
