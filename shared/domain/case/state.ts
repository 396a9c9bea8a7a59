import type {
  Answer,
  CaseAlert,
  ClockReading,
  DeliveryStatus,
  Excluded,
  FactsPatch,
  Milestone,
  NoticeElement,
  QuestionKind,
  Recipient,
  Role,
  SendPurpose,
} from "./events.ts";
import type { CaseId, Digest, NoticeId, ObligationId, QuestionId } from "../ids.ts";
import type { Instant } from "../instants.ts";
import type { List, Map, OrderedMap, Set as PersistentSet } from "immutable";
import type { Facts } from "../law/facts.ts";
import type { Awareness } from "./awareness.ts";
import type { CaseHold } from "./holds.ts";

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
  /** Every key under which one of its alerts is known. */
  readonly alertKeys: PersistentSet<string>;
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
  /** By `purposeKey`, in the order in which they were first resolved. */
  readonly dispatches: OrderedMap<string, Dispatch>;
  /** By idempotency key, in the order of their first intents. */
  readonly sends: OrderedMap<string, Send>;
  /** The idempotency key of each operation id that was ever intended. */
  readonly keyByOperation: Map<string, string>;
  /** Idempotency keys of messages that reached nobody, and everybody knows. */
  readonly deadLetters: PersistentSet<string>;
  /** `purposeKey` of each dispatch with a message that has no outcome yet. */
  readonly unsettled: PersistentSet<string>;
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
  readonly set: FactsPatch;
  readonly reason: string;
}

/** Something material that a joined alert told: by whom, when, and what, in words. */
export interface CaseNews {
  /** `seq` of the entry with which the alert joined. */
  readonly seq: number;
  readonly at: Instant;
  readonly title: string;
  readonly words: readonly string[];
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
  /** Why it was taken back; null while it was not. */
  readonly withdrawnBecause: string | null;
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

/** Everything about telling people one thing: who is to hear of it, and how far each message has come. */
export interface Dispatch {
  readonly purpose: SendPurpose;
  /** Null while nobody is known to write to. */
  readonly resolution: Resolution | null;
  /** Neither the directory, nor an earlier answer, nor the fallback group gave anybody: an alarm, until somebody is found. */
  readonly notFound: { readonly at: Instant; readonly role: Role; readonly problem: string } | null;
  /** A person's decision that nobody is to be written to about it. */
  readonly waived: { readonly at: Instant; readonly by: string; readonly reason: string } | null;
  /** Idempotency keys of its messages, in the order of their first intents. */
  readonly keys: List<string>;
  /** Those without an outcome: intended, uncertain, to be sent again, or held back for a time. */
  readonly unsettled: PersistentSet<string>;
  /** Those that left, or may have left, and that nobody has reported on. */
  readonly unproven: PersistentSet<string>;
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
  /** The directory did not answer: it is asked again, and whoever it then adds is written to as well. */
  readonly isProvisional: boolean;
  /** False while further recipients follow in another entry. */
  readonly isComplete: boolean;
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
  /**
   * `again`: a person wants it sent once more, under a new operation id. `withdrawn`: it may not leave any more. `held`:
   * it may not leave for a time, and is intended anew afterwards.
   */
  readonly status: "intended" | "accepted" | "refused" | "uncertain" | "again" | "withdrawn" | "held";
  /** How often it was made ready before: each attempt is an operation of its own. */
  readonly attempt: number;
  /** A person ordered it to be sent again. */
  readonly isOrdered: boolean;
  /** `seq` of the entry after which the message was written: from the case as it stood then. */
  readonly basis: number;
  /** How often this operation was handed over and is known not to have arrived. */
  readonly notArrived: number;
  readonly settledAt: Instant | null;
  readonly problem: string | null;
  readonly delivery: {
    readonly status: DeliveryStatus;
    readonly nativeStatus: string;
    readonly at: Instant;
    readonly detail: string | null;
  } | null;
}

const dead: ReadonlySet<string> = new Set([
  "refused",
  "bounced",
  "failed",
  "suppressed",
  "quarantined",
  "filtered-spam",
]);

/** The last word about a message: the report, else what the provider said when it was handed over. */
export const lastWordOf = ({ delivery, status }: Pick<Send, "delivery" | "status">): string =>
  delivery?.status ?? status;

/** It reached nobody, and everybody knows: it may be sent again. */
export const isDeadLetter = (send: Pick<Send, "delivery" | "status">): boolean => dead.has(lastWordOf(send));

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

export const dispatchFor = (state: CaseState, purpose: SendPurpose): Dispatch | undefined =>
  state.dispatches.get(purposeKey(purpose));

export const resolutionFor = (state: CaseState, purpose: SendPurpose): Resolution | undefined =>
  dispatchFor(state, purpose)?.resolution ?? undefined;

export const resolutionsOf = (state: CaseState): readonly Resolution[] =>
  [...state.dispatches.values()].flatMap(({ resolution }) => (resolution ? [resolution] : []));

export const allSends = (state: CaseState): readonly Send[] => [...state.sends.values()];

export const sendsFor = (state: CaseState, purpose: SendPurpose): readonly Send[] =>
  [...(dispatchFor(state, purpose)?.keys ?? [])].flatMap((key) => state.sends.get(key) ?? []);

export const sendOfOperation = (state: CaseState, operationId: string): Send | undefined => {
  const key = state.keyByOperation.get(operationId);
  return key === undefined ? undefined : state.sends.get(key);
};

/**
 * Whether everybody who was to hear of it has been written to, or at least each attempt has its outcome. Nobody found is
 * not "told": without a recipient this is true only where a person decided that nobody is to be written to.
 */
export function isDispatched(state: CaseState, purpose: SendPurpose): boolean {
  const dispatch = dispatchFor(state, purpose);
  if (!dispatch) return false;
  if (dispatch.waived) return true;
  const { resolution, keys, unsettled } = dispatch;
  if (!resolution?.isComplete || resolution.recipients.length === 0) return false;
  return keys.size >= resolution.recipients.length && unsettled.isEmpty();
}

/** Everybody was written to, and each message has its report or has been given up as unproven. */
export const isProven = (state: CaseState, purpose: SendPurpose): boolean =>
  isDispatched(state, purpose) && dispatchFor(state, purpose)?.unproven.isEmpty() === true;

/** Somebody was chosen to receive this version: from then on its text stands, whatever becomes known. */
export const isBegun = (state: CaseState, { noticeId, version }: Notice): boolean =>
  (resolutionFor(state, { kind: "notice", noticeId, version })?.recipients.length ?? 0) > 0;

/** Whether a message of this purpose may leave: of a notice, the version that was approved and no other. */
export function isApproved(state: CaseState, purpose: SendPurpose): boolean {
  if (purpose.kind !== "notice") return true;
  const notice = state.notices[purpose.noticeId];
  return notice?.approved != null && notice.version === purpose.version;
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
