/**
 * The form of a rule of law. It is data: a rule names facts, numbers and words, and never a function. Every union is
 * closed, so what a rule can say is exactly what the engine can compute and put into words.
 */

export type InstantFact =
  | "discoveredAt"
  | "shouldHaveKnownAt"
  | "awareAt"
  | "determinedAt"
  | "extortionPaymentAt"
  | "occurredAt"
  | "wrongdoerKnewAt"
  | "privacyOfficerInformedAt"
  | "riskAssessmentCompletedAt"
  | "businessAssociate.discoveredAt"
  | "businessAssociate.shouldHaveKnownAt"
  | "businessAssociate.notifiedCoveredEntityAt"
  | "processor.awareAt"
  | "processor.notifiedControllerAt";

export type FlagFact =
  | "encrypted"
  | "encryptionMeetsGuidance"
  | "encryptionStateOfTheArt"
  | "keyCompromised"
  | "imminentMisuse"
  | "initialNotificationIncomplete"
  | "harmUnlikely"
  | "significantIncident"
  | "businessAssociate.isAgent";

export type ChoiceFact =
  | "riskLevel"
  | "hipaaExclusion"
  | "fourFactorResult"
  | "art34Exception"
  | "establishment.euMainEstablishment";

export type Comparison = ">" | ">=" | "<";

/** People counted: all of them, those without usable contact data, or the residents of one state. */
export type Measure =
  | { readonly kind: "everyone" }
  | { readonly kind: "unreachable" }
  | { readonly kind: "residents"; readonly state: string };

export type Condition =
  | { readonly kind: "always" }
  | { readonly kind: "all"; readonly of: readonly Condition[] }
  | { readonly kind: "any"; readonly of: readonly Condition[] }
  | { readonly kind: "not"; readonly is: Condition }
  /** The same question in a lawyer's words, for the explanation. */
  | { readonly kind: "named"; readonly met: string; readonly unmet: string; readonly is: Condition }
  /** `unstated` is the answer when nobody has said what the role is. */
  | {
      readonly kind: "role";
      readonly regime: string;
      readonly in: readonly string[];
      readonly unstated: boolean;
    }
  /** Holds when the fact is stated so; an unknown flag is neither true nor false. */
  | { readonly kind: "flag"; readonly fact: FlagFact; readonly is: boolean }
  | { readonly kind: "choice"; readonly fact: ChoiceFact; readonly in: readonly string[] }
  | { readonly kind: "known"; readonly fact: InstantFact | "businessAssociate" | "processor" }
  | { readonly kind: "notified"; readonly obligation: string }
  /** `unknown` is the answer while nobody has counted. */
  | {
      readonly kind: "count";
      readonly of: Measure;
      readonly op: Comparison;
      readonly value: number;
      readonly unknown: boolean;
    }
  /** Tested for each state by itself, never on a sum. */
  | { readonly kind: "some-state"; readonly op: Comparison; readonly value: number };

/** One fact that can start a clock, if need be only under a condition, and why. */
export interface StartCandidate {
  readonly fact: InstantFact;
  readonly when?: Condition;
  readonly because?: string;
}

export type ClockStart =
  | {
      readonly kind: "earliest";
      /** What the law calls the moment: "discovery", "awareness". */
      readonly called: string;
      readonly of: readonly StartCandidate[];
      /** Facts that are often mistaken for the start; the explanation says so when they are stated. */
      readonly ignoring?: readonly InstantFact[];
    }
  /** The first of the listed facts that is known; a later one stands in only while the earlier is unknown. */
  | { readonly kind: "first-known"; readonly called: string; readonly of: readonly StartCandidate[] }
  /** Another notification having been made. */
  | { readonly kind: "notified"; readonly called: string; readonly obligations: readonly string[] };

/** Which days are closed beside weekends: the list in the facts if there is one, else the rule's own. */
export interface HolidayCalendar {
  readonly facts: readonly ("publicHolidays" | "federalHolidays")[];
  readonly otherwise: readonly string[];
}

export type Period =
  | { readonly kind: "elapsed-hours"; readonly hours: number }
  | { readonly kind: "calendar-days"; readonly days: number }
  | {
      readonly kind: "business-days";
      readonly days: number;
      readonly holidays: HolidayCalendar;
      /** The hour at which the last day closes, `HH:MM`; without it the day's end. */
      readonly closesAt?: string;
    }
  | { readonly kind: "months"; readonly months: number }
  | { readonly kind: "days-after-year-end"; readonly days: number };

/** Readings that make an end later. Shown, never scheduled on. */
export type LaterReading =
  /** The clock hour in which the event falls is not counted. */
  | { readonly kind: "exclude-clock-hour" }
  /** A last day that is not a working day moves to the next one. */
  | { readonly kind: "roll-to-working-day"; readonly holidays: HolidayCalendar }
  /** The clock-hour reading, stretched until so many whole working days lie inside the period. */
  | { readonly kind: "whole-working-days"; readonly days: number; readonly holidays: HolidayCalendar };

