import { earlierThanDecided } from "./awareness.ts";
import { clockChanges } from "./clock-changes.ts";
import type { ComputedDuty } from "./clock-changes.ts";
import { nextClosingStep } from "./closing.ts";
import type { ObligationId } from "../ids.ts";
import { earliest, longestWaitMs, plus } from "../instants.ts";
import type { Instant } from "../instants.ts";
import { nextMilestoneAt, passedMilestones } from "./milestones.ts";
import { noticeStatus, reportLimits } from "./notices.ts";
import type { Policy } from "./policy.ts";
import { questionTimes } from "./questions.ts";
import { latestQuestion, noticeIdFor } from "./state.ts";
import type { CaseStep, StepOrWait } from "./steps.ts";
import type { CaseClock, CaseState, Notice, Question } from "./state.ts";

/**
 * What to do next in a case and when to look again. Pure: the same entries, duties and instant give the same step.
 * `duties` are what the rules make of the case's facts at `now`. Clocks come first: no step waits for mail, which a courier
 * of its own hands over.
 */
export function nextStep(
  state: CaseState,
  duties: readonly ComputedDuty[],
  now: Instant,
  policy: Policy,
): CaseStep {
  if (state.closed) return { kind: "settled", outcome: state.closed.outcome };
  if (clockChanges(state, duties).length > 0) return { kind: "recordClocks" };
  const strikes = passedMilestones(state, now);
  if (strikes.length > 0) return { kind: "strike", strikes };

  const waits: (Instant | null)[] = [nextMilestoneAt(state, now)];
  for (const question of state.questions) {
    if (question.status !== "open") continue;
    const because = whyWithdrawn(state, question, duties, now);
    if (because !== null) return { kind: "withdrawQuestion", questionId: question.questionId, because };
    const { step, until } = questionTimes(question, now, policy);
    if (step) return step;
    waits.push(until);
  }

  const breach = decideBreach(state, duties);
  if (breach) return breach;
  if (latestQuestion(state, "is-breach")?.decision) {
    if (isAwarenessOpen(state))
      return { kind: "ask", question: "set-awareness", obligationId: null, noticeId: null };
    for (const clock of runningClocks(state)) {
      const step = pursue(state, clock, duties, { now, policy });
      if (step.kind !== "wait") return step;
      waits.push(step.until);
    }
    const closing = nextClosingStep(state, duties, now, policy);
    if (closing.kind !== "wait") return closing;
    waits.push(closing.until);
  }
  return { kind: "sleep", until: earliest(plus(now, longestWaitMs), ...waits) };
}

/**
 * Why an open question is taken back: its duty is done, no longer owed or another's; its text is another by now; what it
 * asks about has to wait. Null where it stands.
 */
function whyWithdrawn(
  state: CaseState,
  { question, obligationId, noticeId, textDigest }: Question,
  duties: readonly ComputedDuty[],
  now: Instant,
): string | null {
  if (obligationId === null) return null;
  const clock = state.clocks[obligationId];
  if (clock?.status === "met") return "it is done already";
  if (clock?.status !== "running") return "it is no longer owed";
  if (dutyOf(duties, obligationId)?.isOurs === false) return "another party owes it";
  if (question === "confirm-filing" && isHeld(clock, now)) return "law enforcement has asked to wait";
  const notice = noticeId === null ? undefined : state.notices[noticeId];
  const isOld = question === "approve-notice" && notice !== undefined && notice.digest !== textDigest;
  return isOld ? "the facts changed and with them the text" : null;
}

const isHeld = ({ reading: { notBefore } }: CaseClock, now: Instant): boolean =>
  notBefore !== null && Date.parse(now) < Date.parse(notBefore);

const runningClocks = (state: CaseState): readonly CaseClock[] =>
  Object.values(state.clocks).filter((clock) => clock.status === "running");

/**
 * Is it a breach? Asked until somebody answers: an expired question is asked anew. So is one that was answered with no
 * and has been overtaken by facts from which somebody must be told after all.
 */
