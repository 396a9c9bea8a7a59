import { startOf } from "./clock-starts.ts";
import { judge } from "./conditions.ts";
import { correctedFacts } from "./corrections.ts";
import { calendarOf, dateOfDay, instantText } from "./counting.ts";
import type { LocalCalendar } from "./counting.ts";
import { dayInWords, instantInWords } from "./dates-in-words.ts";
import { instantAt } from "./facts.ts";
import type { Facts } from "./facts.ts";
import { holdInForce } from "./holds.ts";
import { governs, obligationsOf } from "./law-in-force.ts";
import type { Obligation } from "./law-in-force.ts";
import { endOf, laterEnd } from "./periods.ts";
import type { PeriodEnd } from "./periods.ts";
import { recipientsOf } from "./recipients.ts";
import { sayDuration } from "./say-duration.ts";
import type { CheckLabel, Deadline, ObligationRule, Pause } from "./rule.ts";

export interface ObligationAssessment {
  readonly obligationId: string;
  readonly regime: string;
  readonly title: string;
  readonly applies: boolean;
  /** The deadline to work to; null when nothing is owed, when the law has no number, or when its start is not known. */
  readonly due: string | null;
  /** Later ends that somebody could argue for. For showing; nothing may be scheduled on them. */
  readonly latestArguable?: string;
  readonly latestContested?: string;
  /** The end of a law-enforcement hold: a notice must not leave earlier. */
  readonly notBefore?: string;
  /** A date where days are counted, an instant where hours are. */
  readonly clockStart?: string;
  readonly jurisdictions?: readonly string[];
  readonly authorities?: readonly string[];
  readonly owedBy?: string;
  readonly owedTo?: string;
  readonly method?: string;
  readonly retention?: string;
  readonly requiresReasons?: boolean;
  readonly overdue?: boolean;
  readonly note: string;
  readonly citation: string;
  readonly sourceUrl: string;
  readonly check: CheckLabel;
  /** What in the record of this rule is less certain than its label. */
  readonly doubts?: readonly string[];
  /** The text of the law that was applied, by the day it came into force. */
  readonly validFrom: string;
  readonly contentElements: readonly string[];
  readonly explanation: readonly string[];
}

export interface AssessmentOptions {
  /** The moment of judging what is overdue; without it the one in the facts. */
  readonly at?: string;
  /** The date whose law is applied; without it the date of the event that starts each clock. */
  readonly lawAsOf?: string;
}

/**
 * Every obligation of the regimes that the facts choose, owed or not, with its deadline and the steps that led there.
 * Depends on nothing but its arguments: the same facts, rules and time-zone data give the same answer on any machine.
 */
export function assessObligations(
  facts: Facts,
  rules: readonly ObligationRule[],
  options: AssessmentOptions = {},
): readonly ObligationAssessment[] {
  const known = correctedFacts(facts);
  const judgedAt = options.at ?? known.evaluateAt;
  const judging: Judging = {
    facts: known,
    calendar: calendarOf(known.timeZone),
    at: judgedAt == null ? null : Date.parse(judgedAt),
    lawAsOf: options.lawAsOf?.slice(0, 10),
  };
  const regimes = [...new Set(known.regimes)];
  return regimes.flatMap((regime) => obligationsOf(rules, regime).map((one) => assess(one, judging)));
}

interface Judging {
  readonly facts: Facts;
  readonly calendar: LocalCalendar;
  readonly at: number | null;
  readonly lawAsOf: string | undefined;
}

interface StartedText {
  readonly rule: ObligationRule;
  readonly deadline: Deadline | undefined;
  readonly calendar: LocalCalendar;
  readonly at: number | null;
  readonly steps: readonly string[];
}

