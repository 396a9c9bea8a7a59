import type {
  Answer,
  CaseAlert,
  ClockReading,
  DeliveryStatus,
  Excluded,
  FactsChange,
  Milestone,
  NoticeElement,
  QuestionKind,
  Recipient,
  Role,
  SendPurpose,
} from "./events.ts";
import type { CaseId, Digest, NoticeId, ObligationId, QuestionId } from "../ids.ts";
import type { Instant } from "../instants.ts";
import type { Facts } from "../law/facts.ts";
import type { Awareness } from "./awareness.ts";
import type { CaseHold } from "./holds.ts";
import type { CaseNews } from "./news.ts";

/** What a case is, folded from its entries by `evolve`; never stored. */
export interface CaseState {
  readonly caseId: CaseId;
  /** `seq` and hash of the newest entry. */
  readonly seq: number;
  readonly head: Digest;
  readonly openedAt: Instant;
  readonly title: string;
  readonly code: string;
  readonly rule: string;
  readonly reason: string;
  readonly entity: { readonly name: string; readonly timeZone: string };
  readonly drill: boolean;
  readonly alerts: readonly CaseAlert[];
  /** What joined alerts told that the case did not know. */
  readonly news: readonly CaseNews[];
  readonly facts: Facts;
  /** `seq` of the newest entry that changed a fact. */
  readonly factsSeq: number;
  readonly factChanges: readonly FactChange[];
  readonly awareness: Awareness;
  readonly holds: readonly CaseHold[];
  readonly clocks: Readonly<Record<ObligationId, CaseClock>>;
  readonly questions: readonly Question[];
  readonly notices: Readonly<Record<NoticeId, Notice>>;
  readonly resolutions: readonly Resolution[];
  readonly sends: Readonly<Record<string, Send>>;
  readonly closed: {
    readonly at: Instant;
    readonly outcome: "notified" | "no-breach";
    readonly reason: string;
  } | null;
  /** The last time that a closed case was opened again; a decision to close from before then no longer counts. */
  readonly reopened: { readonly seq: number; readonly at: Instant; readonly reason: string } | null;
}

export interface FactChange {
  readonly seq: number;
  readonly at: Instant;
  readonly by: string;
  readonly set: FactsChange;
  readonly reason: string;
}

export interface CaseClock {
  readonly reading: ClockReading;
  /** `seq` of the entry that opened or last moved it: the deadline orchestration of an older one ends by itself. */
  readonly seq: number;
  readonly since: Instant;
  readonly status: "running" | "met" | "withdrawn";
  readonly struck: readonly { readonly milestone: Milestone; readonly due: Instant; readonly at: Instant }[];
  readonly why: readonly string[];
  /** That it was met before it became owed to further states or authorities, the earliest first. */
  readonly metBefore: readonly {
    /** `seq` of the entry that opened it again. */
    readonly seq: number;
    readonly at: Instant;
    /** Of the notice that had been filed then; a further filing is another version. */
    readonly version: number;
    readonly jurisdictions: readonly string[];
  }[];
  readonly met: {
    readonly at: Instant;
    readonly how: "delivered" | "filed" | "recorded";
    readonly reference: string | null;
    readonly late: boolean;
    readonly reason: string | null;
  } | null;
}

export interface Question {
  readonly questionId: QuestionId;
  readonly question: QuestionKind;
  readonly obligationId: ObligationId | null;
  readonly noticeId: NoticeId | null;
  readonly textDigest: Digest | null;
  readonly role: Role;
  readonly askedAt: Instant;
  readonly answerBy: Instant;
  readonly expiresAt: Instant;
  /** Rounds of asking that have begun: 0 is the first mail. */
  readonly rounds: readonly { readonly round: number; readonly role: Role; readonly at: Instant }[];
  readonly status: "open" | "answered" | "expired" | "withdrawn";
  readonly decision: Decision | null;
}

export interface Decision {
  readonly seq: number;
  readonly at: Instant;
  readonly answer: Answer;
  readonly reason: string;
  readonly person: { readonly id: string; readonly name: string };
  readonly role: Role;
  readonly reference: string | null;
  readonly filedAt: Instant | null;
}

export interface Notice {
  readonly noticeId: NoticeId;
  readonly version: number;
  readonly obligationId: ObligationId;
  readonly audience: Role;
  readonly subject: string;
  readonly text: string;
  readonly digest: Digest;
  readonly elements: readonly NoticeElement[];
  readonly basis: number;
  readonly draftedAt: Instant;
  readonly approved: { readonly at: Instant; readonly by: string } | null;
  readonly refused: { readonly at: Instant; readonly by: string; readonly reason: string } | null;
  /** This version was filed as a phase: the next one is drafted from facts that are newer than its basis. */
  readonly filedInPart: { readonly at: Instant; readonly reference: string | null } | null;
}

