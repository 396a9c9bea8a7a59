/**
 * What a ledger can say: the domain's events, in the past tense. Instants are ISO 8601 in UTC with milliseconds.
 * Entries never hold data about patients or other affected people; staff appear by directory id, name and address,
 * because who was told is what an auditor asks.
 */
import type { CaseId, Digest, HoldId, NoticeId, ObligationId, QuestionId } from "../ids.ts";
import type { Instant } from "../instants.ts";
import type { Facts, LawEnforcementHold } from "../law/facts.ts";
import type { QuarantineEvent } from "../alert/quarantine.ts";
import type { TriageBasis } from "../alert/triage-basis.ts";

export type Role =
  "incident-commander" | "privacy-officer" | "counsel" | "executive" | "operator" | "auditor" | "notice-desk";

export type Actor =
  | { readonly kind: "system"; readonly name: string }
  | { readonly kind: "person"; readonly id: string; readonly name: string };

export interface Original {
  readonly digest: Digest;
  readonly bytes: number;
}

/** An alert as a case remembers it. The untouched original lies in blob storage under its digest. */
export interface CaseAlert {
  readonly key: string;
  readonly keys: readonly string[];
  readonly form: string;
  readonly title: string;
  readonly severity: string;
  readonly product: string | null;
  readonly resources: readonly string[];
  readonly tactics: readonly string[];
  readonly occurredAt: Instant | null;
  readonly detectedAt: Instant | null;
  readonly receivedAt: Instant;
  readonly portalLink: string | null;
  readonly simulated: boolean;
  /** What else it belongs with: an incident, a resource. Related alerts find the case by these. */
  readonly correlates?: readonly string[];
  readonly original: Original;
  /** Absent in entries from before it was recorded. */
  readonly triage?: TriageBasis;
}

export type QuestionKind = "is-breach" | "set-awareness" | "approve-notice" | "confirm-filing" | "close-case";
/**
 * What may be answered: `is-breach`: yes | no; `set-awareness`: set; `approve-notice`: approve | refuse;
 * `confirm-filing`: filed | filed-in-part (more will follow in a further phase) | not-yet; `close-case`: close | keep-open.
 */
export type Answer =
  "yes" | "no" | "set" | "approve" | "refuse" | "filed" | "filed-in-part" | "not-yet" | "close" | "keep-open";

/**
 * Where a proposal for the moment of awareness comes from: when a product raised the alert, when it reached us, a
 * person who says since when it was known, a processor's message.
 */
export type AwarenessSource = "alert-raised" | "alert-received" | "person" | "processor";

/** Offsets before the due instant; `due` and `overdue` strike at and after it, `half` at half of the time. */
export type Milestone = "half" | "24h" | "4h" | "1h" | "due" | "overdue";

export interface Recipient {
  readonly personId: string;
  readonly name: string;
  readonly address: string;
  /** Names of the groups from the role's group down to the one that holds the person. */
  readonly via: readonly string[];
}

export interface Excluded {
  readonly personId: string;
  readonly name: string;
  readonly why: "disabled" | "guest" | "no-mail";
}

export type SendPurpose =
  | { readonly kind: "question"; readonly questionId: QuestionId; readonly round: number }
  | {
      readonly kind: "milestone";
      readonly obligationId: ObligationId;
      readonly milestone: Milestone;
      readonly due: Instant;
    }
  | { readonly kind: "notice"; readonly noticeId: NoticeId; readonly version: number }
  /** What joined alerts brought, up to the entry of that `seq`. */
  | { readonly kind: "news"; readonly seq: number };

/**
 * Why something that was intended does not leave. `held`: not now, and it is intended anew when the hold has ended; every
 * other reason is final.
 */
export type WithdrawalReason =
  | "case-closed"
  | "question-settled"
  | "superseded"
  | "text-changed"
  | "not-approved"
  | "not-owed"
  | "done"
  | "held"
  | "not-meant";

export type DeliveryStatus =
  | "delivered"
  | "expanded"
  | "bounced"
  | "failed"
  | "suppressed"
  | "quarantined"
  | "filtered-spam"
  | "unknown";

export interface NoticeElement {
  /** Name of the required content element, as the rule spells it. */
  readonly element: string;
  readonly label: string;
  /** The sentence that fulfils it, or null while it is missing. */
  readonly sentence: string | null;
}

