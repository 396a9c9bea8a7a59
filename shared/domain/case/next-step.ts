import { earlierThanDecided } from "./awareness.ts";
import {
  filingOf,
  isBegun,
  isDispatched,
  isFiledBefore,
  latestQuestion,
  noticeIdFor,
  sendsFor,
} from "./state.ts";
import type { CaseClock, CaseState, Notice, Question } from "./state.ts";
import { clockChanges } from "./clock-changes.ts";
import type { ComputedDuty } from "./clock-changes.ts";
import { mayClose } from "./closing.ts";
import type { QuestionKind } from "./events.ts";
import type { NoticeId, ObligationId, QuestionId } from "../ids.ts";
import type { Instant } from "../instants.ts";
import { hasStruck } from "./milestones.ts";
import { isOutboxFull } from "./news.ts";
import { earliest, longestWaitMs, plus } from "../instants.ts";
import type { Policy } from "./policy.ts";

/** What a case's orchestration is to do now: ids and instants only, since it stays in the history. */
export type CaseStep =
  | { readonly kind: "recordClocks" }
  | {
      readonly kind: "ask";
      readonly question: QuestionKind;
      readonly obligationId: ObligationId | null;
      readonly noticeId: NoticeId | null;
    }
  | { readonly kind: "withdrawQuestion"; readonly questionId: QuestionId }
  | { readonly kind: "draftNotice"; readonly obligationId: ObligationId }
  | { readonly kind: "meet"; readonly obligationId: ObligationId; readonly noticeId: NoticeId | null }
  | { readonly kind: "close" }
  /** Nothing to do until a wake or that instant; `running` is what must be running meanwhile. */
  | { readonly kind: "sleep"; readonly until: Instant; readonly running: readonly Companion[] }
  | { readonly kind: "settled"; readonly outcome: string };

/** An orchestration that runs beside the case's own. */
export type Companion =
  | { readonly kind: "deadline"; readonly obligationId: ObligationId; readonly clockSeq: number }
  | { readonly kind: "approval"; readonly questionId: QuestionId }
  | { readonly kind: "notice"; readonly noticeId: NoticeId; readonly version: number }
  | { readonly kind: "outbox" };

/**
 * What to do next in a case and when to look again. Pure: the same entries, duties and instant give the same step.
 * `duties` are what the rules make of the case's facts at `now`.
 */
export function nextStep(
  state: CaseState,
  duties: readonly ComputedDuty[],
  now: Instant,
  policy: Policy,
): CaseStep {
  if (state.closed) return whenClosed(state, state.closed.outcome, now);
  if (clockChanges(state, duties).length > 0) return { kind: "recordClocks" };
  const idle = state.questions.find((question) => isIdle(state, question, duties, now));
  if (idle) return { kind: "withdrawQuestion", questionId: idle.questionId };

  const breach = decideBreach(state, duties);
  if (breach) return breach;

  const waits: Instant[] = [];
  if (latestQuestion(state, "is-breach")?.decision) {
    if (isAwarenessOpen(state))
      return { kind: "ask", question: "set-awareness", obligationId: null, noticeId: null };
    for (const clock of runningClocks(state)) {
      const duty = dutyOf(duties, clock.reading.obligationId);
      if (!duty) continue;
      if (duty.doneAt !== null)
        return { kind: "meet", obligationId: clock.reading.obligationId, noticeId: null };
      if (!duty.needsNotice || !duty.isOurs) continue;
      const step = pursue(state, clock, now, policy);
      if (step.kind !== "wait") return step;
      if (step.until !== null) waits.push(step.until);
    }
    const closing = closeCase(state, duties, now, policy);
    if (closing.kind !== "wait") return closing;
    if (closing.until !== null) waits.push(closing.until);
  }
  return {
    kind: "sleep",
    until: earliest(plus(now, longestWaitMs), ...waits),
    running: companionsOf(state, now),
  };
}

/** A closed case does nothing more, except to say what has come in since: whoever closed it may want to open it again. */
const whenClosed = (state: CaseState, outcome: string, now: Instant): CaseStep =>
  isOutboxFull(state)
    ? { kind: "sleep", until: plus(now, longestWaitMs), running: [{ kind: "outbox" }] }
    : { kind: "settled", outcome };

/** An open question about a duty that is done, no longer owed, or another's; or about filing what has to wait. */
function isIdle(
  state: CaseState,
  { status, question, obligationId }: Question,
  duties: readonly ComputedDuty[],
  now: Instant,
): boolean {
  if (status !== "open" || obligationId === null) return false;
  const clock = state.clocks[obligationId];
  if (clock?.status !== "running") return true;
  if (dutyOf(duties, obligationId)?.isOurs === false) return true;
  return question === "confirm-filing" && isHeld(clock, now);
}

const isHeld = ({ reading: { notBefore } }: CaseClock, now: Instant): boolean =>
  notBefore !== null && Date.parse(now) < Date.parse(notBefore);

type OrWait = CaseStep | { readonly kind: "wait"; readonly until: Instant | null };

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
function pursue(state: CaseState, clock: CaseClock, now: Instant, policy: Policy): OrWait {
  const { obligationId, notBefore } = clock.reading;
  const notice = state.notices[noticeIdFor(obligationId)];
  if (!notice || isStale(state, notice)) return { kind: "draftNotice", obligationId };

  const asked = latestQuestion(state, "approve-notice", notice.noticeId);
  if (asked?.status === "open" && asked.textDigest !== notice.digest)
    return { kind: "withdrawQuestion", questionId: asked.questionId };
  if (!notice.approved) {
    // A refused text waits for corrected facts: the same words are not put to the same people again.
    if (notice.refused || asked?.status === "open") return { kind: "wait", until: null };
    return { kind: "ask", question: "approve-notice", obligationId, noticeId: notice.noticeId };
  }
  if (isHeld(clock, now)) return { kind: "wait", until: notBefore };
  if (!isProven(state, notice)) return { kind: "wait", until: null };
  return confirmFiling(state, notice, now, policy);
}

