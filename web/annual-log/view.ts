/** `annualLogView`, `annualLogJson`: the breaches of a year that are entered together, each with the form's fields. */
import type { ObligationId } from "../../shared/domain/ids.ts";
import type { AnnualLogEntry, AnnualLogTotals, AnnualLogView } from "../../shared/contracts/annual-log.ts";
import type { PageFrame } from "../../shared/contracts/views.ts";
import { latestQuestion, noticeIdFor } from "../../shared/domain/case/state.ts";
import type { CaseState, Notice } from "../../shared/domain/case/state.ts";
import { calendarOf, dayOfDate, instantText } from "../../shared/domain/law/counting.ts";
import type { NoticeElement } from "../../shared/domain/case/events.ts";
import type { Instant } from "../../shared/domain/instants.ts";
import { assert } from "../../shared/domain/failures.ts";
import { endOf } from "../../shared/domain/law/periods.ts";
import { discoveredOn } from "../../shared/domain/case/annual-log.ts";
import { factsOf } from "../../shared/domain/case/case-facts.ts";
import { caseHref } from "../chrome/case-heading.ts";
import { clockStatusOf } from "../chrome/clock-items.ts";
import { filingPlaceOf } from "../chrome/filing-places.ts";
import type { ObligationRule } from "../../shared/domain/law/rule.ts";
import type { AsOf } from "../chrome/page-context.ts";
import { ruleOf } from "../../shared/domain/law/rule-lookup.ts";

export const annualLogHref = (year: number): string => `/annual-log/${year}`;

export interface AnnualLogAbout {
  readonly frame: PageFrame;
  readonly rules: readonly ObligationRule[];
  /** The duty that the log fulfils, as the rules name it. */
  readonly duty: ObligationId;
  readonly year: number;
  readonly states: readonly CaseState[];
  /** The form's fields from the facts as they stand. */
  readonly draft: (state: CaseState) => readonly NoticeElement[];
}

export function annualLogView({ frame, rules, duty, year, states, draft }: AnnualLogAbout): AnnualLogView {
  const rule = ruleOf(rules, duty);
  assert(rule, `there is no rule ${duty}`);
  const entries = states.map((state) => entryOf(state, draft(state), { rules, duty, now: frame.now }));
  return {
    frame,
    year,
    dueAt: dueOf(rule, year, frame.timeZone),
    law: { label: rule.source.cite, href: rule.source.url },
    portal: filingPlaceOf(duty),
    entries,
    totals: totalsOf(entries),
    links: {
      list: annualLogHref(year),
      forms: `${annualLogHref(year)}/forms`,
      csv: `/api${annualLogHref(year)}/csv`,
      json: `/api${annualLogHref(year)}`,
    },
  };
}

/** When the log of a year is due: by the rule, for anything that was discovered in the middle of it. */
export function dueOf({ id, deadlines }: ObligationRule, year: number, timeZone: string): Instant {
  const within = deadlines[0]?.within;
  assert(within, `${id} has no period`);
  const calendar = calendarOf(timeZone);
  const midyear = calendar.at(dayOfDate(`${year}-07-01`), 0);
  return instantText(endOf(within, midyear, calendar, { regimes: [], timeZone }).end);
}

function entryOf(
  state: CaseState,
  drafted: readonly NoticeElement[],
  { now, rules, duty }: AsOf & { readonly duty: ObligationId },
): AnnualLogEntry {
  const clock = state.clocks[duty];
  assert(clock, `${state.caseId} stands in the annual log without a clock of it`);
  const notice = state.notices[noticeIdFor(duty)];
  const entered = clock.met !== null;
  const elements = entered && notice ? notice.elements : drafted;
  const changed = !entered && notice?.approved ? changesTo(notice, elements) : [];
  return {
    caseId: state.caseId,
    code: state.code,
    title: state.title,
    href: caseHref(state.caseId),
    discoveredOn: discoveredOn(rules, state, duty),
    people: state.facts.affectedTotal ?? null,
    state: clockStatusOf(clock, now),
    dueAt: clock.reading.due,
    enteredAt: clock.met?.at ?? null,
    reference: clock.met?.reference ?? null,
    missing: entered ? [] : missingIn(state, elements),
    changedSinceApproval: changed,
    basis: entered ? "as-entered" : notice?.approved && changed.length === 0 ? "as-approved" : "draft",
    fields: elements.map(({ element, label, sentence }) => ({ name: element, label, value: sentence })),
  };
}

/** The law presumes a breach, so the case stands in the log before anybody has said that it is one. */
const decisionWords = "The decision that it is a breach";

/** A form may be filed with "not known yet", and an addendum later; a year after the breach it should not be. */
function missingIn(state: CaseState, elements: readonly NoticeElement[]): readonly string[] {
  const facts = factsOf(state);
  const unknown = new Set<string>([
    ...(facts.occurredAt == null ? ["breachDates"] : []),
    ...(facts.encrypted == null ? ["safeguardsInPlace"] : []),
    ...(facts.notified?.["hipaa.individuals"] == null ? ["noticeDates"] : []),
  ]);
  const isDecided = latestQuestion(state, "is-breach")?.decision?.answer === "yes";
  return [
    ...(isDecided ? [] : [decisionWords]),
    ...elements
      .filter(({ element, sentence }) => sentence === null || unknown.has(element))
      .map(({ label }) => label),
  ];
}

const changesTo = ({ elements: approved }: Notice, elements: readonly NoticeElement[]): readonly string[] =>
  elements
    .filter(
      ({ element, sentence }) => approved.find((each) => each.element === element)?.sentence !== sentence,
    )
    .map(({ label }) => label);

function totalsOf(entries: readonly AnnualLogEntry[]): AnnualLogTotals {
  const isEntered = ({ state }: AnnualLogEntry): boolean => state === "met";
  const number = (is: (entry: AnnualLogEntry) => boolean): number => entries.filter(is).length;
  return {
    breaches: entries.length,
    people: entries.reduce((all, { people }) => all + (people ?? 0), 0),
    peopleUnknown: number(({ people }) => people === null),
    entered: number(isEntered),
    notEntered: number((entry) => !isEntered(entry)),
    overdue: number(({ state }) => state === "overdue"),
    incomplete: number(({ missing }) => missing.length > 0),
  };
}

/** The package for programs. Field names are a contract; see docs of the command line. */
export function annualLogJson({ frame, year, dueAt, law, portal, entries, totals }: AnnualLogView) {
  return {
    year,
    entity: frame.entityName,
    timeZone: frame.timeZone,
    madeAt: frame.now,
    due: dueAt,
    citation: law.label,
    portal: portal?.href ?? null,
    totals,
    entries: entries.map(({ href: _href, dueAt: due, ...entry }) => ({ ...entry, due })),
  };
}
