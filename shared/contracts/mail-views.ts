/** What each mail is made from. Units and zones as in views.ts; every `url` is absolute, since a mail has no site. */
import type { Milestone, NoticeElement, QuestionKind, Role } from "../domain/case/events.ts";
import type { ObligationId } from "../domain/ids.ts";
import type { Instant } from "../domain/instants.ts";
import type { Facts } from "../domain/law/facts.ts";
import type { AlertItem, ClockItem } from "./views.ts";

interface AlertMailCommon {
  readonly drill: boolean;
  readonly entityName: string;
  /** IANA zone in which times are said; UTC stands beside it. */
  readonly timeZone: string;
  readonly now: Instant;
  readonly caseCode: string;
  readonly caseTitle: string;
  readonly recipientName: string;
  readonly alert: AlertItem;
  readonly clocks: readonly ClockItem[];
  /** Names of everybody who was written to for the same thing, this recipient too. */
  readonly askedOf: readonly string[];
  readonly role: Role;
  readonly url: string;
}

/** A question and, with `reminders` above 0, the reminder of it. */
export interface QuestionMailView extends AlertMailCommon {
  readonly question: QuestionKind;
  /** "Was patient data breached?" */
  readonly sentence: string;
  readonly answerBy: Instant;
  /** How many mails went before this one about the same question. */
  readonly reminders: number;
  /** True when this goes to a further role because the first did not answer. */
  readonly escalated: boolean;
  /** Stable, for the calendar entry. */
  readonly questionId: string;
}

export interface MilestoneMailView extends AlertMailCommon {
  readonly clock: ClockItem;
  readonly milestone: Milestone;
}

/** What alerts that joined the case have brought since the last mail of this kind. */
export interface NewsMailView extends AlertMailCommon {
  /** The case was closed before this came in. */
  readonly closed: boolean;
  readonly news: readonly {
    readonly at: Instant;
    readonly title: string;
    readonly words: readonly string[];
  }[];
}

export interface Letterhead {
  readonly entityName: string;
  readonly addressLines: readonly string[];
  readonly tollFreePhone: string | null;
  readonly email: string | null;
  readonly website: string | null;
  /** Data protection officer or other contact point (GDPR). */
  readonly contactName: string | null;
  readonly contactDetails: string | null;
}

/** A letter to the outside: approved text, word for word. */
export interface NoticeMailView {
  readonly drill: boolean;
  readonly letterhead: Letterhead;
  readonly subject: string;
  readonly text: string;
}

export interface Mail {
  /** At most 70 characters, nothing personal. */
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  /** An iCalendar file with the deadline, where there is one. */
  readonly calendar: string | null;
}

/** What a notice is drafted from. A null is not known yet. No PHI: kinds of data, never data. */
export interface NoticeDraftView {
  readonly obligationId: ObligationId;
  readonly letterhead: Letterhead;
  readonly caseCode: string;
  readonly timeZone: string;
  /** The letter's date. */
  readonly now: Instant;
  readonly dueAt: Instant | null;
  readonly facts: Facts;
  readonly alert: {
    readonly title: string;
    readonly detectedAt: Instant | null;
    readonly receivedAt: Instant;
  };
  readonly caseOpenedAt: Instant;
  /** The duty as the rules have it: for those without a letter of their own, a plain one is made from its content. */
  readonly duty?: {
    readonly title: string;
    readonly citation: string;
    readonly content: readonly { readonly id: string; readonly need: string; readonly words: string }[];
  };
  /** Whole sentences in plain language by the people of the case; null: the template says what the facts allow. */
  readonly words: NoticeWords;
}

export interface NoticeWords {
  readonly whatHappened: string | null;
  readonly protectiveSteps: string | null;
  readonly investigation: string | null;
  readonly mitigation: string | null;
  readonly prevention: string | null;
  readonly likelyConsequences: string | null;
  readonly reasonsForDelay: string | null;
}

export interface NoticeDraft {
  readonly subject: string;
  readonly text: string;
  readonly elements: readonly NoticeElement[];
}