/** One thing that happened. `kind` decides the body. */
export type CaseEvent =
  | {
      readonly kind: "caseOpened";
      readonly body: {
        readonly alert: CaseAlert;
        readonly rule: string;
        readonly reason: string;
        /** Four letters or digits that people can say on the phone. */
        readonly code: string;
        readonly entity: { readonly name: string; readonly timeZone: string };
        readonly facts: Facts;
        readonly drill: boolean;
      };
    }
  | {
      readonly kind: "alertJoined";
      readonly body: {
        readonly alert: CaseAlert;
        readonly reason: string;
        /** What it tells that the case did not know, in words; left out where that is nothing. */
        readonly news?: readonly string[];
      };
    }
  | { readonly kind: "factsChanged"; readonly body: { readonly set: FactsChange; readonly reason: string } }
  | {
      /** A moment from which somebody may have been aware. Until a person decides, the earliest of them governs. */
      readonly kind: "awarenessProposed";
      readonly body: {
        readonly proposalId: string;
        readonly awareAt: Instant;
        readonly source: AwarenessSource;
        readonly reason: string;
      };
    }
  | {
      /** Locked from here on: it may be decided anew for an earlier moment, never for a later one. */
      readonly kind: "awarenessDecided";
      readonly body: {
        readonly awareAt: Instant;
        readonly proposalId: string;
        readonly questionId: QuestionId;
        readonly reason: string;
      };
    }
  | {
      /** Law enforcement has asked to wait. */
      readonly kind: "holdPlaced";
      readonly body: { readonly holdId: HoldId; readonly statement: LawEnforcementHold };
    }
  | {
      /** A further statement about the same hold. */
      readonly kind: "holdExtended";
      readonly body: { readonly holdId: HoldId; readonly statement: LawEnforcementHold };
    }
  | {
      readonly kind: "holdLifted";
      readonly body: { readonly holdId: HoldId; readonly liftedAt: Instant; readonly reason: string };
    }
  | {
      readonly kind: "clockOpened";
      readonly body: ClockReading & { readonly why: readonly string[] };
    }
  | {
      readonly kind: "clockMoved";
      readonly body: ClockReading & { readonly from: Instant | null; readonly why: readonly string[] };
    }
  | {
      readonly kind: "clockWithdrawn";
      readonly body: { readonly obligationId: ObligationId; readonly why: readonly string[] };
    }
  | {
      readonly kind: "milestoneStruck";
      readonly body: {
        readonly obligationId: ObligationId;
        readonly milestone: Milestone;
        readonly due: Instant;
      };
    }
  | {
      readonly kind: "questionAsked";
      readonly body: {
        readonly questionId: QuestionId;
        readonly question: QuestionKind;
        readonly obligationId: ObligationId | null;
        readonly noticeId: NoticeId | null;
        /** Digest of the exact text that the answer binds to; null where there is no text. */
        readonly textDigest: Digest | null;
        readonly role: Role;
        readonly answerBy: Instant;
        readonly expiresAt: Instant;
      };
    }
  | {
      readonly kind: "questionReminded";
      readonly body: {
        readonly questionId: QuestionId;
        readonly round: number;
        readonly role: Role;
        readonly escalated: boolean;
      };
    }
  | { readonly kind: "questionExpired"; readonly body: { readonly questionId: QuestionId } }
  | {
      readonly kind: "questionWithdrawn";
      readonly body: { readonly questionId: QuestionId; readonly why: string };
    }
  | {
      readonly kind: "decisionRecorded";
      readonly body: {
        readonly questionId: QuestionId;
        readonly answer: Answer;
        readonly reason: string;
        readonly textDigest: Digest | null;
        /** The group through which the person held the role at that moment. */
        readonly role: Role;
        readonly reference: string | null;
        readonly filedAt: Instant | null;
      };
    }
  | {
      readonly kind: "noticeDrafted";
      readonly body: {
        readonly noticeId: NoticeId;
        readonly version: number;
        readonly obligationId: ObligationId;
        readonly audience: Role;
        readonly subject: string;
        readonly text: string;
        readonly digest: Digest;
        readonly elements: readonly NoticeElement[];
        /** `seq` of the newest facts that the text was made from. */
        readonly basis: number;
      };
    }
  | {
      readonly kind: "recipientsResolved";
      readonly body: {
        /** What they are for: a question's id with its round, a milestone, a notice version. */
        readonly purpose: SendPurpose;
        readonly role: Role;
        readonly source: "directory" | "last-good" | "fallback";
        readonly recipients: readonly Recipient[];
        readonly excluded: readonly Excluded[];
        readonly problem: string | null;
        /** Further recipients follow in another entry of the same purpose: one entry holds a bounded number. */
        readonly more?: true;
        /** The directory did not answer: this serves until it does. */
        readonly unanswered?: true;
      };
    }
  | {
      /** Neither the directory, nor an earlier answer, nor the fallback group gave anybody to write to. */
      readonly kind: "recipientsNotFound";
      readonly body: { readonly purpose: SendPurpose; readonly role: Role; readonly problem: string };
    }
  | {
      /** A person decided that nobody is to be written to about it. */
      readonly kind: "recipientsWaived";
      readonly body: { readonly purpose: SendPurpose; readonly reason: string };
    }
  | {
      /** In a stream of its own, house-wide: who held a role when the directory last gave another answer than before. */
      readonly kind: "roleResolved";
      readonly body: {
        readonly role: Role | "fallback";
        readonly recipients: readonly Recipient[];
        readonly excluded: readonly Excluded[];
        /** Further recipients follow in the next entry. */
        readonly more?: true;
      };
    }
  | {
      readonly kind: "sendIntended";
      readonly body: {
        readonly key: string;
        readonly operationId: string;
        readonly purpose: SendPurpose;
        readonly recipient: Recipient;
        readonly subject: string;
        readonly messageDigest: Digest;
        /** `seq` of the entry after which it was written; left out in older entries: the one before the intent. */
        readonly basis?: number;
      };
    }
  | { readonly kind: "sendAccepted"; readonly body: { readonly key: string; readonly operationId: string } }
  | {
      readonly kind: "sendRefused";
      readonly body: {
        readonly key: string;
        readonly operationId: string;
        readonly code: string;
        readonly reason: string;
      };
    }
  | {
      readonly kind: "sendUncertain";
      readonly body: { readonly key: string; readonly operationId: string; readonly reason: string };
    }
  | {
      /** It was handed over, and the provider does not know it: the same operation is handed over again. */
      readonly kind: "sendNotArrived";
      readonly body: { readonly key: string; readonly operationId: string; readonly reason: string };
    }
  | {
      /** Intended, and not to leave any more (or, of a hold, not yet): judged by the gate before the hand-over. */
      readonly kind: "sendWithdrawn";
      readonly body: {
        readonly key: string;
        readonly operationId: string;
        readonly because: WithdrawalReason;
      };
    }
  | {
      /** A person wants a message sent again that reached nobody, or of which nobody knows whether it did. */
      readonly kind: "resendOrdered";
      readonly body: { readonly key: string; readonly operationId: string; readonly reason: string };
    }
  | {
      readonly kind: "deliveryReported";
      readonly body: {
        readonly key: string;
        readonly operationId: string;
        readonly status: DeliveryStatus;
        readonly nativeStatus: string;
        readonly reportedAt: Instant;
        readonly detail: string | null;
      };
    }
  | {
      readonly kind: "obligationMet";
      readonly body: {
        readonly obligationId: ObligationId;
        readonly metAt: Instant;
        readonly how: "delivered" | "filed" | "recorded";
        readonly reference: string | null;
        readonly late: boolean;
        readonly reason: string | null;
      };
    }
  | {
      readonly kind: "caseClosed";
      readonly body: { readonly outcome: "notified" | "no-breach"; readonly reason: string };
    }
  | { readonly kind: "caseReopened"; readonly body: { readonly reason: string } }
  | {
      readonly kind: "alertTriaged";
      readonly body: {
        readonly alert: CaseAlert;
        readonly outcome: "watch" | "ignore";
        readonly rule: string;
        readonly reason: string;
      };
    }
  | QuarantineEvent;

