import type { ComputedDuty } from "../case/clock-changes.ts";
import type { Role, SendPurpose } from "../case/events.ts";
import { newestNews, newsPurpose, quietUntil } from "../case/news.ts";
import { milestoneRole } from "../case/policy.ts";
import type { Policy } from "../case/policy.ts";
import { isDispatched, purposeKey, questionOf, resolutionFor } from "../case/state.ts";
import type { CaseState, Dispatch } from "../case/state.ts";
import type { Instant } from "../instants.ts";
import { mayLeave } from "./gate.ts";
import { resendPurposes } from "./resend.ts";

/** Something that people are to be told now. */
export interface OpenPurpose {
  readonly purpose: SendPurpose;
  /** The legal date that it is about, for the order; null where none is near. */
  readonly due: Instant | null;
  /** Not before then: a hold, or the pause between two mails of news. Null: now. */
  readonly notBefore: Instant | null;
  /** A person ordered messages of it to be sent again. */
  readonly isOrdered: boolean;
}

/**
 * What people are to be told and have not been told yet, the nearest legal date first. Derived from the case each time:
 * nothing is queued that could become stale.
 */
export function openPurposes(
  state: CaseState,
  duties: readonly ComputedDuty[],
  now: Instant,
  policy: Policy,
): readonly OpenPurpose[] {
  const ordered = new Set(resendPurposes(state).map(purposeKey));
  const candidates = [
    ...(state.closed ? [] : [...questions(state), ...milestones(state), ...notices(state)]),
    ...news(state, now, policy),
    ...resendPurposes(state).map((purpose) => candidate(state, purpose)),
  ];
  const open = new Map<string, OpenPurpose>();
  for (const { purpose, due, notBefore } of candidates) {
    const key = purposeKey(purpose);
    const isOrdered = ordered.has(key);
    if (open.has(key) || !isOpen(state, purpose)) continue;
    const verdict = mayLeave(state, { purpose, isOrdered }, duties, now);
    if (verdict.kind === "withdraw") continue;
    open.set(key, {
      purpose,
      due,
      isOrdered,
      notBefore: verdict.kind === "hold" ? verdict.until : notBefore,
    });
  }
  return [...open.values()].toSorted(byLegalDate);
}

/** A provisional list of recipients is open until the directory has answered. */
const isOpen = (state: CaseState, purpose: SendPurpose): boolean =>
  !isDispatched(state, purpose) || resolutionFor(state, purpose)?.isProvisional === true;

interface Candidate {
  readonly purpose: SendPurpose;
  readonly due: Instant | null;
  readonly notBefore: Instant | null;
}

const candidate = (state: CaseState, purpose: SendPurpose): Candidate => ({
  purpose,
  due: dueOf(state, purpose),
  notBefore: null,
});

const questions = (state: CaseState): readonly Candidate[] =>
  state.questions
    .filter(({ status }) => status === "open")
    .map(({ questionId, rounds }) =>
      candidate(state, { kind: "question", questionId, round: rounds.at(-1)?.round ?? 0 }),
    );

/** Of several milestones that struck together only the last is announced: one mail that says how late it is. */
const milestones = (state: CaseState): readonly Candidate[] =>
  Object.values(state.clocks).flatMap(({ status, struck, reading: { obligationId, due } }) => {
    const latest = struck.findLast((strike) => strike.due === due);
    return status === "running" && due !== null && latest
      ? [candidate(state, { kind: "milestone", obligationId, milestone: latest.milestone, due })]
      : [];
  });

const notices = (state: CaseState): readonly Candidate[] =>
  Object.values(state.notices)
    .filter(({ approved }) => approved !== null)
    .map(({ noticeId, version }) => candidate(state, { kind: "notice", noticeId, version }));

/** What was begun is finished first: some may have got it already. Then one mail for all that came since. */
function news(state: CaseState, now: Instant, policy: Policy): readonly Candidate[] {
  const newest = newestNews(state);
  if (newest === undefined) return [];
  const purpose = newsPurpose(state, newest);
  const until = resolutionFor(state, purpose) ? null : quietUntil(state, policy);
  const isQuiet = until !== null && Date.parse(now) < Date.parse(until);
  return [{ purpose, due: null, notBefore: isQuiet ? until : null }];
}

function dueOf(state: CaseState, purpose: SendPurpose): Instant | null {
  switch (purpose.kind) {
    case "milestone":
      return purpose.due;
    case "notice": {
      const notice = state.notices[purpose.noticeId];
      return notice ? (state.clocks[notice.obligationId]?.reading.due ?? null) : null;
    }
    case "question": {
      const question = questionOf(state, purpose.questionId);
      const own = question?.obligationId == null ? null : state.clocks[question.obligationId]?.reading.due;
      return own ?? question?.answerBy ?? null;
    }
    case "news":
      return null;
  }
}

const byLegalDate = (a: OpenPurpose, b: OpenPurpose): number =>
  (a.due === null ? Infinity : Date.parse(a.due)) - (b.due === null ? Infinity : Date.parse(b.due)) || 0;

/** Who is to hear of it. */
export function roleOf(state: CaseState, purpose: SendPurpose, policy: Policy): Role {
  switch (purpose.kind) {
    case "question": {
      const question = questionOf(state, purpose.questionId);
      const round = question?.rounds.find((each) => each.round === purpose.round);
      return round?.role ?? question?.role ?? "incident-commander";
    }
    case "milestone":
      return milestoneRole(policy, purpose.milestone);
    case "notice":
      return state.notices[purpose.noticeId]?.audience ?? "notice-desk";
    case "news":
      return "incident-commander";
  }
}

/**
 * Purposes for which nobody could be found, and for which somebody still has to be: not those that a person waived, and not
 * what has become moot since.
 */
export const unfoundPurposes = (state: CaseState): readonly Dispatch[] =>
  [...state.dispatches.values()].filter(
    ({ purpose, notFound, waived }) => notFound !== null && waived === null && !isMoot(state, purpose),
  );

/** Its question is settled, its clock or its text is another by now, or its case is closed. */
function isMoot(state: CaseState, purpose: SendPurpose): boolean {
  if (purpose.kind === "news") return false;
  if (state.closed) return true;
  switch (purpose.kind) {
    case "question":
      return questionOf(state, purpose.questionId)?.status !== "open";
    case "milestone": {
      const clock = state.clocks[purpose.obligationId];
      return clock?.status !== "running" || clock.reading.due !== purpose.due;
    }
    case "notice": {
      const notice = state.notices[purpose.noticeId];
      if (notice?.version !== purpose.version) return true;
      return state.clocks[notice.obligationId]?.status !== "running";
    }
  }
}
