/**
 * Names under which functions are registered. They live in histories: never renamed. A changed sequence of actions is
 * a new name beside the old (`case.v2`) while old instances run out.
 */
export const orchestrations = {
  case: "case",
  deadline: "deadline",
  approval: "approval",
  notice: "notice",
  outbox: "outbox",
} as const;

export const activities = {
  lookAtCase: "lookAtCase",
  lookAtDeadline: "lookAtDeadline",
  lookAtApproval: "lookAtApproval",
  lookAtNotice: "lookAtNotice",
  lookAtOutbox: "lookAtOutbox",
  recordClocks: "recordClocks",
  askQuestion: "askQuestion",
  remindQuestion: "remindQuestion",
  expireQuestion: "expireQuestion",
  withdrawQuestion: "withdrawQuestion",
  draftNotice: "draftNotice",
  strikeMilestones: "strikeMilestones",
  meetObligation: "meetObligation",
  closeCase: "closeCase",
  startCompanions: "startCompanions",
  wakeCase: "wakeCase",
  resolveRecipients: "resolveRecipients",
  intendMessages: "intendMessages",
  sendMessage: "sendMessage",
  recordAttempts: "recordAttempts",
  reconcileMessages: "reconcileMessages",
  giveUpMessages: "giveUpMessages",
} as const;

/** The one external event: look at the ledger now. It carries nothing, and nothing depends on its being heard. */
export const wake = "wake";
