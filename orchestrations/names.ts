/**
 * Names under which functions are registered. They live in histories: never renamed. A changed sequence of actions is
 * a new name beside the old while old instances run out.
 */
export const orchestrations = {
  case: "caseV2",
  courier: "courier",
} as const;

export const activities = {
  nextCaseStep: "nextCaseStep",
  nextCourierStep: "nextCourierStep",
  recordClocks: "recordClocks",
  strikeClocks: "strikeClocks",
  askQuestion: "askQuestion",
  remindQuestion: "remindQuestion",
  expireQuestion: "expireQuestion",
  takeBackQuestion: "takeBackQuestion",
  draftNotice: "draftNotice",
  meetObligation: "meetObligation",
  giveUpMessages: "giveUpMessages",
  closeCase: "closeCase",
  ensureCourier: "ensureCourier",
  wakeCase: "wakeCase",
  findRecipients: "findRecipients",
  intendSends: "intendSends",
  handOverSends: "handOverSends",
  recordReceipts: "recordReceipts",
  withdrawSends: "withdrawSends",
  reconcileSends: "reconcileSends",
} as const;

/**
 * From before a case had one orchestration and a courier. They stay registered, so that an instance that an earlier version
 * left behind is told at its next look that it is settled, and ends; the sweeper then starts the case under its new name.
 */
export const retiredOrchestrations = {
  case: "case",
  deadline: "deadline",
  approval: "approval",
  notice: "notice",
  outbox: "outbox",
} as const;

export const retiredActivities = {
  lookAtCase: "lookAtCase",
  lookAtDeadline: "lookAtDeadline",
  lookAtApproval: "lookAtApproval",
  lookAtNotice: "lookAtNotice",
  lookAtOutbox: "lookAtOutbox",
  withdrawQuestion: "withdrawQuestion",
  strikeMilestones: "strikeMilestones",
  startCompanions: "startCompanions",
  resolveRecipients: "resolveRecipients",
  intendMessages: "intendMessages",
  sendMessage: "sendMessage",
  recordAttempts: "recordAttempts",
  reconcileMessages: "reconcileMessages",
} as const;

/** The one external event: look at the ledger now. It carries nothing, and nothing depends on its being heard. */
export const wake = "wake";
