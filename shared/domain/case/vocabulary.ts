/**
 * The closed sets of names that a ledger uses, each written once: as a list for whatever checks or enumerates, and as
 * the type made from it. Names stand in ledgers for good: they may be added to, never renamed or taken away.
 */

export const roles = [
  "incident-commander",
  "privacy-officer",
  "counsel",
  "executive",
  "operator",
  "auditor",
  "notice-desk",
] as const;
export type Role = (typeof roles)[number];

export const questionKinds = [
  "is-breach",
  "set-awareness",
  "approve-notice",
  "confirm-filing",
  "close-case",
] as const;
export type QuestionKind = (typeof questionKinds)[number];

/** What each question may be answered with. `filed-in-part`: more will follow in a further phase. */
export const answersTo = {
  "is-breach": ["yes", "no"],
  "set-awareness": ["set"],
  "approve-notice": ["approve", "refuse"],
  "confirm-filing": ["filed", "filed-in-part", "not-yet"],
  "close-case": ["close", "keep-open"],
} as const satisfies Record<QuestionKind, readonly string[]>;
export type Answer = (typeof answersTo)[QuestionKind][number];
export const answers: readonly Answer[] = Object.values(answersTo).flat();

/**
 * Where a proposal for the moment of awareness comes from: when a product raised the alert, when it reached us, a
 * person who says since when it was known, a processor's message.
 */
export const awarenessSources = ["alert-raised", "alert-received", "person", "processor"] as const;
export type AwarenessSource = (typeof awarenessSources)[number];

/** Offsets before the due instant; `due` and `overdue` strike at and after it, `half` at half of the time. */
export const milestones = ["half", "24h", "4h", "1h", "due", "overdue"] as const;
export type Milestone = (typeof milestones)[number];

/** What a provider reports of a message; `unknown` is a word of the provider's that we do not know. */
export const deliveryStatuses = [
  "delivered",
  "expanded",
  "bounced",
  "failed",
  "suppressed",
  "quarantined",
  "filtered-spam",
  "unknown",
] as const;
export type DeliveryStatus = (typeof deliveryStatuses)[number];

/**
 * Why something that was intended does not leave. `held`: not now, and it is intended anew when the hold has ended; every
 * other reason is final.
 */
export const withdrawalReasons = [
  "case-closed",
  "question-settled",
  "superseded",
  "text-changed",
  "not-approved",
  "not-owed",
  "done",
  "held",
  "not-meant",
] as const;
export type WithdrawalReason = (typeof withdrawalReasons)[number];