function assess(obligation: Obligation, judging: Judging): ObligationAssessment {
  const started = textInForce(obligation, judging);
  if (typeof started === "string") return notInForce(obligation, started);
  const { rule } = started;
  const duty = judge(rule.when, judging.facts);
  const remarks = (rule.remarks ?? [])
    .filter(({ when }) => !when || judge(when, judging.facts).met)
    .map(({ words }) => words);
  if (!duty.met) {
    return {
      ...headOf(rule),
      applies: false,
      due: null,
      ...citationOf(rule, duty.why[0] ?? "Not owed on these facts."),
      contentElements: [],
      explanation: [...duty.why, "So this duty is not owed on these facts."],
    };
  }
  const run = runClock(started, judging);
  const method = rule.methods.find(({ when }) => !when || judge(when, judging.facts).met);
  const parties = rule.parties?.find(({ when }) => judge(when, judging.facts).met) ?? rule;
  const recipients = rule.recipients ? recipientsOf(rule.recipients, judging.facts) : null;
  const outcome = outcomeOf(rule, run, judging);
  return {
    ...headOf(rule),
    applies: true,
    due: run.due === null ? null : instantText(run.due),
    ...(run.latestArguable !== null && { latestArguable: instantText(run.latestArguable) }),
    ...(run.latestContested !== null && { latestContested: instantText(run.latestContested) }),
    ...(run.notBefore !== null && { notBefore: instantText(run.notBefore) }),
    ...(run.clockStart !== null && { clockStart: run.clockStart }),
    ...recipients?.keys,
    owedBy: parties.owedBy,
    owedTo: parties.owedTo,
    ...(method && { method: method.words }),
    ...(rule.retention !== undefined && { retention: rule.retention }),
    ...(outcome.requiresReasons !== undefined && { requiresReasons: outcome.requiresReasons }),
    ...(outcome.overdue !== undefined && { overdue: outcome.overdue }),
    ...citationOf(rule, rule.note),
    contentElements: rule.content
      .filter(({ need }) => need !== "if-late" || outcome.requiresReasons === true)
      .map(({ id }) => id),
    explanation: [...duty.why, ...run.steps, ...(recipients?.steps ?? []), ...outcome.steps, ...remarks],
  };
}

/** The text that governs the date of the event from which its own period runs, or why there is none. */
function textInForce(obligation: Obligation, judging: Judging): StartedText | string {
  const started = obligation.texts.map((rule) => startedText(rule, judging));
  const newest = started.at(-1);
  const dateOf = (text: StartedText) =>
    judging.lawAsOf ?? (text.at === null ? anchorDate(judging) : dateOfDay(text.calendar.dayOf(text.at)));
  for (const text of started) {
    const date = dateOf(text);
    if (date === null ? text === newest : governs(text.rule, date)) return text;
  }
  const date = newest ? dateOf(newest) : null;
  return `No text of this rule was in force on ${date ?? "that date"}; the oldest dates from ${obligation.texts[0].validFrom}.`;
}

function startedText(rule: ObligationRule, { facts, calendar }: Judging): StartedText {
  const deadline = rule.deadlines.find(({ when }) => !when || judge(when, facts).met);
  const zoned = deadline?.zone === undefined ? calendar : calendarOf(deadline.zone);
  if (!deadline) return { rule, deadline, calendar: zoned, at: null, steps: [] };
  return { rule, deadline, calendar: zoned, ...startOf(deadline.from, facts, zoned) };
}

/** While its own start is unknown, a rule is chosen by the day on which the incident came to light. */
function anchorDate({ facts, calendar }: Judging): string | null {
  const found = ["discoveredAt", "shouldHaveKnownAt", "awareAt", "determinedAt", "occurredAt"]
    .map((fact) => instantAt(facts, fact))
    .filter((at) => at !== null);
  return found.length === 0 ? null : dateOfDay(calendar.dayOf(Math.min(...found)));
}

interface RunningClock {
  readonly due: number | null;
  readonly latestArguable: number | null;
  readonly latestContested: number | null;
  readonly notBefore: number | null;
  readonly clockStart: string | null;
  readonly steps: readonly string[];
}