function confirmFiling(state: CaseState, notice: Notice, now: Instant, policy: Policy): OrWait {
  const { obligationId, noticeId } = notice;
  const asked = latestQuestion(state, "confirm-filing", noticeId);
  // A phase was filed: the next one is drafted as soon as there is something new to say.
  if (notice.filedInPart) return { kind: "wait", until: null };
  if (filingOf(state, noticeId)) return { kind: "meet", obligationId, noticeId };
  if (asked?.status === "open") return { kind: "wait", until: null };
  const again = asked?.decision?.answer === "not-yet" ? plus(asked.decision.at, policy.askAgainMs) : null;
  if (again !== null && Date.parse(now) < Date.parse(again)) return { kind: "wait", until: again };
  return { kind: "ask", question: "confirm-filing", obligationId, noticeId };
}

/**
 * Facts changed since the text was made, and it has not begun to leave, though it may be approved and wait for the end
 * of a hold; or it has been filed as one of several phases.
 */
const isStale = (state: CaseState, notice: Notice): boolean =>
  isFiledBefore(state, notice) ||
  (notice.basis < state.factsSeq && (notice.filedInPart !== null || !isBegun(state, notice)));

/** Everybody was written to and each message has its report, or has been given up as unproven. */
export function isProven(state: CaseState, notice: Notice): boolean {
  const purpose = { kind: "notice", noticeId: notice.noticeId, version: notice.version } as const;
  if (!isDispatched(state, purpose)) return false;
  return sendsFor(state, purpose).every((send) => send.delivery !== null || send.status === "refused");
}

/**
 * Once no clock with a date and no notice is open, a person may close; what then remains are duties that the ledger
 * itself fulfils (keeping the record). "Keep open" is asked again a week later.
 */
function closeCase(state: CaseState, duties: readonly ComputedDuty[], now: Instant, policy: Policy): OrWait {
  // What another party owes keeps nobody here from closing, and is not ours to call done.
  const ours = runningClocks(state).filter(
    ({ reading }) => dutyOf(duties, reading.obligationId)?.isOurs !== false,
  );
  const blocking = ours.some(
    ({ reading }) => reading.due !== null || dutyOf(duties, reading.obligationId)?.needsNotice === true,
  );
  const asked = latestQuestion(state, "close-case");
  if (asked?.status === "open")
    return blocking
      ? { kind: "withdrawQuestion", questionId: asked.questionId }
      : { kind: "wait", until: null };
  if (blocking) return { kind: "wait", until: null };
  if (mayClose(state)) {
    const rest = ours[0];
    return rest
      ? { kind: "meet", obligationId: rest.reading.obligationId, noticeId: null }
      : { kind: "close" };
  }
  const kept = asked?.decision?.answer === "keep-open" ? asked.decision.at : null;
  const since = laterOf(kept, state.reopened?.at ?? null);
  const again = since === null ? now : plus(since, 7 * policy.askAgainMs);
  if (Date.parse(now) < Date.parse(again)) return { kind: "wait", until: again };
  return { kind: "ask", question: "close-case", obligationId: null, noticeId: null };
}

const dutyOf = (duties: readonly ComputedDuty[], obligationId: ObligationId): ComputedDuty | undefined =>
  duties.find(({ reading }) => reading.obligationId === obligationId);

const laterOf = (a: Instant | null, b: Instant | null): Instant | null =>
  a === null || (b !== null && Date.parse(b) > Date.parse(a)) ? b : a;

/** What must be running while the case sleeps, derived afresh each time: a lost one is started again by whoever looks. */
export function companionsOf(state: CaseState, now: Instant): readonly Companion[] {
  const deadlines = runningClocks(state)
    .filter((clock) => clock.reading.due !== null && !isSpent(state, clock))
    .map((clock): Companion => ({
      kind: "deadline",
      obligationId: clock.reading.obligationId,
      clockSeq: clock.seq,
    }));
  const approvals = state.questions
    .filter((question: Question) => question.status === "open")
    .map((question): Companion => ({ kind: "approval", questionId: question.questionId }));
  const notices = Object.values(state.notices)
    .filter((notice) => notice.approved && isReleased(state, notice, now) && !isProven(state, notice))
    .map((notice): Companion => ({ kind: "notice", noticeId: notice.noticeId, version: notice.version }));
  const outbox: readonly Companion[] = isOutboxFull(state) ? [{ kind: "outbox" }] : [];
  return [...deadlines, ...approvals, ...notices, ...outbox];
}

const isReleased = (state: CaseState, notice: Notice, now: Instant): boolean => {
  const clock = state.clocks[notice.obligationId];
  if (clock?.status !== "running") return false;
  return clock.reading.notBefore === null || Date.parse(now) >= Date.parse(clock.reading.notBefore);
};

/** Struck to the last and announced: nothing is left for its orchestration. */
const isSpent = (state: CaseState, clock: CaseClock): boolean => {
  const { obligationId, due } = clock.reading;
  return (
    due !== null &&
    hasStruck(clock, "overdue") &&
    isDispatched(state, { kind: "milestone", obligationId, milestone: "overdue", due })
  );
};
