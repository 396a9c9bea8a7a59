import type { Role } from "./events.ts";
import type { QuestionId } from "../ids.ts";
import { earliest, plus } from "../instants.ts";
import type { Instant } from "../instants.ts";
import type { Policy } from "./policy.ts";
import type { CaseState, Question } from "./state.ts";

const isPast = (instant: Instant, now: Instant): boolean => Date.parse(instant) <= Date.parse(now);

/** What an open question needs of the clockwork. It never answers for anybody. */
export type QuestionStep =
  | { readonly kind: "remind"; readonly questionId: QuestionId; readonly round: number; readonly role: Role }
  | { readonly kind: "expire"; readonly questionId: QuestionId };

export interface QuestionTimes {
  /** What is due now; after a long stop only the newest round: nobody needs three mails at once. */
  readonly step: QuestionStep | null;
  /** When it wants to be looked at again. */
  readonly until: Instant;
}

export function questionTimes(question: Question, now: Instant, policy: Policy): QuestionTimes {
  const { questionId, askedAt, expiresAt } = question;
  if (isPast(expiresAt, now)) return { step: { kind: "expire", questionId }, until: now };
  const { reminders, expiresAfterMs } = policy.questions[question.question];
  // A question that stands longer than the habit is reminded of at the same shares of its time.
  const stretch = (Date.parse(expiresAt) - Date.parse(askedAt)) / expiresAfterMs;
  const begun = question.rounds.at(-1)?.round ?? 0;
  const ahead = reminders
    .map(({ role, afterMs }, index) => ({ round: index + 1, role, at: plus(askedAt, afterMs * stretch) }))
    .filter(({ round }) => round > begun);
  const passed = ahead.findLast(({ at }) => isPast(at, now));
  if (passed)
    return {
      step: { kind: "remind", questionId, round: passed.round, role: passed.role },
      until: now,
    };
  return { step: null, until: earliest(ahead[0]?.at ?? null, expiresAt) };
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
