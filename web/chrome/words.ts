/** What the domain's short names are called in front of people. */
import type { Answer, Excluded, Milestone, QuestionKind, Role } from "../../shared/domain/case/events.ts";
import type { ClockStatus, DeliveryRow, NoticeStatus } from "../../shared/contracts/views.ts";
import type { CaseStatus } from "../../shared/domain/case/case-status.ts";

export const roleWords: Readonly<Record<Role, string>> = {
  "incident-commander": "incident commander",
  "privacy-officer": "privacy officer",
  counsel: "counsel",
  executive: "executive",
  operator: "operator",
  auditor: "auditor",
  "notice-desk": "notice desk",
};

export const caseStatusWords: Readonly<Record<CaseStatus, string>> = {
  open: "Open",
  waiting: "Waiting for a decision",
  notifying: "Notifying",
  closed: "Closed",
};

export const clockStatusWords: Readonly<Record<ClockStatus, string>> = {
  running: "Running",
  held: "On hold",
  met: "Met",
  overdue: "Overdue",
  withdrawn: "Withdrawn",
  "not-applicable": "Not owed",
};

export const milestoneWords: Readonly<Record<Milestone, string>> = {
  half: "half of the time",
  "24h": "24 hours before",
  "4h": "4 hours before",
  "1h": "1 hour before",
  due: "due",
  overdue: "overdue",
};

export const noticeStatusWords: Readonly<Record<NoticeStatus, string>> = {
  incomplete: "Not complete",
  drafted: "Drafted",
  waiting: "Waiting for approval",
  approved: "Approved",
  refused: "Refused",
  sending: "Being sent",
  sent: "Sent",
};

export const deliveryWords: Readonly<Record<DeliveryRow["state"], string>> = {
  intended: "Not yet handed over",
  accepted: "Handed over, no report yet",
  refused: "Refused by the provider",
  uncertain: "Uncertain: may have been sent",
  again: "To be sent again",
  withdrawn: "Not sent any more",
  held: "Held until law enforcement lets it go",
  delivered: "Delivered",
  expanded: "Handed to a distribution list",
  bounced: "Bounced",
  failed: "Failed",
  suppressed: "Suppressed by the provider",
  quarantined: "Held back as suspicious",
  "filtered-spam": "Filtered as spam",
  unknown: "Reported in unknown words",
};

export const excludedWords: Readonly<Record<Excluded["why"], string>> = {
  disabled: "the account is disabled",
  guest: "a guest account",
  "no-mail": "has no mail address",
};

export const answerWords: Readonly<Record<Answer, string>> = {
  yes: "Yes",
  no: "No",
  set: "Settled",
  approve: "Approved",
  refuse: "Refused",
  filed: "Filed",
  "filed-in-part": "Filed in part",
  "not-yet": "Not filed yet",
  close: "Close",
  "keep-open": "Keep open",
};

/** What is wanted of the reader, as a button says it. */
export const questionActionWords: Readonly<Record<QuestionKind, string>> = {
  "is-breach": "Decide",
  "set-awareness": "Settle the moment",
  "approve-notice": "Read and approve",
  "confirm-filing": "Confirm the filing",
  "close-case": "Decide on closing",
};

/** "a, b and c". */
export function formatList(items: readonly string[], last = "and"): string {
  if (items.length < 2) return items[0] ?? "";
  return `${items.slice(0, -1).join(", ")} ${last} ${items.at(-1)}`;
}

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** For use inside a sentence: "Letter" becomes "letter". Abbreviations keep their capitals: "HHS", "US". */
export const lowerFirst = (text: string): string =>
  /^\p{Lu}\p{Ll}/u.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
