import { z } from "zod";
import { applyCorrection } from "../domain/law/corrections.ts";
import { isDateText, isInstantText, isZone } from "../domain/law/counting.ts";
import { regimeNames } from "../domain/law/facts.ts";
import type { Facts } from "../domain/law/facts.ts";

const instant = z
  .string({ error: "must be an instant in text, like 2026-09-04T18:30:00-04:00" })
  .refine(isInstantText, {
    error:
      "must be an ISO 8601 date and time that exist, with Z or an offset, like 2026-09-04T18:30:00-04:00",
  });
const date = z
  .string({ error: "must be a date in text, like 2026-12-25" })
  .refine(isDateText, { error: "must be a date that exists, like 2026-12-25" });
const dateOrInstant = z
  .string({ error: "must be a date or an instant in text" })
  .refine((text) => isDateText(text) || isInstantText(text), {
    error: "must be a date like 2026-12-25, or an instant with Z or an offset",
  });
const count = z
  .number({ error: "must be a whole number" })
  .refine((value) => Number.isSafeInteger(value) && value >= 0, {
    error: "must be a whole number, 0 or more",
  });
const hours = z.number({ error: "must be a number of hours" }).nonnegative({ error: "must be 0 or more" });
const flag = z.boolean({ error: "must be true or false" });
const text = z.string({ error: "must be text" });
const country = z
  .string({ error: "must be a country code of two letters" })
  .regex(/^[A-Z]{2}$/, { error: "must be a country code of two capital letters, like DE" });
const countsByCode = z.record(z.string(), count, { error: "must be an object of codes and numbers" });

/** Unknown is said by leaving a fact out or by null. */
const known = {
  role: z
    .looseObject(
      {
        hipaa: z
          .enum(["covered-entity", "business-associate", "subcontractor-business-associate"], {
            error: "must be covered-entity, business-associate or subcontractor-business-associate",
          })
          .optional(),
        gdpr: z.enum(["controller", "processor"], { error: "must be controller or processor" }).optional(),
        "uk-gdpr": z
          .enum(["controller", "processor"], { error: "must be controller or processor" })
          .optional(),
      },
      { error: "must be an object of regimes and roles" },
    )
    .catchall(text),
  occurredAt: instant,
  discoveredAt: instant,
  shouldHaveKnownAt: instant,
  wrongdoerKnewAt: instant,
  privacyOfficerInformedAt: instant,
  riskAssessmentCompletedAt: instant,
  awareAt: instant,
  determinedAt: instant,
  extortionPaymentAt: instant,
  affectedTotal: count,
  affectedByState: countsByCode,
  affectedByCountry: countsByCode,
  residentsInEU: flag,
  dataCategories: z.array(text, { error: "must be a list of words" }),
  encrypted: flag,
  encryptionMeetsGuidance: flag,
  encryptionStateOfTheArt: flag,
  keyCompromised: flag,
  hipaaExclusion: z.enum(["unintentional-workforce", "inadvertent-internal", "not-retained"], {
    error: "must be unintentional-workforce, inadvertent-internal or not-retained",
  }),
  fourFactorResult: z.enum(["low-probability", "not-low", "not-performed"], {
    error: "must be low-probability, not-low or not-performed",
  }),
  riskLevel: z.enum(["unlikely", "risk", "high"], { error: "must be unlikely, risk or high" }),
  art34Exception: z.enum(["a-protected", "b-mitigated", "c-disproportionate"], {
    error: "must be a-protected, b-mitigated or c-disproportionate",
  }),
  harmUnlikely: flag,
  significantIncident: flag,
  businessAssociate: z.looseObject(
    {
      isAgent: flag.nullish(),
      discoveredAt: instant.nullish(),
      shouldHaveKnownAt: instant.nullish(),
      notifiedCoveredEntityAt: instant.nullish(),
      totalAcrossCoveredEntities: count.nullish(),
    },
    { error: "must be an object" },
  ),
  processor: z.looseObject(
    { awareAt: instant.nullish(), notifiedControllerAt: instant.nullish() },
    { error: "must be an object" },
  ),
  establishment: z.looseObject(
    { euMainEstablishment: country.nullish(), euRepresentative: country.nullish() },
    { error: "must be an object" },
  ),
  lawEnforcementHolds: z.array(
    z.looseObject(
      {
        form: z.enum(["oral", "written"], { error: "must be oral or written" }),
        statedAt: instant,
        until: dateOrInstant.nullish(),
      },
      { error: "must be an object" },
    ),
    { error: "must be a list" },
  ),
  contactInfoInsufficientFor: count,
  imminentMisuse: flag,
  initialNotificationIncomplete: flag,
  notified: z.record(z.string(), instant.nullable(), {
    error: "must be an object of obligations and instants",
  }),
  evaluateAt: instant,
  corrections: z.array(
    z.looseObject(
      {
        recordedAt: instant,
        reason: text.optional(),
        set: z.record(z.string(), z.unknown(), { error: "must be an object of facts and their new values" }),
      },
      { error: "must be an object" },
    ),
    { error: "must be a list" },
  ),
  publicHolidays: z.array(date, { error: "must be a list of dates" }),
  federalHolidays: z.array(date, { error: "must be a list of dates" }),
  // No clock depends on these; they describe the incident for the assessment of risk.
  breachTypes: z.array(text, { error: "must be a list of words" }),
  exfiltrated: flag,
  backupAvailable: flag,
  restoredAfterHours: hours,
  unavailableHours: hours,
  malicious: flag,
  insider: flag,
  vulnerableSubjects: flag,
  recipientTrusted: flag,
  recipientDeleted: flag,
  passwordsHashedSalted: flag,
  remoteWipe: flag,
};