/** Facts that became known or were corrected; the others stay as they are. */
export type FactsChange = Partial<Facts>;

/** A clock as computed, with the inputs by which anybody can compute it again: facts stand in earlier entries. */
export interface ClockReading {
  readonly obligationId: ObligationId;
  readonly title: string;
  readonly citation: string;
  readonly clockStart: string | null;
  /** Null: owed without a number in the law ("without undue delay"). */
  readonly due: Instant | null;
  readonly notBefore: Instant | null;
  readonly latestArguable: Instant | null;
  /** The states or authorities that each want a notice of their own; left out where the duty knows no such thing. */
  readonly jurisdictions?: readonly string[];
  /** Version of the rule and of the time-zone data that were used. */
  readonly rule: { readonly validFrom: string; readonly textAsOf: string; readonly timeZoneData: string };
}

export type CaseEventKind = CaseEvent["kind"];

/** One link of a case's chain. `hash` covers everything but itself: SHA-256 over the RFC 8785 bytes. */
export type LedgerEntry = CaseEvent & {
  readonly caseId: CaseId;
  /** 0 for the first entry of a case, then without a gap. */
  readonly seq: number;
  readonly recordedAt: Instant;
  readonly actor: Actor;
  /** The hash of the entry before, 64 zeros for the first. */
  readonly previous: Digest;
  readonly hash: Digest;
};
