/**
 * What each page is made from: plain data, filled by view.ts of the page's folder in web/ and turned into HTML by page.ts beside it. Every
 * `…At` is an instant (ISO 8601, UTC, milliseconds); it is said in `timeZone`, the IANA zone of the notifying entity.
 * Every `href` is a path on this site unless it says otherwise. Nothing here is about patients.
 */
import type {
  Answer,
  DeliveryStatus,
  Excluded,
  Milestone,
  NoticeElement,
  QuestionKind,
  Recipient,
  Role,
} from "../domain/case/events.ts";
import type { CaseStatus } from "../domain/case/case-status.ts";
import type { CaseId, Digest, NoticeId, ObligationId, QuestionId } from "../domain/ids.ts";
import type { Instant } from "../domain/instants.ts";

export interface Link {
  readonly label: string;
  readonly href: string;
}

export interface PageFrame {
  /** The `h1` and the window title. Never names a person. */
  readonly title: string;
  /** Who is signed in; null on pages for everybody (sign-in, some messages). */
  readonly person: { readonly name: string; readonly roles: readonly Role[] } | null;
  readonly now: Instant;
  /** IANA zone in which times are said. */
  readonly timeZone: string;
  readonly entityName: string;
  readonly drill: boolean;
  /** One machine only: shows the form that posts `hours=24` to `/.local/advance`, and the inbox. */
  readonly localTools: boolean;
  /** Absolute address of the local inbox; shown only with `localTools`. */
  readonly inboxUrl: string | null;
  readonly nav: readonly (Link & { readonly current: boolean })[];
  /** Goes into every form as the hidden field `csrf`; null where the page has no form of ours. */
  readonly csrf: string | null;
  /** For the foot of a printed page: the page's full address, and the ledger checkpoint in force, if any. */
  readonly address: string;
  readonly checkpoint: string | null;
}

export type ClockStatus = "running" | "held" | "met" | "overdue" | "withdrawn" | "not-applicable";

export interface ClockItem {
  readonly obligationId: ObligationId;
  /** The law in words: "Tell the supervisory authority". */
  readonly title: string;
  readonly citation: string;
  /** Absolute address of the text of the law; null if the rule has none. */
  readonly sourceUrl: string | null;
  readonly state: ClockStatus;
  /** What the clock counts from. Null while that is unknown. */
  readonly startAt: Instant | null;
  /** What began it, in words: "Discovery", "Awareness". */
  readonly startedBy: string | null;
  /** Null: owed without a number in the law ("without undue delay"), or not owed. */
  readonly dueAt: Instant | null;
  /** True for a period in hours (said to the minute); false for calendar days ("until the end of …"). */
  readonly elapsedHours: boolean;
  readonly timeZone: string;
  readonly milestones: readonly {
    readonly name: Milestone;
    readonly at: Instant;
    readonly struck: boolean;
  }[];
  readonly holds: readonly { readonly from: Instant; readonly to: Instant }[];
  readonly metAt: Instant | null;
  readonly how: "delivered" | "filed" | "recorded" | null;
  /** Reference number of the filing, if there is one. */
  readonly reference: string | null;
  /** Sentences that say why this clock stands as it does. */
  readonly why: readonly string[];
}

export interface CaseHeading {
  readonly caseId: CaseId;
  /** Four letters or digits that people can say on the phone. */
  readonly code: string;
  readonly title: string;
  readonly href: string;
  readonly state: CaseStatus;
  readonly openedAt: Instant;
  readonly severity: string;
  readonly drill: boolean;
}

export interface QuestionItem {
  readonly questionId: QuestionId;
  readonly kind: QuestionKind;
  /** In one sentence, with its question mark: "Was patient data breached?" */
  readonly sentence: string;
  /** Where it is answered. Null for readers who may not answer. */
  readonly href: string | null;
  readonly caseCode: string;
  readonly answerBy: Instant;
  readonly role: Role;
  /** How often it was reminded of so far. */
  readonly reminders: number;
}

// ——— Board ———

export interface BoardView {
  readonly frame: PageFrame;
  /** Empty when the service is healthy. Each problem is one sentence. */
  readonly problems: readonly string[];
  /** Payloads that nobody could read and nobody has dealt with; null for readers who may not see them. */
  readonly quarantine: { readonly waiting: number; readonly href: string } | null;
  /** Unanswered questions that this person may answer, the first to be answered on top; of many, the first. */
  readonly myQuestions: readonly QuestionItem[];
  /** How many cases with questions for this person there are beside those. */
  readonly casesAskingMore: number;
  /** One page of the cases that are not closed, by the nearest deadline. */
  readonly cases: readonly BoardCase[];
  readonly openCases: number;
  /** The pages after and before this one; null where there is none. */
  readonly next: Link | null;
  readonly first: Link | null;
  /** One for each year in which somebody discovered a breach of few people. */
  readonly annualLogs: readonly (Link & { readonly cases: number })[];
  /** The newest of them, or the page of them that was asked for. */
  readonly closed: readonly {
    readonly code: string;
    readonly title: string;
    readonly href: string;
    readonly closedAt: Instant;
  }[];
  readonly closedCases: number;
  /** More of them; null where these are all. */
  readonly nextClosed: Link | null;
}

