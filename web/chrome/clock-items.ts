/**
 * The clocks of a case, as pages and mail show them: `clockItems` (all), `clockItem` (one), `clockStateOf`.
 */
import { capital } from "./words.ts";
import type { ClockItem, ClockStatus } from "../../shared/contracts/views.ts";
import type { CaseClock, CaseState } from "../../shared/domain/case/state.ts";
import { startOf } from "../../shared/domain/law/clock-starts.ts";
import { calendarOf } from "../../shared/domain/law/counting.ts";
import type { Instant } from "../../shared/domain/instants.ts";
import type { AsOf } from "./page-context.ts";
import { hasStruck, milestonesOf } from "../../shared/domain/case/milestones.ts";
import type { Deadline, ObligationRule } from "../../shared/domain/law/rule.ts";
import { factsOf } from "../../shared/domain/case/case-facts.ts";
import { deadlineOf, isElapsed, ruleOfReading } from "../../shared/domain/law/rule-lookup.ts";

export const clockItems = (state: CaseState, asOf: AsOf): readonly ClockItem[] =>
  Object.values(state.clocks).map((clock) => clockItem(state, clock, asOf));

export function clockItem(state: CaseState, clock: CaseClock, { now, rules }: AsOf): ClockItem {
  const { reading, met } = clock;
  const rule = ruleOfReading(rules, reading);
  const deadline = rule && deadlineOf(rule, factsOf(state));
  return {
    obligationId: reading.obligationId,
    title: reading.title,
    citation: reading.citation,
    sourceUrl: rule?.source.url ?? null,
    state: clockStatusOf(clock, now),
    startAt: startAtOf(state, clock, deadline),
    startedBy: reading.clockStart === null || !deadline ? null : capital(deadline.from.called),
    dueAt: reading.due,
    elapsedHours: isElapsed(deadline),
    timeZone: deadline?.zone ?? state.entity.timeZone,
    milestones: milestonesOf(clock).map(({ milestone, at }) => ({
      name: milestone,
      at,
      struck: hasStruck(clock, milestone),
    })),
    holds: holdsOf(state, clock, rule),
    metAt: met?.at ?? null,
    how: met?.how ?? null,
    reference: met?.reference ?? null,
    why: clock.why,
  };
}

export function clockStatusOf(clock: CaseClock, now: Instant): ClockStatus {
  if (clock.status !== "running") return clock.status;
  const { due, notBefore } = clock.reading;
  if (due !== null && Date.parse(now) > Date.parse(due)) return "overdue";
  return notBefore !== null && Date.parse(now) < Date.parse(notBefore) ? "held" : "running";
}

/** A clock of days remembers only its first date; the instant is read from the facts again, else that date's midnight. */
function startAtOf(state: CaseState, { reading }: CaseClock, deadline: Deadline | undefined): Instant | null {
  const { clockStart } = reading;
  if (clockStart === null) return null;
  if (clockStart.includes("T")) return new Date(clockStart).toISOString();
  const calendar = calendarOf(deadline?.zone ?? state.entity.timeZone);
  const started = deadline ? startOf(deadline.from, factsOf(state), calendar).at : null;
  const day = Date.parse(clockStart) / 86_400_000;
  const isThatDay = started !== null && calendar.dayOf(started) === day;
  return new Date(isThatDay ? started : calendar.at(day, 0)).toISOString();
}

/** One gap, from the first statement of law enforcement to the instant before which nobody may be told. */
function holdsOf(
  state: CaseState,
  { reading }: CaseClock,
  rule: ObligationRule | undefined,
): ClockItem["holds"] {
  const stated = (state.facts.lawEnforcementHolds ?? []).map((hold) => Date.parse(hold.statedAt));
  if (reading.notBefore === null || rule?.pause?.kind !== "hold" || stated.length === 0) return [];
  return [{ from: new Date(Math.min(...stated)).toISOString(), to: reading.notBefore }];
}