export interface Deadline {
  readonly when?: Condition;
  readonly from: ClockStart;
  /** Null: the law has words ("without undue delay") and no number. */
  readonly within: Period | null;
  /** How the start is cited where no period says so: a law may count from a date without giving a number. */
  readonly startUnit?: "local-date";
  /** Only where the law names a zone; else the notifying entity's. */
  readonly zone?: string;
  readonly arguable?: LaterReading;
  readonly contested?: LaterReading;
}

export type Pause =
  /** Nobody may notify before the hold ends. Without a written time it lasts `untimedDays` from the statement. */
  | {
      readonly kind: "hold";
      readonly untimedDays: number;
      /** What runs from the end of the hold; absent: the notice leaves at once. */
      readonly afterwards?: Period;
      readonly citation: string;
    }
  /** The law lets somebody wait, but says nothing that could be scheduled on: `due` stays. */
  | { readonly kind: "may-wait"; readonly words: string }
  | { readonly kind: "none"; readonly words: string };

export type Recipients =
  /** One notice for each state over the threshold of the rule's `some-state` condition. */
  | { readonly kind: "states"; readonly op: Comparison; readonly value: number }
  /** The authority of the main establishment in the area; without one, that of every country with people affected. */
  | { readonly kind: "authorities"; readonly area: readonly string[] };

export type ContentNeed = "always" | "if-known" | "where-possible" | "where-appropriate" | "if-late";

export interface ContentElement {
  readonly id: string;
  readonly need: ContentNeed;
  readonly words: string;
  /** Where the element is a choice of several: which must be there, and how many in all. */
  readonly choices?: {
    readonly of: readonly string[];
    readonly always: readonly string[];
    readonly atLeast: number;
  };
}

export type CheckLabel = "checked" | "secondary" | "unverified";

export interface RuleSource {
  readonly cite: string;
  readonly url: string;
  /** `checked`: the provision was read; `secondary`: a summary of it; `unverified`: recalled, look again. */
  readonly check: CheckLabel;
  readonly checkedOn: string;
  /** What in this record is less certain than the label. */
  readonly doubts?: readonly string[];
}

export interface Wording {
  readonly when?: Condition;
  readonly words: string;
}

export interface ObligationRule {
  readonly id: string;
  readonly regime: string;
  /** Plain words for pages: "Tell the supervisory authority". */
  readonly title: string;
  /**
   * First and last day of the start event that this text governs, both included; null: still in force. They are days of
   * the zone that the deadline names, else of the notifying entity's: whoever is bound counts by the calendar on its
   * own wall. Two entities in different zones may therefore have different texts for one instant near midnight.
   */
  readonly validFrom: string;
  readonly validTo: string | null;
  /** A proposed text is never applied unless somebody asks what it would mean. */
  readonly status?: "in-force" | "proposed";
  readonly source: RuleSource;
  readonly owedBy: string;
  readonly owedTo: string;
  /** Where the parties depend on the facts; the first that holds replaces the two above. */
  readonly parties?: readonly {
    readonly when: Condition;
    readonly owedBy: string;
    readonly owedTo: string;
  }[];
  readonly when: Condition;
  /** The first whose condition holds. */
  readonly deadlines: readonly Deadline[];
  readonly note: string;
  readonly pause?: Pause;
  readonly recipients?: Recipients;
  /** When this holds, another party than the notifying entity owes it: the entity watches the clock and writes nothing. */
  readonly byAnother?: Condition;
  /**
   * The law lets it be given in phases. `begins`: once filed with more to follow it is met, and the fact
   * `initialNotificationIncomplete` opens the duty that follows; `continues`: it stays open until the last phase.
   */
  readonly phases?: "begins" | "continues";
  /** Facts besides `notified` that show the duty done. */
  readonly shownDoneBy?: readonly InstantFact[];
  /** `record`: keeping the record fulfils it, which the ledger does, and nobody is written to. Absent: somebody is told. */
  readonly fulfilledBy?: "record";
  /**
   * What must be shown before "no, it is not a breach" can be answered while this duty is owed: the fact, which is also
   * the field of the form that states it, and the sentence that stands there. Absent: the duty is named as still owed.
   */
  readonly answerNoNeeds?: { readonly fact: FlagFact | ChoiceFact; readonly words: string };
  /** The obligation that this one goes out with, if that is earlier. */
  readonly together?: string;
  /** A late notice must say why; the element that carries it. */
  readonly late?: { readonly element: string };
  readonly content: readonly ContentElement[];
  readonly methods: readonly Wording[];
  readonly exceptions: readonly string[];
  /** ISO 8601 duration, where the law gives one. */
  readonly retention?: string;
  /** Said in the explanation when their condition holds. */
  readonly remarks?: readonly Wording[];
}