export interface BoardCase extends CaseHeading {
  readonly clocks: readonly ClockItem[];
  readonly openQuestions: number;
}

// ——— Case ———

export interface CaseView {
  readonly frame: PageFrame;
  readonly heading: CaseHeading;
  readonly closed: {
    readonly outcome: "notified" | "no-breach";
    readonly at: Instant;
    readonly reason: string;
  } | null;
  /** First the one that opened the case, then those that joined. */
  readonly alerts: readonly AlertItem[];
  readonly facts: readonly FactItem[];
  readonly awareness: AwarenessView;
  readonly clocks: readonly ClockItem[];
  readonly questions: readonly QuestionItem[];
  readonly notices: readonly NoticeSummary[];
  /** Oldest first; the page shows the newest on top. */
  readonly timeline: readonly TimelineItem[];
  /** Where to go from here. Null: this reader may not, or there is nothing to see. */
  readonly links: {
    readonly changeFacts: string | null;
    readonly holds: string | null;
    /** A closed case, for those who may open it again. */
    readonly reopen: string | null;
    readonly notices: string | null;
    readonly recipients: string | null;
    readonly delivery: string | null;
    readonly ledgerExport: string | null;
  };
}

export interface AlertItem {
  readonly title: string;
  readonly severity: string;
  readonly product: string | null;
  readonly resources: readonly string[];
  readonly tactics: readonly string[];
  readonly occurredAt: Instant | null;
  readonly detectedAt: Instant | null;
  readonly receivedAt: Instant;
  /** Absolute; opened in the vendor's portal. */
  readonly portalLink: string | null;
  readonly simulated: boolean;
  readonly entrySeq: number;
}

export type FactValue =
  { readonly kind: "text"; readonly text: string } | { readonly kind: "instant"; readonly at: Instant };

export interface FactItem {
  /** As the rules spell it: `affectedTotal`. */
  readonly name: string;
  readonly label: string;
  /** Null: unknown, and shown as such. */
  readonly value: FactValue | null;
  /** Says who: null exactly while unknown. `entrySeq` is the ledger entry that set it. */
  readonly source: { readonly who: string; readonly at: Instant; readonly entrySeq: number } | null;
  /** What depends on it: "500 or more: HHS is told now". Null when nothing does. */
  readonly matters: string | null;
}

export interface DeliveryCounts {
  readonly recipients: number;
  readonly delivered: number;
  /** Handed over, no report yet. */
  readonly accepted: number;
  readonly failed: number;
  readonly uncertain: number;
}

export type NoticeStatus = "incomplete" | "drafted" | "waiting" | "approved" | "refused" | "sending" | "sent";

export interface NoticeSummary {
  readonly noticeId: NoticeId;
  readonly version: number;
  readonly obligationId: ObligationId;
  /** To whom, in words: "Letter to the people affected". */
  readonly title: string;
  readonly state: NoticeStatus;
  /** Labels of required content that is missing. */
  readonly missing: readonly string[];
  readonly href: string;
  readonly counts: DeliveryCounts;
  readonly deliveries: readonly DeliveryRow[];
}

export interface TimelineItem {
  /** The ledger entry's number. */
  readonly seq: number;
  readonly at: Instant;
  /** "tocsin" or the person's name. */
  readonly who: string;
  /** One past-tense sentence. */
  readonly sentence: string;
  /** Further sentences, folded away. */
  readonly details: readonly string[];
  /** Told by a word and a shape, not by colour alone. */
  readonly weight: "plain" | "decision" | "clock" | "sent" | "trouble";
}

// ——— Decide ———

/** Values as typed and what was wrong with them; empty on the first showing. Field names are those of forms.ts. */
export interface FormState {
  readonly values: Readonly<Record<string, string | readonly string[]>>;
  readonly errors: readonly FieldError[];
}

export interface FieldError {
  /** Name of a field of the form, or "" for the form as a whole. */
  readonly field: string;
  readonly message: string;
}

export interface AnswerOutcome {
  readonly answer: Answer;
  /** What the button says: "Yes, it is a breach". */
  readonly label: string;
  /** What happens then, sentence by sentence: who will be written to, and when. */
  readonly then: readonly string[];
  readonly irreversible: boolean;
}