function decideBreach(state: CaseState, duties: readonly ComputedDuty[]): CaseStep | undefined {
  const asked = latestQuestion(state, "is-breach");
  if (asked?.status === "open") return undefined;
  if (asked?.decision) {
    const isOvertaken = asked.decision.answer === "no" && state.factsSeq > asked.decision.seq;
    const isOwed = duties.some(({ applies, needsNotice, isOurs }) => applies && needsNotice && isOurs);
    if (!isOvertaken || !isOwed) return undefined;
  }
  return { kind: "ask", question: "is-breach", obligationId: null, noticeId: null };
}

/** An earlier start was found after awareness had been decided: it governs already, and a person says what is right. */
const isAwarenessOpen = (state: CaseState): boolean =>
  earlierThanDecided(state.awareness) !== null && latestQuestion(state, "set-awareness")?.status !== "open";

/** One duty to tell somebody: draft, approve, send, confirm, met. */
function pursue(
  state: CaseState,
  clock: CaseClock,
  duties: readonly ComputedDuty[],
  { now, policy }: { readonly now: Instant; readonly policy: Policy },
): StepOrWait {
  const { obligationId, notBefore } = clock.reading;
  const duty = dutyOf(duties, obligationId);
  if (!duty) return { kind: "wait", until: null };
  if (duty.doneAt !== null) return { kind: "meet", obligationId, noticeId: null };
  if (!duty.needsNotice || !duty.isOurs) return { kind: "wait", until: null };
  const notice = state.notices[noticeIdFor(obligationId)];
  if (!notice) return { kind: "draftNotice", obligationId };
  const { noticeId } = notice;
  switch (noticeStatus(state, notice)) {
    case "superseded":
      return { kind: "draftNotice", obligationId };
    case "drafted": {
      const isAsked = latestQuestion(state, "approve-notice", noticeId)?.status === "open";
      return isAsked
        ? { kind: "wait", until: null }
        : { kind: "ask", question: "approve-notice", obligationId, noticeId };
    }
    // A refused text waits for corrected facts: the same words are not put to the same people again. After a phase the
    // next one is drafted as soon as there is something new to say.
    case "refused":
    case "filed-in-part":
      return { kind: "wait", until: null };
    case "filed":
      return { kind: "meet", obligationId, noticeId };
    case "approved":
    case "dispatching":
      return isHeld(clock, now)
        ? { kind: "wait", until: notBefore }
        : awaitReports(state, notice, now, policy);
    case "dispatched":
      return isHeld(clock, now)
        ? { kind: "wait", until: notBefore }
        : confirmFiling(state, notice, now, policy);
  }
}

/** Until the courier has proven each message; one that nobody reports on in time is given up as unproven. */
function awaitReports(state: CaseState, notice: Notice, now: Instant, policy: Policy): StepOrWait {
  const limits = reportLimits(state, notice, policy).map(({ at }) => at);
  if (limits.some((at) => Date.parse(at) <= Date.parse(now)))
    return { kind: "giveUp", noticeId: notice.noticeId, version: notice.version };
  return { kind: "wait", until: limits.length > 0 ? earliest(...limits) : null };
}

function confirmFiling(state: CaseState, notice: Notice, now: Instant, policy: Policy): StepOrWait {
  const { obligationId, noticeId } = notice;
  const asked = latestQuestion(state, "confirm-filing", noticeId);
  if (asked?.status === "open") return { kind: "wait", until: null };
  const again = asked?.decision?.answer === "not-yet" ? plus(asked.decision.at, policy.askAgainMs) : null;
  if (again !== null && Date.parse(now) < Date.parse(again)) return { kind: "wait", until: again };
  return { kind: "ask", question: "confirm-filing", obligationId, noticeId };
}

const dutyOf = (duties: readonly ComputedDuty[], obligationId: ObligationId): ComputedDuty | undefined =>
  duties.find(({ reading }) => reading.obligationId === obligationId);
