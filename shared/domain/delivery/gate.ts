import type { ComputedDuty } from "../case/clock-changes.ts";
import type { SendPurpose, WithdrawalReason } from "../case/events.ts";
import { filingOf, isFiledBefore, questionOf, resolutionFor } from "../case/state.ts";
import type { CaseState } from "../case/state.ts";
import type { Instant } from "../instants.ts";

/** One message on its way to one person, whatever the channel. */
export interface OutboundMessage {
  readonly purpose: SendPurpose;
  /** Left out: nobody in particular; the question is whether the purpose still stands. */
  readonly personId?: string;
  /** A person ordered it to be sent again. */
  readonly isOrdered?: boolean;
}

export type Verdict =
  | { readonly kind: "leave" }
  /** Law enforcement has asked to wait until then. */
  | { readonly kind: "hold"; readonly until: Instant }
  | { readonly kind: "withdraw"; readonly because: Exclude<WithdrawalReason, "held"> };

const leave: Verdict = { kind: "leave" };
const withdraw = (because: Exclude<WithdrawalReason, "held">): Verdict => ({ kind: "withdraw", because });

/**
 * The one gate: whether a message may leave at this moment. Asked immediately before every hand-over, with the case as it was
 * just read and `duties` as the rules make them of its facts at `now`; no earlier result of either is asked.
 */
export function mayLeave(
  state: CaseState,
  message: OutboundMessage,
  duties: readonly ComputedDuty[],
  now: Instant,
): Verdict {
  const verdict = judgePurpose(state, message, duties, now);
  if (verdict.kind !== "leave" || message.personId === undefined || message.isOrdered === true)
    return verdict;
  const isMeant = resolutionFor(state, message.purpose)?.recipients.some(
    ({ personId }) => personId === message.personId,
  );
  return isMeant ? leave : withdraw("not-meant");
}

function judgePurpose(
  state: CaseState,
  message: OutboundMessage,
  duties: readonly ComputedDuty[],
  now: Instant,
): Verdict {
  const { purpose } = message;
  // What came in about a closed case is told; a notice leaves it only where a person ordered it again.
  if (state.closed && purpose.kind !== "news" && !(purpose.kind === "notice" && message.isOrdered))
    return withdraw("case-closed");
  switch (purpose.kind) {
    case "news":
      return leave;
    case "question":
      return judgeQuestion(state, purpose, message, now);
    case "milestone":
      return judgeMilestone(state, purpose, message, duties);
    case "notice":
      return judgeNotice(state, purpose, message, { duties, now });
  }
}

function judgeQuestion(
  state: CaseState,
  { questionId, round }: Extract<SendPurpose, { kind: "question" }>,
  { isOrdered }: OutboundMessage,
  now: Instant,
): Verdict {
  const question = questionOf(state, questionId);
  if (question?.status !== "open" || Date.parse(question.expiresAt) <= Date.parse(now))
    return withdraw("question-settled");
  const { noticeId, textDigest } = question;
  if (
    question.question === "approve-notice" &&
    noticeId !== null &&
    state.notices[noticeId]?.digest !== textDigest
  )
    return withdraw("text-changed");
  const newest = question.rounds.at(-1)?.round ?? 0;
  return round < newest && !isOrdered ? withdraw("superseded") : leave;
}

function judgeMilestone(
  state: CaseState,
  { obligationId, milestone, due }: Extract<SendPurpose, { kind: "milestone" }>,
  { isOrdered }: OutboundMessage,
  duties: readonly ComputedDuty[],
): Verdict {
  const clock = state.clocks[obligationId];
  if (clock?.status === "met") return withdraw("done");
  const duty = dutyOf(duties, obligationId);
  if (clock?.status !== "running" || duty?.applies === false) return withdraw("not-owed");
  if (clock.reading.due !== due || (duty && duty.reading.due !== due)) return withdraw("superseded");
  const latest = clock.struck.findLast((strike) => strike.due === due);
  return latest?.milestone !== milestone && !isOrdered ? withdraw("superseded") : leave;
}

function judgeNotice(
  state: CaseState,
  { noticeId, version }: Extract<SendPurpose, { kind: "notice" }>,
  { isOrdered }: OutboundMessage,
  { duties, now }: { readonly duties: readonly ComputedDuty[]; readonly now: Instant },
): Verdict {
  const notice = state.notices[noticeId];
  if (!notice || notice.version !== version || isFiledBefore(state, notice)) return withdraw("text-changed");
  if (!notice.approved) return withdraw("not-approved");
  const duty = dutyOf(duties, notice.obligationId);
  const notBefore = duty?.reading.notBefore ?? null;
  if (notBefore !== null && Date.parse(now) < Date.parse(notBefore))
    return { kind: "hold", until: notBefore };
  if (isOrdered) return leave;
  const clock = state.clocks[notice.obligationId];
  if (clock?.status === "met" || filingOf(state, noticeId)) return withdraw("done");
  if (clock?.status !== "running" || !duty?.applies || !duty.isOurs) return withdraw("not-owed");
  return leave;
}

const dutyOf = (duties: readonly ComputedDuty[], obligationId: string): ComputedDuty | undefined =>
  duties.find(({ reading }) => reading.obligationId === obligationId);