const optionalFacts = Object.fromEntries(
  Object.entries(known).map(([key, schema]) => [key, (schema as z.ZodType).nullish()]),
);

/** The vocabulary of facts. Keys it does not know are kept. */
export const FactsSchema: z.ZodType<Facts> = z.looseObject(
  {
    regimes: z.array(z.enum(regimeNames, { error: `must be one of ${regimeNames.join(", ")}` }), {
      error: "must be a list of regimes",
    }),
    timeZone: z
      .string({ error: "must be the IANA time zone of the notifying entity, like Europe/Dublin" })
      .refine(isZone, { error: "must be an IANA time zone, like Europe/Dublin" }),
    ...optionalFacts,
  },
  { error: "must be an object of facts" },
);

export interface FactsError {
  readonly kind: "missing-fact" | "invalid-fact";
  readonly message: string;
  readonly path: string;
}

export type ParsedFacts =
  | { readonly ok: true; readonly facts: Facts; readonly warnings: readonly string[] }
  | { readonly ok: false; readonly error: FactsError };

/**
 * Facts from anywhere, checked whole: the corrections too, one after the other as they will be applied. What no rule
 * reads is kept and named in a warning, since a misspelt fact would otherwise be a duty that silently never starts.
 */
export function parseFacts(value: unknown): ParsedFacts {
  const parsed = FactsSchema.safeParse(value);
  if (!parsed.success) return refusal(parsed.error, value, []);
  let corrected = parsed.data;
  for (const [index, correction] of (parsed.data.corrections ?? []).entries()) {
    corrected = applyCorrection(corrected, correction);
    const checked = FactsSchema.safeParse(corrected);
    if (!checked.success) return refusal(checked.error, corrected, ["corrections", index, "set"]);
  }
  return { ok: true, facts: parsed.data, warnings: warningsOf(corrected) };
}

function refusal(error: z.ZodError, value: unknown, prefix: readonly PropertyKey[]): ParsedFacts {
  const issue = error.issues[0];
  const within = issue?.path ?? [];
  const path = [...prefix, ...within].map(String).join(".");
  const missing = within.length > 0 && valueAt(value, within) === undefined;
  return {
    ok: false,
    error: {
      kind: missing ? "missing-fact" : "invalid-fact",
      message: `${path || "the input"} ${issue?.message ?? "is not understood"}${missing ? "; it is missing" : ""}`,
      path,
    },
  };
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === "object" && inner !== null ? (inner as Record<PropertyKey, unknown>)[key] : undefined,
    value,
  );
}

const knownKeys: ReadonlySet<string> = new Set(["regimes", "timeZone", ...Object.keys(known)]);
/** Whether a rule, or the assessment of risk, reads a fact of this name. */
export const isKnownFact = (name: string): boolean => knownKeys.has(name);

const rolesByRegime: Readonly<Record<string, readonly string[]>> = {
  "ftc-hbnr": ["phr-vendor", "phr-related-entity", "third-party-service-provider"],
  nis2: ["essential-entity", "important-entity", "trust-service-provider"],
  sec: ["domestic-registrant"],
};
const stateCode = /^[A-Z]{2}$/;

function warningsOf(facts: Facts): readonly string[] {
  const warnings = Object.keys(facts)
    .filter((key) => !isKnownFact(key))
    .map((key) => `${key}: not a known fact; kept, and no rule reads it`);
  for (const [regime, role] of Object.entries(facts.role ?? {})) {
    const roles = rolesByRegime[regime];
    if (roles && !roles.includes(role))
      warnings.push(`role.${regime}: "${role}" is none of ${roles.join(", ")}, so it brings no duty`);
  }
  for (const state of Object.keys(facts.affectedByState ?? {}))
    if (!stateCode.test(state)) warnings.push(`affectedByState.${state}: not a code of two capital letters`);
  const inStates = Object.values(facts.affectedByState ?? {}).reduce((sum, people) => sum + people, 0);
  if (typeof facts.affectedTotal === "number" && inStates > facts.affectedTotal)
    warnings.push(
      `affectedByState: adds up to ${inStates}, more than affectedTotal (${facts.affectedTotal})`,
    );
  return warnings;
}
