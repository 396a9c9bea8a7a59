import { judge } from "./conditions.ts";
import { correctedFacts } from "./corrections.ts";
import { calendarOf, instantText } from "./counting.ts";
import type { LocalCalendar } from "./counting.ts";
import { dayInWords, instantInWords } from "../wording/dates.ts";
import { instantAt } from "./facts.ts";
import type { Facts } from "./facts.ts";
import { obligationsOf } from "./law-in-force.ts";
import type { Obligation } from "./law-in-force.ts";
import { recipientsOf } from "./recipients.ts";
import type { CheckLabel, ObligationRule } from "./rule.ts";
import { runClock } from "./running-clock.ts";
import type { RunningClock } from "./running-clock.ts";
import { formatDuration } from "../wording/durations.ts";
import { textInForce } from "./text-in-force.ts";

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
  /** Another party than the notifying entity owes it. */
  readonly byAnother?: true;
  /** When a fact other than the entity's own notifications shows it done. */
  readonly doneAt?: string;
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
    lawAsOf: options.lawAsOf?.slice(0, 10) ?? null,
  };
  const regimes = [...new Set(known.regimes)];
  return regimes.flatMap((regime) => obligationsOf(rules, regime).map((one) => assess(one, judging)));
}

interface Judging {
  readonly facts: Facts;
  readonly calendar: LocalCalendar;
  readonly at: number | null;
  /** A date, or null for that of each clock's own start. */
  readonly lawAsOf: string | null;
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
  const run = runClock(started, judging.facts);
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
    ...(rule.byAnother && judge(rule.byAnother, judging.facts).met && { byAnother: true as const }),
    ...(outcome.doneAt !== null && { doneAt: instantText(outcome.doneAt) }),
    ...(outcome.requiresReasons !== undefined && { requiresReasons: outcome.requiresReasons }),
    ...(outcome.overdue !== undefined && { overdue: outcome.overdue }),
    ...citationOf(rule, rule.note),
    contentElements: rule.content
      .filter(({ need }) => need !== "if-late" || outcome.requiresReasons === true)
      .map(({ id }) => id),
    explanation: [...duty.why, ...run.steps, ...(recipients?.steps ?? []), ...outcome.steps, ...remarks],
  };
}

interface Outcome {
  readonly doneAt: number | null;
  readonly overdue?: boolean;
  readonly requiresReasons?: boolean;
  readonly steps: readonly string[];
}

/** What has become of it: done in time, done late, late and not done, or nothing to say yet. */
function outcomeOf(rule: ObligationRule, run: RunningClock, judging: Judging): Outcome {
  const { facts, calendar, at } = judging;
  const steps: string[] = [];
  const together = rule.together ? instantAt(facts, `notified.${rule.together}`) : null;
  const doneAt =
    (rule.shownDoneBy ?? []).map((fact) => instantAt(facts, fact)).find((instant) => instant !== null) ??
    null;
  const done = instantAt(facts, `notified.${rule.id}`) ?? doneAt;
  if (together !== null && done === null)
    steps.push(
      `The notice that this one goes out with was made on ${instantInWords(together, calendar)}: make this one now.`,
    );
  const judgedAt = done ?? at;
  if (run.due === null || judgedAt === null) return { doneAt, steps };
  const overdue = judgedAt > run.due;
  if (done !== null)
    steps.push(
      overdue
        ? `Notified on ${dayInWords(calendar.dayOf(done))}, ${formatDuration(done - run.due)} after it was due.`
        : `Notified in time, on ${instantInWords(done, calendar)}.`,
    );
  if (done !== null && run.notBefore !== null && done < run.notBefore)
    steps.push("It was notified before the hold of law enforcement had ended.");
  if (done === null && overdue)
    steps.push(
      `On ${instantInWords(judgedAt, calendar)} nothing is notified and it is overdue: act at once.`,
    );
  if (!rule.late) return { doneAt, overdue, steps };
  if (overdue) steps.push(`A late notice is still owed and must state its reasons (${rule.late.element}).`);
  return overdue || done !== null
    ? { doneAt, overdue, requiresReasons: overdue, steps }
    : { doneAt, overdue, steps };
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
