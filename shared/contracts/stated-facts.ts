/** The facts that people state in forms: which fields there are, what they read, and how a form is filled with them. */
import type { z } from "zod";
import type { Instant } from "../domain/instants.ts";
import type { BusinessAssociateFacts, Facts, ProcessorFacts } from "../domain/law/facts.ts";
import { factAt } from "../domain/law/facts.ts";
import { instantToLocal } from "../domain/wording/local-time.ts";
import { choice, pastMoment, people, peopleByCountry, peopleByState, someOf, yesNo } from "./form-fields.ts";
import type { FormState } from "./views.ts";

export interface FormContext {
  /** IANA zone in which the local times of the form are meant. */
  readonly timeZone: string;
  readonly now: Instant;
  /** The instants that the form was filled with. A field shows the minute: left as it was, it means the same second. */
  readonly known?: Partial<Readonly<Record<MomentField, Instant>>>;
  /** The proposed moments of awareness among which the form lets people choose, and the one that governs. */
  readonly awareness?: { readonly proposals: readonly Instant[]; readonly governing: Instant | null };
}

/** The fields that hold a moment, and the facts behind them. */
export const momentFields = {
  discoveredAt: "discoveredAt",
  awareAt: "awareAt",
  occurredAt: "occurredAt",
  shouldHaveKnownAt: "shouldHaveKnownAt",
  associateDiscoveredAt: "businessAssociate.discoveredAt",
  associateToldUsAt: "businessAssociate.notifiedCoveredEntityAt",
  processorAwareAt: "processor.awareAt",
  processorToldUsAt: "processor.notifiedControllerAt",
} as const;
export type MomentField = keyof typeof momentFields;
export const momentFieldNames = Object.keys(momentFields) as readonly MomentField[];

/** What the form states about the breach; a fact that was left blank is absent. */
export interface StatedFacts {
  readonly discoveredAt?: Instant;
  readonly awareAt?: Instant;
  readonly occurredAt?: Instant;
  readonly shouldHaveKnownAt?: Instant;
  readonly affectedTotal?: number;
  readonly affectedByState?: Readonly<Record<string, number>>;
  readonly affectedByCountry?: Readonly<Record<string, number>>;
  readonly encrypted?: boolean;
  readonly encryptionMeetsGuidance?: boolean;
  readonly keyCompromised?: boolean;
  readonly dataCategories?: readonly DataCategory[];
  readonly fourFactorResult?: FourFactorResult;
  readonly riskLevel?: RiskLevel;
  /** Only what the form states; what else is known of the supplier or the role is put beside it by the reader. */
  readonly role?: Readonly<Record<string, string>>;
  readonly businessAssociate?: BusinessAssociateFacts;
  readonly processor?: ProcessorFacts;
  readonly initialNotificationIncomplete?: boolean;
}

/** The parts in which the entity of a case can stand, for the laws that know several. */
export const hipaaRoles = ["covered-entity", "business-associate"] as const;
export const gdprRoles = ["controller", "processor"] as const;

export const fourFactorResults = ["low-probability", "not-low", "not-performed"] as const;
export type FourFactorResult = (typeof fourFactorResults)[number];
export const riskLevels = ["unlikely", "risk", "high"] as const;
export type RiskLevel = (typeof riskLevels)[number];

/** Kinds of data, never data. The words beside each are for the form and for the letters. */
export const dataCategories = {
  name: "names",
  contact: "addresses, telephone numbers or e-mail addresses",
  dob: "dates of birth",
  "medical-record-number": "medical record numbers",
  health: "diagnoses, treatment or other health information",
  procedure: "procedures",
  "date-of-service": "dates of service",
  insurance: "health insurance information",
  "account-number": "account or payment numbers",
  ssn: "Social Security numbers",
  credentials: "user names or passwords",
} as const;
export type DataCategory = keyof typeof dataCategories;
const dataCategoryNames = Object.keys(dataCategories) as readonly DataCategory[];

export const factShape = (context: FormContext) => ({
  discoveredAt: pastMoment(context, context.known?.discoveredAt),
  awareAt: pastMoment(context, context.known?.awareAt),
  occurredAt: pastMoment(context, context.known?.occurredAt),
  shouldHaveKnownAt: pastMoment(context, context.known?.shouldHaveKnownAt),
  affectedTotal: people,
  affectedByState: peopleByState,
  affectedByCountry: peopleByCountry,
  encrypted: yesNo("Choose yes, no or not known."),
  encryptionMeetsGuidance: yesNo("Choose yes, no or not known."),
  keyCompromised: yesNo("Choose yes, no or not known."),
  dataCategories: someOf(dataCategoryNames),
  fourFactorResult: choice(fourFactorResults, "Choose one of the three."),
  riskLevel: choice(riskLevels, "Choose one of the three."),
  associateDiscoveredAt: pastMoment(context, context.known?.associateDiscoveredAt),
  associateToldUsAt: pastMoment(context, context.known?.associateToldUsAt),
  associateIsAgent: yesNo("Choose yes, no or not known."),
  processorAwareAt: pastMoment(context, context.known?.processorAwareAt),
  processorToldUsAt: pastMoment(context, context.known?.processorToldUsAt),
  roleHipaa: choice(hipaaRoles, "Choose one of the two."),
  roleGdpr: choice(gdprRoles, "Choose one of the two."),
  initialNotificationIncomplete: yesNo("Choose yes, no or not known."),
});

