import type { CaseRow, RowObligation, RowQuestion } from "../../contracts/case-row.ts";
import type { ComputedDuty } from "../../domain/case/clock-changes.ts";
import type { ClockReading } from "../../domain/case/events.ts";
import { caseStatusOf } from "../../domain/case/case-status.ts";
import { factsOf } from "../../domain/case/case-facts.ts";
import type { CaseState } from "../../domain/case/state.ts";
import { unfoundPurposes } from "../../domain/delivery/purposes.ts";
import { earlierOf } from "../../domain/newer-row.ts";
import type { Instant } from "../../domain/instants.ts";
import { calendarOf } from "../../domain/law/counting.ts";
import { rulebook, yearlyLogDuty } from "../../rules/rulebook.ts";
import { logYearOf } from "../../domain/case/annual-log.ts";
import { deadlineOf, isElapsed, ruleOfReading } from "../../domain/law/rule-lookup.ts";
import type { NextSteps } from "./next-instant.ts";

/** What lists say of a case, as its state, the law and the clock have it now. */
export function rowOf(
  state: CaseState,
  { now, duties, caseAt, courierAt }: Omit<NextSteps, "step" | "courier">,
): CaseRow {
  const logYear = logYearOf(state, yearlyLogDuty);
  return {
    caseId: state.caseId,
    title: state.title,
    code: state.code,
    state: caseStatusOf(state),
    severity: state.alerts[0]?.severity ?? "unknown",
    openedAt: state.openedAt,
    closedAt: state.closed?.at ?? null,
    drill: state.drill,
    regimes: state.facts.regimes,
    caseAt,
    courierAt,
    nextAt: earlierOf(caseAt, courierAt),
    ...(logYear !== null && { logYear }),
    obligations: duties.map((duty) => obligationOf(state, duty)),
    questions: questionsOf(state),
    deadLetters: state.deadLetters.size,
    directoryProblem: problemOf(state),
    seq: state.seq,
    derivedAt: now,
  };
}

function obligationOf(state: CaseState, { applies, reading }: ComputedDuty): RowObligation {
  const clock = state.clocks[reading.obligationId];
  const shown = clock?.reading ?? reading;
  const rule = ruleOfReading(rulebook, shown);
  const deadline = rule && deadlineOf(rule, factsOf(state));
  const timeZone = deadline?.zone ?? state.entity.timeZone;
  return {
    obligationId: reading.obligationId,
    title: shown.title,
    applies: clock ? clock.status !== "withdrawn" : applies,
    clock: clock?.status ?? "none",
    due: clock?.status === "withdrawn" ? null : (clock?.reading.due ?? reading.due),
    notBefore: clock?.reading.notBefore ?? null,
    startAt: clock ? startOfClock(clock.reading, timeZone) : null,
    elapsedHours: isElapsed(deadline),
    timeZone,
  };
}

/** A clock of days counts from a date: then from that date's midnight. */
function startOfClock({ clockStart }: ClockReading, timeZone: string): Instant | null {
  if (clockStart === null) return null;
  if (clockStart.includes("T")) return new Date(clockStart).toISOString();
  return new Date(calendarOf(timeZone).at(Date.parse(clockStart) / 86_400_000, 0)).toISOString();
}

const questionsOf = (state: CaseState): readonly RowQuestion[] =>
  state.questions
    .filter(({ status }) => status === "open")
    .map(({ questionId, question, obligationId, role, rounds, answerBy }) => ({
      questionId,
      question,
      obligationId,
      role,
      // Whom `mayAnswer` (domain/case/authority.ts) lets answer.
      askedRoles: [...new Set([role, ...rounds.map((round) => round.role), "executive" as const])],
      answerBy,
      reminders: rounds.length - 1,
    }));

/** What is wrong with finding people, as it was last said; nobody at all is said before anything else. */
function problemOf(state: CaseState): string | null {
  const [unfound] = unfoundPurposes(state);
  return unfound?.notFound?.problem ?? state.dispatches.last()?.resolution?.problem ?? null;
}