interface DecideCommon {
  readonly frame: PageFrame;
  readonly heading: CaseHeading;
  readonly question: QuestionItem;
  readonly expiresAt: Instant;
  /** What happened, one or two sentences. */
  readonly whatHappened: string;
  readonly alerts: readonly AlertItem[];
  readonly facts: readonly FactItem[];
  /** The clocks that the answer touches. */
  readonly clocks: readonly ClockItem[];
  /** In the order of the buttons. */
  readonly outcomes: readonly AnswerOutcome[];
  /** Who else was asked. */
  readonly asked: readonly { readonly name: string; readonly role: Role; readonly askedAt: Instant }[];
  /** What the reason is wanted for; null when it may be left out. */
  readonly reasonWanted: string | null;
  readonly form: FormState;
}

export type DecideView =
  | (DecideCommon & { readonly kind: "is-breach"; readonly awareness: AwarenessView })
  | (DecideCommon & { readonly kind: "set-awareness"; readonly awareness: AwarenessView })
  | (DecideCommon & {
      readonly kind: "approve-notice";
      readonly notice: NoticeText;
      /** How many people get it, as the directory stands now, and in which role. */
      readonly goesTo: { readonly role: Role; readonly people: number | null };
    })
  | (DecideCommon & {
      readonly kind: "confirm-filing";
      readonly notice: NoticeText | null;
      /** Where it is filed. Absolute address. */
      readonly where: Link | null;
      /** What the authority's form asks, with our answer; null: missing. */
      readonly fields: readonly { readonly label: string; readonly value: string | null }[];
      /** The deadline has passed or passes before now: a reason for the delay is owed. */
      readonly late: boolean;
      /** The law lets this be given in phases (GDPR Art. 33(4)): it can be filed with more to follow. */
      readonly inPhases: boolean;
    })
  | (DecideCommon & { readonly kind: "close-case"; readonly openDuties: readonly string[] });

/** The moments from which awareness can be argued for, earliest first, and the one that the clocks count from now. */
export interface AwarenessView {
  readonly proposals: readonly {
    readonly awareAt: Instant;
    /** "when the product raised the alert" */
    readonly source: string;
    readonly reason: string;
    readonly who: string;
    readonly entrySeq: number;
  }[];
  readonly governingAt: Instant | null;
  readonly decided: {
    readonly awareAt: Instant;
    readonly who: string;
    readonly at: Instant;
    readonly reason: string;
  } | null;
}

export interface NoticeText {
  readonly noticeId: NoticeId;
  readonly version: number;
  readonly subject: string;
  readonly text: string;
  readonly digest: Digest;
  readonly elements: readonly NoticeElement[];
}

// ——— Notices, recipients, delivery ———

export interface NoticesView {
  readonly frame: PageFrame;
  readonly heading: CaseHeading;
  readonly notices: readonly NoticeDetail[];
}

export interface NoticeDetail extends NoticeSummary {
  readonly citation: string;
  readonly text: NoticeText;
  /** The version approved before, to show what changed; null for the first. */
  readonly approvedBefore: { readonly version: number; readonly text: string } | null;
  readonly decided: {
    readonly who: string;
    readonly at: Instant;
    readonly answer: Answer;
    readonly reason: string;
  } | null;
  /** Where it is approved; null if there is no open question or not for this reader. */
  readonly decideHref: string | null;
}

export interface RecipientsView {
  readonly frame: PageFrame;
  readonly heading: CaseHeading;
  /** What nobody could be found for, and no person has decided that nobody is to be written to. */
  readonly unfound: readonly UnfoundPurpose[];
  /** Where it was decided that nobody is written to. */
  readonly waived: readonly WaivedPurpose[];
  readonly lists: readonly RecipientList[];
  /** Where "nobody is to be written to" is posted; null for readers who may not, and in a closed case. */
  readonly waiveHref: string | null;
  /** Where all people are shown; null: they are, also where there are many of them. */
  readonly allHref: string | null;
  readonly form: FormState;
}

export interface UnfoundPurpose {
  /** Names the purpose in forms and for programs: `question:is-breach-1:0`. */
  readonly purposeKey: string;
  readonly purpose: string;
  readonly role: Role;
  readonly at: Instant;
  readonly problem: string;
}

export interface WaivedPurpose extends Pick<UnfoundPurpose, "purposeKey" | "purpose" | "at"> {
  readonly by: string;
  readonly reason: string;
}

export interface RecipientList {
  /** What they were written to for: "Question: was patient data breached?" */
  readonly purpose: string;
  readonly role: Role;
  readonly source: "directory" | "last-good" | "fallback";
  readonly resolvedAt: Instant;
  readonly recipients: readonly Recipient[];
  readonly excluded: readonly Excluded[];
  /** Why the directory's answer was not used, or is doubtful. */
  readonly problem: string | null;
  readonly entrySeq: number;
}

