import { isDispatched, isHeldBack, questionOf, sendsFor } from "./state.ts";
import type { CaseState, Question } from "./state.ts";
import type { Milestone, Role, SendPurpose } from "./events.ts";
import type { NoticeId, ObligationId, QuestionId } from "../ids.ts";
import type { Instant } from "../instants.ts";
import { hasStruck, milestonesOf } from "./milestones.ts";
import { earliest, longestWaitMs, plus } from "../instants.ts";
import type { Policy } from "./policy.ts";

/** What an orchestration beside the case's own is to do now. */
export type CompanionStep =
  | { readonly kind: "strike"; readonly milestones: readonly Milestone[]; readonly due: Instant }
  | { readonly kind: "remind"; readonly round: number; readonly role: Role }
  | { readonly kind: "deliver"; readonly purpose: SendPurpose }
  | { readonly kind: "expire" }
  | { readonly kind: "giveUp" }
  | { readonly kind: "sleep"; readonly until: Instant }
  | { readonly kind: "settled" };

const isPast = (instant: Instant, now: Instant): boolean => Date.parse(instant) <= Date.parse(now);
const settled: CompanionStep = { kind: "settled" };

/** One running clock. It ends by itself once the clock is met, withdrawn or moved (`clockSeq` is then an older one). */
export function nextDeadlineStep(
  state: CaseState,
  which: { readonly obligationId: ObligationId; readonly clockSeq: number },
  now: Instant,
): CompanionStep {
  const clock = state.clocks[which.obligationId];
  if (state.closed || clock?.status !== "running" || clock.seq !== which.clockSeq) return settled;
  const { obligationId, due } = clock.reading;
  if (due === null) return settled;

  const ahead = milestonesOf(clock).filter(({ milestone }) => !hasStruck(clock, milestone));
  const passed = ahead.filter(({ at }) => isPast(at, now));
  if (passed.length > 0) return { kind: "strike", milestones: passed.map(({ milestone }) => milestone), due };

  // Of several that struck together only the last is announced: one mail that says how late it is.
  const latest = clock.struck.findLast((strike) => strike.due === due);
  if (latest) {
    const purpose = { kind: "milestone", obligationId, milestone: latest.milestone, due } as const;
    if (!isDispatched(state, purpose)) return { kind: "deliver", purpose };
  }
  const next = ahead[0];
  return next ? { kind: "sleep", until: earliest(next.at, plus(now, longestWaitMs)) } : settled;
}

/** One open question: ask, remind, escalate, expire. It never answers for anybody. */
export function nextApprovalStep(
  state: CaseState,
  questionId: QuestionId,
  now: Instant,
  policy: Policy,
): CompanionStep {
  const question = questionOf(state, questionId);
  if (state.closed || question?.status !== "open") return settled;
  if (isPast(question.expiresAt, now)) return { kind: "expire" };

  const newest = question.rounds.at(-1);
  const { reminders, expiresAfterMs } = policy.questions[question.question];
  // A question that stands longer than the habit is reminded of at the same shares of its time.
  const stretch = (Date.parse(question.expiresAt) - Date.parse(question.askedAt)) / expiresAfterMs;
  const due = reminders
    .map(({ role, afterMs }, index) => ({
      round: index + 1,
      role,
      at: plus(question.askedAt, afterMs * stretch),
    }))
    .filter(({ round }) => round > (newest?.round ?? 0));
  // After a long stop only the newest round is caught up on: nobody needs three mails at once.
  const passed = due.findLast(({ at }) => isPast(at, now));
  if (passed) return { kind: "remind", round: passed.round, role: passed.role };

  const purpose = { kind: "question", questionId, round: newest?.round ?? 0 } as const;
  if (!isDispatched(state, purpose)) return { kind: "deliver", purpose };
  return { kind: "sleep", until: earliest(due[0]?.at ?? null, question.expiresAt, plus(now, longestWaitMs)) };
}

/** One approved notice version: deliver to each, then see each message proven or given up. */
export function nextNoticeStep(
  state: CaseState,
  which: { readonly noticeId: NoticeId; readonly version: number },
  now: Instant,
  policy: Policy,
): CompanionStep {
  const notice = state.notices[which.noticeId];
  if (state.closed || notice?.version !== which.version || !notice.approved) return settled;
  if (state.clocks[notice.obligationId]?.status !== "running") return settled;
  const purpose = { kind: "notice", noticeId: notice.noticeId, version: notice.version } as const;
  // The case's own orchestration starts this one again when the hold has ended.
  if (isHeldBack(state, purpose, now)) return settled;
  if (!isDispatched(state, purpose)) return { kind: "deliver", purpose };

  const limits = reportLimits(state, purpose, policy);
  if (limits.length === 0) return settled;
  if (limits.some(({ at }) => isPast(at, now))) return { kind: "giveUp" };
  return { kind: "sleep", until: earliest(plus(now, longestWaitMs), ...limits.map(({ at }) => at)) };
}

/** For each message whose delivery nobody has reported yet: until when a report is waited for. */
export function reportLimits(
  state: CaseState,
  purpose: SendPurpose,
  policy: Policy,
): readonly { readonly key: string; readonly at: Instant }[] {
  return sendsFor(state, purpose)
    .filter((send) => send.status !== "refused" && send.delivery === null)
    .map((send) => ({
      key: send.key,
      at: plus(send.settledAt ?? send.intendedAt, policy.deliveryReportMsMax),
    }));
}

/** When to have the answer, for subject lines: never later than the nearest clock asks. */
export function answerBy(
  state: CaseState,
  question: Pick<Question, "question">,
  now: Instant,
  policy: Policy,
): Instant {
  const ours = plus(now, policy.questions[question.question].answerWithinMs);
  const dues = Object.values(state.clocks)
    .filter(
      (clock) => clock.status === "running" && clock.reading.due !== null && !isPast(clock.reading.due, now),
    )
    .map((clock) => clock.reading.due);
  return earliest(ours, ...dues);
}
