/**
 * `case-` and 16 letters or digits, derived from the first alert's key; `intake-YYYY-MM-DD` for what opened no case;
 * `quarantine-` and 16 letters or digits for what could not be read.
 */
export type CaseId = string;
export type ObligationId = string;
export type QuestionId = string;
export type NoticeId = string;
export type HoldId = string;
/** Lower-case hex of a SHA-256. */
export type Digest = string;