export interface DeliveryView {
  readonly frame: PageFrame;
  readonly heading: CaseHeading;
  readonly rows: readonly DeliveryRow[];
  readonly counts: DeliveryCounts;
  /** Where all rows are shown; null: they are, also where there are many of them. */
  readonly allHref: string | null;
  /** Where all failed ones are sent again by POST; null if this reader may not. */
  readonly replayAllHref: string | null;
  readonly form: FormState;
}

export interface DeliveryRow {
  /** Idempotency key of the act. */
  readonly key: string;
  readonly operationId: string;
  /** What it was: "Letter to the people affected, version 2". */
  readonly purpose: string;
  readonly recipient: { readonly name: string; readonly address: string };
  /**
   * `intended`: not yet handed over; `accepted`: handed over, no report yet; `refused`: the provider will not; `withdrawn`: it may not leave
   * any more; `held`: not before a hold has ended; or as reported.
   */
  readonly state:
    "intended" | "accepted" | "refused" | "uncertain" | "again" | "withdrawn" | "held" | DeliveryStatus;
  readonly at: Instant;
  /** What proves it, or what went wrong, in words. */
  readonly proof: string | null;
  readonly entrySeq: number;
  readonly replayHref: string | null;
}

// ——— Facts ———

export interface FactsView {
  readonly frame: PageFrame;
  readonly heading: CaseHeading;
  readonly facts: readonly FactItem[];
  readonly form: FormState;
}

/** Which clocks would move, and why: shown before anything is recorded. `form.values` are posted again on "Record". */
/** Requests of law enforcement to wait, with every statement about each. */
export interface HoldsView {
  readonly frame: PageFrame;
  readonly heading: CaseHeading;
  readonly holds: readonly HoldItem[];
  /** The clocks that wait, or have waited. */
  readonly clocks: readonly ClockItem[];
  readonly mayChange: boolean;
  readonly form: FormState;
}

export interface HoldItem {
  readonly holdId: string;
  /** Notices wait for it now. */
  readonly standing: boolean;
  readonly statements: readonly {
    readonly sentence: string;
    readonly details: readonly string[];
    readonly who: string;
    readonly at: Instant;
    readonly entrySeq: number;
  }[];
  readonly lifted: { readonly at: Instant; readonly who: string; readonly reason: string } | null;
}

export interface HoldPreviewView {
  readonly frame: PageFrame;
  readonly heading: CaseHeading;
  readonly sentence: string;
  readonly clockChanges: readonly ClockChange[];
  /** Posted again with `confirm`. */
  readonly form: FormState;
}

/** Opening a closed case again. */
export interface ReopenView {
  readonly frame: PageFrame;
  readonly heading: CaseHeading;
  readonly closed: {
    readonly at: Instant;
    readonly outcome: "notified" | "no-breach";
    readonly reason: string;
  };
  readonly form: FormState;
}

export interface FactsPreviewView {
  /** What is recorded without moving anything, in sentences. */
  readonly remarks: readonly string[];
  readonly frame: PageFrame;
  readonly heading: CaseHeading;
  readonly changes: readonly {
    readonly label: string;
    readonly before: FactValue | null;
    readonly after: FactValue | null;
  }[];
  readonly clockChanges: readonly ClockChange[];
  readonly reason: string;
  readonly form: FormState;
}

export interface ClockChange {
  readonly title: string;
  readonly citation: string;
  readonly kind: "opens" | "moves" | "withdraws" | "stays";
  /** No notice may leave before this; null: none waits. */
  readonly notBefore: Instant | null;
  readonly from: Instant | null;
  readonly to: Instant | null;
  readonly elapsedHours: boolean;
  readonly why: readonly string[];
}

// ——— Sign-in and messages ———

export interface SignInView {
  readonly frame: PageFrame;
  /** Posts `person` (an id) and `returnTo`. */
  readonly action: string;
  readonly returnTo: string;
  readonly people: readonly {
    readonly id: string;
    readonly name: string;
    readonly title: string | null;
    readonly roles: readonly Role[];
    /** Why this person cannot sign in: "disabled". */
    readonly blocked: string | null;
  }[];
}

export interface MessageView {
  readonly frame: PageFrame;
  readonly kind:
    | "forbidden"
    | "expired"
    | "already-decided"
    | "decided"
    | "recorded"
    | "withdrawn"
    | "not-found"
    | "error"
    | "empty";
  /** One sentence. The page has its own words for each kind; this says what is particular. Null: nothing is. */
  readonly sentence: string | null;
  /** The one next step. */
  readonly next: Link;
  /** Who decided, for `already-decided` and `decided`. */
  readonly decision: {
    readonly who: string;
    readonly at: Instant;
    readonly answer: Answer;
    readonly reason: string;
  } | null;
  /** For `error`: what to quote to the operator. */
  readonly reference: string | null;
}
