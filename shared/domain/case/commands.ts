import type { ClockChange } from "./clock-changes.ts";
import type {
  Answer,
  CaseAlert,
  DeliveryStatus,
  Excluded,
  FactsPatch,
  CaseEvent,
  Milestone,
  NoticeElement,
  QuestionKind,
  Recipient,
  Role,
  SendPurpose,
  WithdrawalReason,
} from "./events.ts";
import type { Digest, HoldId, NoticeId, ObligationId, QuestionId } from "../ids.ts";
import type { Instant } from "../instants.ts";
import type { LawEnforcementHold } from "../law/facts.ts";

/** What somebody wants of a case. Every command may be repeated: what stands already is not said again. */
export type Command =
  | { readonly kind: "joinAlert"; readonly alert: CaseAlert; readonly reason: string }
  | { readonly kind: "changeFacts"; readonly set: FactsPatch; readonly reason: string }
  | { readonly kind: "placeHold"; readonly statement: LawEnforcementHold }
  | { readonly kind: "extendHold"; readonly holdId: HoldId; readonly statement: LawEnforcementHold }
  | {
      readonly kind: "liftHold";
      readonly holdId: HoldId;
      readonly liftedAt: Instant;
      readonly reason: string;
    }
  | { readonly kind: "reopen"; readonly reason: string }
  | { readonly kind: "recordClocks"; readonly changes: readonly ClockChange[] }
  | {
      readonly kind: "strike";
      readonly obligationId: ObligationId;
      readonly milestones: readonly Milestone[];
      readonly due: Instant;
    }
  | {
      readonly kind: "ask";
      readonly question: QuestionKind;
      readonly obligationId: ObligationId | null;
      readonly noticeId: NoticeId | null;
    }
  | { readonly kind: "remind"; readonly questionId: QuestionId; readonly round: number; readonly role: Role }
  | { readonly kind: "expire"; readonly questionId: QuestionId }
  | { readonly kind: "withdrawQuestion"; readonly questionId: QuestionId; readonly why: string }
  | {
      readonly kind: "answer";
      readonly questionId: QuestionId;
      readonly answer: Answer;
      readonly reason: string;
      /** Digest of the text that the person saw; must be that of the question. */
      readonly textDigest: Digest | null;
      readonly role: Role;
      readonly reference: string | null;
      readonly filedAt: Instant | null;
      /** What the person established in answering, or null. `awareAt` in it is the moment that was chosen. */
      readonly facts: FactsPatch | null;
      /** Why that moment and no earlier one; the answer's own reason where this is left out. */
      readonly awarenessReason?: string;
    }
  | {
      readonly kind: "draft";
      readonly obligationId: ObligationId;
      readonly noticeId: NoticeId;
      readonly audience: Role;
      readonly subject: string;
      readonly text: string;
      readonly digest: Digest;
      readonly elements: readonly NoticeElement[];
    }
  | {
      readonly kind: "resolve";
      readonly purpose: SendPurpose;
      readonly role: Role;
      readonly source: "directory" | "last-good" | "fallback";
      readonly recipients: readonly Recipient[];
      readonly excluded: readonly Excluded[];
      readonly problem: string | null;
      /** The directory did not answer: these serve until it does. */
      readonly unanswered?: boolean;
    }
  | {
      readonly kind: "findNobody";
      readonly purpose: SendPurpose;
      readonly role: Role;
      readonly problem: string;
    }
  /** A person's decision that nobody is to be written to about it. */
  | { readonly kind: "waiveRecipients"; readonly purpose: SendPurpose; readonly reason: string }
  | {
      readonly kind: "intend";
      readonly purpose: SendPurpose;
      readonly recipient: Recipient;
      readonly operationId: string;
      readonly subject: string;
      readonly messageDigest: Digest;
      /** `seq` of the state from which it was written. */
      readonly basis: number;
    }
  | { readonly kind: "accept"; readonly key: string }
  | { readonly kind: "refuse"; readonly key: string; readonly code: string; readonly reason: string }
  | { readonly kind: "doubt"; readonly key: string; readonly reason: string }
  /** Handed over, and not known to the provider: the same operation is handed over again, a bounded number of times. */
  | { readonly kind: "missArrival"; readonly key: string; readonly reason: string }
  | { readonly kind: "withdrawSend"; readonly key: string; readonly because: WithdrawalReason }
  | {
      readonly kind: "resend";
      readonly key: string;
      /** Wanted where nobody knows whether the first reached somebody. */
      readonly reason: string;
    }
  | {
      readonly kind: "report";
      readonly key: string;
      /** Which attempt it is about; left out: the latest. */
      readonly operationId?: string;
      readonly status: DeliveryStatus;
      readonly nativeStatus: string;
      readonly reportedAt: Instant;
      readonly detail: string | null;
    }
  | {
      readonly kind: "meet";
      readonly obligationId: ObligationId;
      readonly noticeId: NoticeId | null;
      /** When a fact shows it done: another party owed it, and has told us. */
      readonly doneAt?: Instant | null;
    }
  | { readonly kind: "close" };

export type Refusal =
  | { readonly kind: "case-closed"; readonly message: string }
  | { readonly kind: "unknown-question"; readonly message: string }
  | { readonly kind: "already-decided"; readonly message: string; readonly by: string; readonly at: Instant }
  | { readonly kind: "question-expired"; readonly message: string }
  | { readonly kind: "text-changed"; readonly message: string }
  | { readonly kind: "wrong-answer"; readonly message: string }
  | { readonly kind: "reason-missing"; readonly message: string }
  | { readonly kind: "awareness-locked"; readonly message: string }
  | { readonly kind: "wrong-hold"; readonly message: string }
  | { readonly kind: "unknown-thing"; readonly message: string };

export type Decided =
  | { readonly ok: true; readonly events: readonly CaseEvent[] }
  | { readonly ok: false; readonly error: Refusal };

export const ok = (...events: readonly CaseEvent[]): Decided => ({ ok: true, events });
export const refuse = (error: Refusal): Decided => ({ ok: false, error });
