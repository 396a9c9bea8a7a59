/** What lists say of a case: the rows of the index, from which board, sweep and `/api/cases` are made. */
import type { CaseStatus } from "../domain/case/case-status.ts";
import type { QuestionKind, Role } from "../domain/case/events.ts";
import type { LogYear } from "./annual-log.ts";
import type { CaseId, ObligationId, QuestionId } from "../domain/ids.ts";
import type { Instant } from "../domain/instants.ts";

/** When a case wants to be looked at. Null: nothing is left to do. */
export interface NextInstants {
  /** The earlier of the two others; what the sweeper asks by. */
  readonly nextAt: Instant | null;
  readonly caseAt: Instant | null;
  readonly courierAt: Instant | null;
}

/** What lists say of a case, derived from its entries, so that a list never reads a case. */
export interface CaseRow extends NextInstants {
  readonly caseId: CaseId;
  readonly title: string;
  readonly code: string;
  readonly state: CaseStatus;
  readonly severity: string;
  readonly openedAt: Instant;
  readonly closedAt: Instant | null;
  readonly drill: boolean;
  readonly regimes: readonly string[];
  /** Year of the annual breach log that the case stands in; left out where it stands in none. */
  readonly logYear?: number;
  readonly obligations: readonly RowObligation[];
  /** The open ones. */
  readonly questions: readonly RowQuestion[];
  /** Messages that reached nobody. */
  readonly deadLetters: number;
  /** Why the last search for recipients did not go as it should, if so. */
  readonly directoryProblem: string | null;
  /** `seq` of the last entry that this row was derived from; -1 while a case is being opened. */
  readonly seq: number;
  readonly derivedAt: Instant;
}

export interface RowObligation {
  readonly obligationId: ObligationId;
  readonly title: string;
  readonly applies: boolean;
  /** `none`: no clock was opened for it. */
  readonly clock: "running" | "met" | "withdrawn" | "none";
  readonly due: Instant | null;
  /** No notice may leave before this. */
  readonly notBefore: Instant | null;
  /** What the clock counts from; null where that is unknown or no clock was opened. */
  readonly startAt: Instant | null;
  /** A period of hours, said to the minute; else one that ends with a day. */
  readonly elapsedHours: boolean;
  /** IANA zone in which the law counts. */
  readonly timeZone: string;
}

export interface RowQuestion {
  readonly questionId: QuestionId;
  readonly question: QuestionKind;
  readonly obligationId: ObligationId | null;
  readonly role: Role;
  readonly askedRoles: readonly Role[];
  readonly answerBy: Instant;
  readonly reminders: number;
}

export interface RowPage {
  readonly rows: readonly CaseRow[];
  /** To be given as `after` for the page that follows; null: this was the last. */
  readonly next: string | null;
}

/** What the board is made from. */
export interface Board {
  /** By the nearest deadline. Empty where a page of closed cases was asked for. */
  readonly open: RowPage;
  readonly openCases: number;
  readonly closed: RowPage;
  readonly closedCases: number;
  /** With a question for these roles, the first to be answered on top. */
  readonly asking: readonly CaseRow[];
  readonly casesAsking: number;
  /** Late, with messages that reached nobody, or without recipients; at most a few of them. */
  readonly troubled: readonly CaseRow[];
  readonly casesTroubled: number;
  /** Payloads that wait in quarantine. */
  readonly unread: number;
  /** Years of the annual breach log that there are, newest first, with how many cases stand in each. */
  readonly logYears: readonly LogYear[];
}

/** Stands for a case from before its first entry: should the opening tear, the sweeper finds it. */
export const unopenedRow = (caseId: CaseId, at: Instant): CaseRow => ({
  caseId,
  title: "",
  code: "",
  state: "open",
  severity: "unknown",
  openedAt: at,
  closedAt: null,
  drill: false,
  regimes: [],
  nextAt: at,
  caseAt: at,
  courierAt: null,
  obligations: [],
  questions: [],
  deadLetters: 0,
  directoryProblem: null,
  seq: -1,
  derivedAt: at,
});

/** The nearest deadline of a clock that runs; an overdue one is the nearest of all. */
export const nearestDue = ({ obligations }: Pick<CaseRow, "obligations">): Instant | null =>
  obligations.flatMap(({ clock, due }) => (clock === "running" && due !== null ? [due] : [])).toSorted()[0] ??
  null;

/** By when the first of the open questions is to be answered. */
export const firstAnswerBy = ({ questions }: Pick<CaseRow, "questions">): Instant | null =>
  questions.map(({ answerBy }) => answerBy).toSorted()[0] ?? null;
