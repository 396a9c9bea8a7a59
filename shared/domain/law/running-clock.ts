import { dateOfDay, instantText } from "./counting.ts";
import type { LocalCalendar } from "./counting.ts";
import { instantInWords } from "../wording/dates.ts";
import type { Facts } from "./facts.ts";
import { holdInForce } from "./holds.ts";
import { endOf, laterEnd } from "./periods.ts";
import type { PeriodEnd } from "./periods.ts";
import type { Deadline, LaterReading, Pause, Period } from "./rule.ts";
import type { StartedText } from "./text-in-force.ts";

export interface RunningClock {
  readonly due: number | null;
  readonly latestArguable: number | null;
  readonly latestContested: number | null;
  readonly notBefore: number | null;
  readonly clockStart: string | null;
  readonly steps: readonly string[];
}

/** Runs the period of a text from its start, past any hold, and tells every step. */
export function runClock(started: StartedText, facts: Facts): RunningClock {
  const { rule, deadline, calendar, at } = started;
  const period = deadline?.within ?? null;
  if (deadline && period && at !== null) return runPeriod(started, { deadline, period, at }, facts);
  const noNumber =
    deadline && !period ? ["The law gives no number: without undue delay. Any target is internal."] : [];
  const held = applyHold(rule.pause, null, facts, calendar);
  return {
    due: null,
    latestArguable: null,
    latestContested: null,
    notBefore: held.notBefore,
    clockStart: at === null || !deadline ? null : startText(at, deadline, calendar),
    steps: [...started.steps, ...noNumber, ...held.steps],
  };
}

function runPeriod(
  { rule, calendar, steps }: StartedText,
  run: { readonly deadline: Deadline; readonly period: Period; readonly at: number },
  facts: Facts,
): RunningClock {
  const { deadline, period, at } = run;
  const counted = endOf(period, at, calendar, facts);
  const later = (reading: LaterReading | undefined) =>
    reading ? laterEnd(reading, { start: at, period, counted }, calendar, facts) : null;
  const arguable = later(deadline.arguable);
  const contested = later(deadline.contested);
  const held = applyHold(rule.pause, counted, facts, calendar);
  return {
    due: held.due,
    latestArguable: held.latestArguable ?? arguable?.end ?? null,
    latestContested: contested?.end ?? null,
    notBefore: held.notBefore,
    clockStart: counted.start.kind === "day" ? dateOfDay(counted.start.day) : instantText(at),
    steps: [
      ...steps,
      ...counted.steps,
      ...(arguable?.steps ?? []),
      ...(contested?.steps ?? []),
      ...held.steps,
    ],
  };
}

/** Where no period counts from it: a date for a law that counts days, else the instant. */
function startText(at: number, { within, startUnit }: Deadline, calendar: LocalCalendar): string {
  const byDate = startUnit === "local-date" || (within !== null && within.kind !== "elapsed-hours");
  return byDate ? dateOfDay(calendar.dayOf(at)) : instantText(at);
}

interface HeldEnd {
  readonly due: number | null;
  readonly notBefore: number | null;
  readonly latestArguable: number | null;
  readonly steps: readonly string[];
}

/** The end of the period under a hold: the later of the two, since a notice may not leave before the hold ends. */
function applyHold(
  pause: Pause | undefined,
  counted: PeriodEnd | null,
  facts: Facts,
  calendar: LocalCalendar,
): HeldEnd {
  const due = counted?.end ?? null;
  const untouched = { due, notBefore: null, latestArguable: null };
  const holds = facts.lawEnforcementHolds ?? [];
  if (!pause || holds.length === 0) return { ...untouched, steps: [] };
  if (pause.kind !== "hold") return { ...untouched, steps: [pause.words] };
  const hold = holdInForce(holds, pause.untimedDays, due, calendar);
  if (hold.until === null) return { ...untouched, steps: hold.steps };
  const steps = [
    ...hold.steps,
    `No notice may leave before ${instantInWords(hold.until, calendar)} (${pause.citation}).`,
  ];
  if (due === null || !counted) return { ...untouched, notBefore: hold.until, steps };
  const afterwards = pause.afterwards ? endOf(pause.afterwards, hold.until, calendar, facts) : null;
  const freeAt = afterwards?.end ?? hold.until;
  const latestArguable =
    counted.lastDay === null
      ? due + hold.calendarDays * 86_400_000
      : calendar.endOf(counted.lastDay + hold.calendarDays);
  return {
    due: Math.max(due, freeAt),
    notBefore: hold.until,
    latestArguable: Math.max(latestArguable, freeAt),
    steps: [
      ...steps,
      ...(afterwards?.steps ?? []),
      freeAt > due
        ? `That is later than the end of the period, so it governs: due ${instantInWords(freeAt, calendar)}.`
        : "The hold ends before the period does, so the end of the period stays.",
      `Latest arguable: if the hold stopped the clock, its ${hold.calendarDays} calendar days would be added.`,
    ],
  };
}