export type TypedFacts = z.output<z.ZodObject<ReturnType<typeof factShape>>>;

export type Complain = (field: string, message: string) => void;

/** Places may not add up to more people than there are; fewer is possible, since some live elsewhere. */
export function complainAboutCounts(typed: TypedFacts, complain: Complain): void {
  for (const [field, places] of [
    ["affectedByState", "states"],
    ["affectedByCountry", "countries"],
  ] as const) {
    const sum = Object.values(typed[field] ?? {}).reduce((all, each) => all + each, 0);
    if (typed.affectedTotal !== null && sum > typed.affectedTotal) {
      const [together, total] = [sum, typed.affectedTotal].map((number) => number.toLocaleString("en-US"));
      complain(
        field,
        `The ${places} add up to ${together}, more than the ${total} people in all. Correct one of the two.`,
      );
    }
  }
}

export function statedFacts(typed: TypedFacts): StatedFacts {
  const {
    discoveredAt,
    awareAt,
    occurredAt,
    shouldHaveKnownAt,
    affectedTotal,
    affectedByState,
    affectedByCountry,
  } = typed;
  const { encrypted, encryptionMeetsGuidance, keyCompromised, dataCategories, fourFactorResult, riskLevel } =
    typed;
  const all = {
    ...groupsIn(typed),
    initialNotificationIncomplete: typed.initialNotificationIncomplete,
    discoveredAt,
    awareAt,
    occurredAt,
    shouldHaveKnownAt,
    affectedTotal,
    affectedByState,
    affectedByCountry,
    encrypted,
    encryptionMeetsGuidance,
    keyCompromised,
    dataCategories,
    fourFactorResult,
    riskLevel,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null));
}

/** Facts that are groups: only the members that were filled in, and no group where nothing was. */
function groupsIn(typed: TypedFacts) {
  return {
    role: stated({ hipaa: typed.roleHipaa, gdpr: typed.roleGdpr }),
    businessAssociate: stated({
      discoveredAt: typed.associateDiscoveredAt,
      notifiedCoveredEntityAt: typed.associateToldUsAt,
      isAgent: typed.associateIsAgent,
    }),
    processor: stated({
      awareAt: typed.processorAwareAt,
      notifiedControllerAt: typed.processorToldUsAt,
    }),
  };
}

function stated(group: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> | null {
  const members = Object.entries(group).filter(([, value]) => value !== null);
  return members.length === 0 ? null : Object.fromEntries(members);
}

/** The instants behind the minutes that a form shows. */
export function momentsIn(facts: Partial<Facts>): NonNullable<FormContext["known"]> {
  const moments = momentFieldNames.flatMap((name): [MomentField, Instant][] => {
    const value = factAt(facts as Facts, momentFields[name]);
    return typeof value === "string" ? [[name, new Date(value).toISOString()]] : [];
  });
  return Object.fromEntries(moments);
}

/** What a form is filled with: the facts as its fields write them, so that reading them back states the same. */
export function fieldValuesOf(facts: Partial<Facts>, timeZone: string): FormState["values"] {
  const moments = Object.entries(momentsIn(facts)).map(([name, at]) => [name, instantToLocal(at, timeZone)]);
  const flags = Object.entries(flagFields).map(([name, fact]) => {
    const value = factAt(facts as Facts, fact);
    return [name, typeof value === "boolean" ? (value ? "yes" : "no") : undefined];
  });
  const places = (["affectedByState", "affectedByCountry"] as const).map((name) => [
    name,
    facts[name] &&
      Object.entries(facts[name])
        .map(([place, number]) => `${place} ${number}`)
        .join("\n"),
  ]);
  const { affectedTotal, dataCategories, fourFactorResult, riskLevel, role } = facts;
  const rest = [
    ["affectedTotal", affectedTotal?.toString()],
    ["dataCategories", dataCategories],
    ["fourFactorResult", fourFactorResult],
    ["riskLevel", riskLevel],
    ["roleHipaa", role?.["hipaa"]],
    ["roleGdpr", role?.["gdpr"]],
  ];
  return Object.fromEntries(
    [...moments, ...flags, ...places, ...rest].filter(([, value]) => value != null),
  ) as FormState["values"];
}

const flagFields = {
  encrypted: "encrypted",
  encryptionMeetsGuidance: "encryptionMeetsGuidance",
  keyCompromised: "keyCompromised",
  associateIsAgent: "businessAssociate.isAgent",
  initialNotificationIncomplete: "initialNotificationIncomplete",
} as const;