export interface Resolution {
  readonly seq: number;
  readonly at: Instant;
  readonly purpose: SendPurpose;
  readonly role: Role;
  readonly source: "directory" | "last-good" | "fallback";
  readonly recipients: readonly Recipient[];
  readonly excluded: readonly Excluded[];
  readonly problem: string | null;
}

export interface Send {
  readonly key: string;
  readonly operationId: string;
  readonly purpose: SendPurpose;
  readonly recipient: Recipient;
  readonly subject: string;
  readonly messageDigest: Digest;
  /** `seq` of the intent: the message is rendered from the case as it stood there. */
  readonly seq: number;
  readonly intendedAt: Instant;
  /** `again`: a person wants it sent once more, under a new operation id. */
  readonly status: "intended" | "accepted" | "refused" | "uncertain" | "again";
  /** How often it was made ready before: each attempt is an operation of its own. */
  readonly attempt: number;
  readonly settledAt: Instant | null;
  readonly problem: string | null;
  readonly delivery: {
    readonly status: DeliveryStatus;
    readonly nativeStatus: string;
    readonly at: Instant;
    readonly detail: string | null;
  } | null;
}

/** One name for a purpose, the same whoever asks: what was resolved and sent for it is found by this. */
export function purposeKey(purpose: SendPurpose): string {
  switch (purpose.kind) {
    case "question":
      return `question:${purpose.questionId}:${purpose.round}`;
    case "milestone":
      return `milestone:${purpose.obligationId}:${purpose.milestone}:${purpose.due}`;
    case "notice":
      return `notice:${purpose.noticeId}:v${purpose.version}`;
    case "news":
      return `news:${purpose.seq}`;
  }
}

/** The idempotency key of one message: case, purpose and person. The provider's operation id is derived from it. */
export const sendKey = (caseId: CaseId, purpose: SendPurpose, personId: string): string =>
  `${caseId}|${purposeKey(purpose)}|${personId}`;

export const resolutionFor = (state: CaseState, purpose: SendPurpose): Resolution | undefined =>
  state.resolutions.find((resolution) => purposeKey(resolution.purpose) === purposeKey(purpose));

export const sendsFor = (state: CaseState, purpose: SendPurpose): readonly Send[] =>
  Object.values(state.sends).filter((send) => purposeKey(send.purpose) === purposeKey(purpose));

/** Whether everybody who was to hear of it has been written to, or at least each attempt has its outcome. */
export function isDispatched(state: CaseState, purpose: SendPurpose): boolean {
  const resolution = resolutionFor(state, purpose);
  if (!resolution) return false;
  return resolution.recipients.every((recipient) => {
    const send = state.sends[sendKey(state.caseId, purpose, recipient.personId)];
    return send !== undefined && send.status !== "intended" && send.status !== "again";
  });
}

/** Somebody was chosen to receive this version: from then on its text stands, whatever becomes known. */
export const isBegun = (state: CaseState, { noticeId, version }: Notice): boolean =>
  resolutionFor(state, { kind: "notice", noticeId, version }) !== undefined;

/** Whether a message of this purpose may leave: of a notice, the version that was approved and no other. */
export function isApproved(state: CaseState, purpose: SendPurpose): boolean {
  if (purpose.kind !== "notice") return true;
  const notice = state.notices[purpose.noticeId];
  return notice?.approved != null && notice.version === purpose.version;
}

/** Law enforcement has asked to wait with this notice: until then nobody may be told. */
export function isHeldBack(state: CaseState, purpose: SendPurpose, now: Instant): boolean {
  const notice = purpose.kind === "notice" ? state.notices[purpose.noticeId] : undefined;
  const notBefore = notice && state.clocks[notice.obligationId]?.reading.notBefore;
  return notBefore != null && Date.parse(now) < Date.parse(notBefore);
}

/** This version was filed before its duty became owed to further places: for those another is drafted. */
export const isFiledBefore = (state: CaseState, { obligationId, version }: Notice): boolean =>
  version <= (state.clocks[obligationId]?.metBefore.at(-1)?.version ?? -1);

/** The answer by which a notice is filed, as its duty stands now: one from before further places were owed it is spent. */
export function filingOf(state: CaseState, noticeId: NoticeId | null): Decision | undefined {
  const asked = latestQuestion(state, "confirm-filing", noticeId);
  if (asked?.decision?.answer !== "filed") return undefined;
  const openedAgain =
    asked.obligationId === null ? undefined : state.clocks[asked.obligationId]?.metBefore.at(-1)?.seq;
  return asked.decision.seq > (openedAgain ?? -1) ? asked.decision : undefined;
}

export const questionOf = (state: CaseState, questionId: QuestionId): Question | undefined =>
  state.questions.find((question) => question.questionId === questionId);

/** The newest question of a kind about a thing. */
export const latestQuestion = (
  state: CaseState,
  kind: QuestionKind,
  noticeId: NoticeId | null = null,
): Question | undefined =>
  state.questions.findLast((question) => question.question === kind && question.noticeId === noticeId);

export const noticeIdFor = (obligationId: ObligationId): NoticeId => `notice-${obligationId}`;
