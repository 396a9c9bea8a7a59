/** An ISO 8601 date-time that names its offset, for example `2026-09-04T18:30:00-04:00`. */
export type InstantText = string;
/** A calendar date without a zone, `YYYY-MM-DD`. */
export type DateText = string;

/** The families of rules that facts may choose from. Facts choose; nothing is switched on by being detected. */
export const regimeNames = [
  "hipaa",
  "gdpr",
  "uk-gdpr",
  "ftc-hbnr",
  "nis2",
  "sec",
  "nydfs",
  "us-ca",
  "us-ca-hsc",
  "us-tx",
  "us-fl",
  "us-ny",
  "us-co",
  "us-wa",
] as const;

export type RiskLevel = "unlikely" | "risk" | "high";
export type HipaaExclusion = "unintentional-workforce" | "inadvertent-internal" | "not-retained";
export type FourFactorResult = "low-probability" | "not-low" | "not-performed";
export type Article34Exception = "a-protected" | "b-mitigated" | "c-disproportionate";

/** A request of law enforcement to wait. Without a time, or by word of mouth, it lasts only as long as the rule allows. */
export interface LawEnforcementHold {
  readonly form: "oral" | "written";
  readonly statedAt: InstantText;
  /** An instant, or a date, which means the end of that day in the entity's zone. */
  readonly until?: string | null;
  readonly official?: string;
  readonly officialIdentity?: string;
  readonly agency?: string;
  readonly documentRef?: string;
  /** The hold of a running case that this statement belongs to. */
  readonly holdId?: string;
}

/** What was found to be different, when, and why. The old value stays in the record; only the computation moves on. */
export interface Correction {
  readonly recordedAt: InstantText;
  readonly reason?: string;
  readonly set: Readonly<Record<string, unknown>>;
}

export interface BusinessAssociateFacts {
  readonly isAgent?: boolean | null;
  readonly discoveredAt?: InstantText | null;
  readonly shouldHaveKnownAt?: InstantText | null;
  readonly notifiedCoveredEntityAt?: InstantText | null;
  readonly totalAcrossCoveredEntities?: number | null;
}

export interface ProcessorFacts {
  readonly awareAt?: InstantText | null;
  readonly notifiedControllerAt?: InstantText | null;
}

export interface EstablishmentFacts {
  /** ISO 3166 alpha-2; null says that there is none in the EEA, absence that nobody has said. */
  readonly euMainEstablishment?: string | null;
  readonly euRepresentative?: string | null;
}

/**
 * What is known of one incident, as one notifying entity knows it. Everything but the regimes and the zone may be
 * unknown (absent or null). Keys that no rule reads are kept: they may matter to a person, or to a later rule.
 */
export interface Facts {
  readonly regimes: readonly string[];
  readonly role?: Readonly<Record<string, string>> | null;
  readonly timeZone: string;

  readonly occurredAt?: InstantText | null;
  readonly discoveredAt?: InstantText | null;
  readonly shouldHaveKnownAt?: InstantText | null;
  readonly wrongdoerKnewAt?: InstantText | null;
  readonly privacyOfficerInformedAt?: InstantText | null;
  readonly riskAssessmentCompletedAt?: InstantText | null;
  readonly awareAt?: InstantText | null;
  readonly determinedAt?: InstantText | null;
  readonly extortionPaymentAt?: InstantText | null;

  readonly affectedTotal?: number | null;
  readonly affectedByState?: Readonly<Record<string, number>> | null;
  readonly affectedByCountry?: Readonly<Record<string, number>> | null;
  readonly residentsInEU?: boolean | null;
  readonly dataCategories?: readonly string[] | null;

  readonly encrypted?: boolean | null;
  readonly encryptionMeetsGuidance?: boolean | null;
  readonly encryptionStateOfTheArt?: boolean | null;
  readonly keyCompromised?: boolean | null;
  readonly hipaaExclusion?: HipaaExclusion | null;
  readonly fourFactorResult?: FourFactorResult | null;
  readonly riskLevel?: RiskLevel | null;
  readonly art34Exception?: Article34Exception | null;
  /** A documented finding that misuse or harm is not reasonably likely, for the state laws that ask for it. */
  readonly harmUnlikely?: boolean | null;
  /** False takes an incident out of rules that only want significant ones; unknown leaves it in. */
  readonly significantIncident?: boolean | null;

  readonly businessAssociate?: BusinessAssociateFacts | null;
  readonly processor?: ProcessorFacts | null;
  readonly establishment?: EstablishmentFacts | null;
  readonly lawEnforcementHolds?: readonly LawEnforcementHold[] | null;
  readonly contactInfoInsufficientFor?: number | null;
  readonly imminentMisuse?: boolean | null;
  readonly initialNotificationIncomplete?: boolean | null;

  readonly notified?: Readonly<Record<string, InstantText>> | null;
  readonly evaluateAt?: InstantText | null;
  readonly corrections?: readonly Correction[] | null;
  readonly publicHolidays?: readonly DateText[] | null;
  readonly federalHolidays?: readonly DateText[] | null;

  readonly [otherFact: string]: unknown;
}

/**
 * The value at a path of at most two steps, `businessAssociate.isAgent`; null counts as unknown. The second step is
 * everything after the first dot, since the keys of `notified` have dots of their own.
 */
export function factAt(facts: Facts, path: string): unknown {
  const dot = path.indexOf(".");
  if (dot < 0) return facts[path] ?? undefined;
  const group = facts[path.slice(0, dot)];
  if (typeof group !== "object" || group === null) return undefined;
  return (group as Readonly<Record<string, unknown>>)[path.slice(dot + 1)] ?? undefined;
}

export function instantAt(facts: Facts, path: string): number | null {
  const value = factAt(facts, path);
  return typeof value === "string" ? Date.parse(value) : null;
}
