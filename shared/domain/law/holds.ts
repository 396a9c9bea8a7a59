import { dayOfDate, isDateText } from "./counting.ts";
import type { LocalCalendar } from "./counting.ts";
import { dayInWords, instantInWords } from "../wording/dates.ts";
import type { LawEnforcementHold } from "./facts.ts";

export interface HoldInForce {
  /** No notice may leave before this; null when no statement has an effect. */
  readonly until: number | null;
  /** From the first statement to the end of the hold: what a reading that stops the clock would add. */
  readonly calendarDays: number;
  readonly steps: readonly string[];
}

interface Statement {
  /** The request that it belongs to; "" where nobody tells them apart. */
  readonly request: string;
  readonly statedAt: number;
  readonly until: number;
  /** The last day that a statement without a time could hold. */
  readonly limit: number;
  readonly timed: boolean;
  readonly words: string;
}

/** One request of law enforcement, as far as its statements have been read. */
interface Request {
  readonly timedUntil: number | null;
  readonly untimed: Statement | null;
  /** A written time has taken the place of the one without. */
  readonly isReplaced: boolean;
}

const unheard: Request = { timedUntil: null, untimed: null, isReplaced: false };

/**
 * Works out one hold from all statements of law enforcement.
 *
 * A written statement with a time lasts until that time. Any other lasts a fixed number of days from its own date; a
 * second such statement adds nothing, unless the first request was lifted before; a written time that arrives while
 * it lasts takes its place, even if shorter, but not that of another request. A first statement after the statutory
 * end comes too late to change anything, while one made during a hold that is in force prolongs it.
 */
export function holdInForce(
  holds: readonly LawEnforcementHold[],
  untimedDays: number,
  statutoryEnd: number | null,
  calendar: LocalCalendar,
): HoldInForce {
  const statements = holds
    .map((hold) => statementOf(hold, untimedDays, calendar))
    .filter(({ statedAt, until }) => until >= statedAt)
    .toSorted((a, b) => a.statedAt - b.statedAt);
  const steps: string[] = [];
  const requests = new Map<string, Request>();
  let firstStatedAt: number | null = null;

  const untilNow = () => [...requests.values()].map(endOfRequest).reduce(latest, null);
  for (const statement of statements) {
    const request = requests.get(statement.request) ?? unheard;
    const current = untilNow();
    const during = current !== null && statement.statedAt <= current;
    if (!during && statutoryEnd !== null && statement.statedAt > statutoryEnd) {
      steps.push(`${statement.words} came after the period had ended and changes nothing.`);
      continue;
    }
    if (statement.timed) {
      const isReplaced =
        request.isReplaced || (request.untimed !== null && statement.statedAt <= request.untimed.until);
      const timedUntil = latest(request.timedUntil, statement.until);
      requests.set(statement.request, { ...request, timedUntil, isReplaced });
      steps.push(`${statement.words} holds notices until ${instantInWords(statement.until, calendar)}.`);
    } else {
      const limit = request.untimed?.limit ?? limitOfOthers(statement, requests);
      const untimed = request.untimed ?? (limit === null ? statement : endingBy(limit, statement));
      requests.set(statement.request, { ...request, untimed });
      if (limit !== null) {
        steps.push(`${statement.words} repeats an earlier one and does not extend it.`);
        continue;
      }
      steps.push(
        `${statement.words} lasts ${untimedDays} days from its date at most, until ${instantInWords(statement.until, calendar)}.`,
      );
    }
    firstStatedAt ??= statement.statedAt;
  }

  const until = untilNow();
  if (until === null || firstStatedAt === null) return { until: null, calendarDays: 0, steps };
  return { until, calendarDays: calendar.dayOf(until) - calendar.dayOf(firstStatedAt), steps };
}

const endOfRequest = ({ timedUntil, untimed, isReplaced }: Request): number | null =>
  latest(timedUntil, isReplaced ? null : (untimed?.until ?? null));

/**
 * Until when another request by word of mouth holds at most, unless it was lifted before this statement: what is said
 * beside it does not extend it, and goes on to its last day if only that other one is lifted.
 */
function limitOfOthers(statement: Statement, requests: ReadonlyMap<string, Request>): number | null {
  const limits = [...requests.values()].flatMap(({ untimed }) => {
    if (untimed === null) return [];
    const wasLifted = untimed.until < untimed.limit && untimed.until < statement.statedAt;
    return wasLifted ? [] : [untimed.limit];
  });
  return limits.length === 0 ? null : Math.max(...limits);
}

const endingBy = (limit: number, statement: Statement): Statement => ({
  ...statement,
  limit,
  until: Math.min(limit, statement.until),
});

function statementOf(hold: LawEnforcementHold, untimedDays: number, calendar: LocalCalendar): Statement {
  const statedAt = Date.parse(hold.statedAt);
  const limit = calendar.endOf(calendar.dayOf(statedAt) + untimedDays);
  const named = hold.until == null ? null : namedEnd(hold.until, calendar);
  const day = dayInWords(calendar.dayOf(statedAt));
  const known = { request: hold.holdId ?? "", statedAt, limit };
  if (hold.form === "written" && named !== null)
    return { ...known, until: named, timed: true, words: `The written statement of ${day}` };
  const form = hold.form === "oral" ? "oral statement" : "written statement without a time";
  const until = named === null ? limit : Math.min(named, limit);
  return { ...known, until, timed: false, words: `The ${form} of ${day}` };
}

/** The instant that a statement names; a date means the end of that day where the entity is. */
export function namedEnd(until: string, calendar: LocalCalendar): number {
  return isDateText(until) ? calendar.endOf(dayOfDate(until)) : Date.parse(until);
}

function latest(a: number | null, b: number | null): number | null {
  if (a === null) return b;
  return b === null ? a : Math.max(a, b);
}
