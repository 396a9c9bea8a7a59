/** Timer schedules: six-field cron expressions and time spans, in UTC as in Azure. */
import { Cron } from "croner";

export interface Schedule {
  /** First occurrence after `instant`; undefined when there is none. */
  next(instant: number): number | undefined;
  /** Cron expressions follow the zone's wall clock, spans do not; the function is told. */
  readonly followsWallClock: boolean;
}

/** Throws an `Error` that names the expression. `%NAME%` is read from the app settings. */
export function parseSchedule(
  expression: string,
  settings: Readonly<Record<string, string | undefined>>,
): Schedule {
  const text = expression.replace(/%([^%]+)%/g, (_, name: string) => {
    const value = settings[name];
    if (value === undefined)
      throw new Error(`The schedule "${expression}" names the app setting ${name}, which is not set.`);
    return value;
  });
  const span = timeSpanMs(text);
  if (span !== undefined) {
    if (span <= 0) throw new Error(`The schedule "${text}" is not a positive time span.`);
    return { next: (instant) => instant + span, followsWallClock: false };
  }
  return { next: cronOccurrences(text), followsWallClock: true };
}

function cronOccurrences(text: string): Schedule["next"] {
  const fields = text.trim().split(/\s+/).length;
  if (fields !== 5 && fields !== 6) {
    throw new Error(`The schedule "${text}" has ${fields} fields; it needs six (seconds first) or five.`);
  }
  try {
    // Day of month and day of week must both match, as the platform has it; Unix cron takes either.
    const cron = new Cron(text, { timezone: "UTC", domAndDow: true, paused: true });
    return (instant) => cron.nextRun(new Date(instant))?.getTime();
  } catch (cause) {
    throw new Error(`The schedule "${text}" is not a cron expression: ${(cause as Error).message}`, {
      cause,
    });
  }
}

/**
 * A .NET time span: `hh:mm:ss`, `d.hh:mm:ss`, `d:hh:mm:ss`. As there, a first number of 24 or more in `hh:mm:ss` is
 * days: "24:00:00" is 24 days. Undefined when it is no time span.
 */
export function timeSpanMs(text: string): number | undefined {
  const match = /^(?:(\d+)[.:])?(\d+):(\d+):(\d+)(?:\.(\d{1,7}))?$/.exec(text.trim());
  if (match === null) return undefined;
  let [days, hours, minutes, seconds] = [1, 2, 3, 4].map((group) => Number(match[group] ?? 0)) as [
    number,
    number,
    number,
    number,
  ];
  if (match[1] === undefined && hours >= 24) [days, hours, minutes, seconds] = [hours, minutes, seconds, 0];
  if (hours > 23 || minutes > 59 || seconds > 59) return undefined;
  return (
    (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000 +
    Math.round(Number(`0.${match[5] ?? 0}`) * 1000)
  );
}