function runClock(started: StartedText, judging: Judging): RunningClock {
  const { rule, deadline, calendar, at } = started;
  const { facts } = judging;
  const steps = [...started.steps];
  const period = deadline?.within ?? null;
  if (deadline && at !== null && period) {
    const counted = endOf(period, at, calendar, facts);
    steps.push(...counted.steps);
    const arguable = later(deadline.arguable);
    const contested = later(deadline.contested);
    const held = applyHold(rule.pause, counted, judging, calendar);
    steps.push(...(arguable?.steps ?? []), ...(contested?.steps ?? []), ...held.steps);
    return {
      due: held.due,
      latestArguable: held.latestArguable ?? arguable?.end ?? null,
      latestContested: contested?.end ?? null,
      notBefore: held.notBefore,
      clockStart: counted.start.kind === "day" ? dateOfDay(counted.start.day) : instantText(at),
      steps,
    };

    function later(reading: Deadline["arguable"]) {
      return reading && period
        ? laterEnd(reading, { start: at ?? 0, period, counted }, calendar, facts)
        : null;
    }
  }
  if (deadline && !period)
    steps.push("The law gives no number: without undue delay. Any target is internal.");
  const held = applyHold(rule.pause, null, judging, calendar);
  return {
    due: null,
    latestArguable: null,
    latestContested: null,
    notBefore: held.notBefore,
    clockStart: at === null || !deadline ? null : startText(at, deadline, calendar),
    steps: [...steps, ...held.steps],
  };
}

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

function applyHold(
  pause: Pause | undefined,
  counted: PeriodEnd | null,
  { facts }: Judging,
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

interface Outcome {
  readonly overdue?: boolean;
  readonly requiresReasons?: boolean;
  readonly steps: readonly string[];
}

/** What has become of it: done in time, done late, late and not done, or nothing to say yet. */
function outcomeOf(rule: ObligationRule, run: RunningClock, judging: Judging): Outcome {
  const { facts, calendar, at } = judging;
  const steps: string[] = [];
  const together = rule.together ? instantAt(facts, `notified.${rule.together}`) : null;
  const done =
    instantAt(facts, `notified.${rule.id}`) ??
    (rule.fulfilledBy ?? []).map((fact) => instantAt(facts, fact)).find((instant) => instant !== null) ??
    null;
  if (together !== null && done === null)
    steps.push(
      `The notice that this one goes out with was made on ${instantInWords(together, calendar)}: make this one now.`,
    );
  const judgedAt = done ?? at;
  if (run.due === null || judgedAt === null) return { steps };
  const overdue = judgedAt > run.due;
  if (done !== null)
    steps.push(
      overdue
        ? `Notified on ${dayInWords(calendar.dayOf(done))}, ${sayDuration(done - run.due)} after it was due.`
        : `Notified in time, on ${instantInWords(done, calendar)}.`,
    );
  if (done !== null && run.notBefore !== null && done < run.notBefore)
    steps.push("It was notified before the hold of law enforcement had ended.");
  if (done === null && overdue)
    steps.push(
      `On ${instantInWords(judgedAt, calendar)} nothing is notified and it is overdue: act at once.`,
    );
  if (!rule.late) return { overdue, steps };
  if (overdue) steps.push(`A late notice is still owed and must state its reasons (${rule.late.element}).`);
  return overdue || done !== null ? { overdue, requiresReasons: overdue, steps } : { overdue, steps };
}

function headOf(rule: ObligationRule) {
  return { obligationId: rule.id, regime: rule.regime, title: rule.title };
}

function citationOf(rule: ObligationRule, note: string) {
  const { cite, url, check, doubts } = rule.source;
  return {
    note,
    citation: cite,
    sourceUrl: url,
    check,
    ...(doubts && { doubts }),
    validFrom: rule.validFrom,
  };
}

function notInForce({ texts: [rule] }: Obligation, why: string): ObligationAssessment {
  return {
    ...headOf(rule),
    applies: false,
    due: null,
    ...citationOf(rule, why),
    contentElements: [],
    explanation: [why],
  };
}
