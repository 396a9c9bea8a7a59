import type { Milestone, QuestionKind, Role } from "./events.ts";

/**
 * How the house asks and reminds. Durations are milliseconds of elapsed time from the first mail. These are our own
 * habits, not law: no statutory instant is computed from them.
 */
export interface Policy {
  readonly questions: Readonly<Record<QuestionKind, QuestionPolicy>>;
  readonly milestones: readonly { readonly milestone: Milestone; readonly role: Role }[];
  /** Nobody has reported the delivery of an accepted message for so long: it counts as unproven. */
  readonly deliveryReportMsMax: number;
  /** Commanders hear of what joined alerts bring no more often than this. */
  readonly newsEveryMs: number;
  /** An alert about the same resource joins an open case that had its last alert no longer ago than this. */
  readonly joinWithinMs: number;
  /** "Not filed yet" is asked again after this. */
  readonly askAgainMs: number;
}

export interface QuestionPolicy {
  readonly role: Role;
  readonly answerWithinMs: number;
  readonly reminders: readonly { readonly afterMs: number; readonly role: Role }[];
  /** An unanswered question expires, is never taken as a yes, and is asked anew of the executives. */
  readonly expiresAfterMs: number;
}

const minutes = (count: number): number => count * 60_000;
const hours = (count: number): number => minutes(count * 60);

export const defaultPolicy: Policy = {
  questions: {
    "is-breach": {
      role: "incident-commander",
      answerWithinMs: hours(4),
      reminders: [
        { afterMs: minutes(30), role: "incident-commander" },
        { afterMs: hours(1), role: "incident-commander" },
        { afterMs: hours(2), role: "executive" },
        { afterMs: hours(3), role: "incident-commander" },
      ],
      expiresAfterMs: hours(12),
    },
    "set-awareness": {
      role: "incident-commander",
      answerWithinMs: hours(4),
      reminders: [
        { afterMs: hours(1), role: "incident-commander" },
        { afterMs: hours(3), role: "privacy-officer" },
      ],
      expiresAfterMs: hours(24),
    },
    "approve-notice": {
      role: "incident-commander",
      answerWithinMs: hours(12),
      reminders: [
        { afterMs: hours(4), role: "incident-commander" },
        { afterMs: hours(10), role: "executive" },
      ],
      expiresAfterMs: hours(24),
    },
    "confirm-filing": {
      role: "notice-desk",
      answerWithinMs: hours(24),
      reminders: [
        { afterMs: hours(12), role: "notice-desk" },
        { afterMs: hours(24), role: "privacy-officer" },
      ],
      expiresAfterMs: hours(48),
    },
    "close-case": {
      role: "privacy-officer",
      answerWithinMs: hours(24 * 7),
      reminders: [{ afterMs: hours(24 * 3), role: "privacy-officer" }],
      expiresAfterMs: hours(24 * 14),
    },
  },
  milestones: [
    { milestone: "half", role: "privacy-officer" },
    { milestone: "24h", role: "privacy-officer" },
    { milestone: "4h", role: "incident-commander" },
    { milestone: "1h", role: "executive" },
    { milestone: "due", role: "executive" },
    { milestone: "overdue", role: "executive" },
  ],
  deliveryReportMsMax: hours(24),
  newsEveryMs: minutes(30),
  joinWithinMs: hours(24),
  askAgainMs: hours(24),
};

export const milestoneRole = (policy: Policy, milestone: Milestone): Role =>
  policy.milestones.find((entry) => entry.milestone === milestone)?.role ?? "executive";

/** The same habits with questions that stand no shorter than that: for a clock that runs faster than people do. */
export function withQuestionsStanding(policy: Policy, standMsMin: number): Policy {
  const longer = Object.entries(policy.questions).map(([kind, habits]): [string, QuestionPolicy] => [
    kind,
    { ...habits, expiresAfterMs: Math.max(habits.expiresAfterMs, standMsMin) },
  ]);
  return { ...policy, questions: Object.fromEntries(longer) as Policy["questions"] };
}
