import type { Facts, RiskLevel } from "../law/facts.ts";

/**
 * Severity after ENISA's methodology of 2013: SE = DPC × EI + CB. The number is a proposal with its arithmetic shown;
 * a person decides.
 */
export interface EnisaInputs {
  /** Data processing context, 1 to 4. */
  readonly dpc: number;
  /** Ease of identification: 0.25, 0.5, 0.75 or 1. */
  readonly ei: number;
  /** Circumstances of the breach, each 0, 0.25 or 0.5; intent 0 or 0.5. */
  readonly cb: {
    readonly confidentiality: number;
    readonly integrity: number;
    readonly availability: number;
    readonly maliciousIntent: number;
  };
}

export type EnisaLevel = "low" | "medium" | "high" | "very-high";

export interface EnisaSeverity {
  readonly inputs: EnisaInputs;
  readonly se: number;
  readonly level: EnisaLevel;
  readonly steps: readonly string[];
  /** Said beside the number, never part of it. */
  readonly flags: readonly string[];
  /** Our reading of the bands for the risk to people; not ENISA's, older than the law, and nobody's decision. */
  readonly candidate: RiskLevel;
}

export function enisaSeverity(inputs: EnisaInputs, facts: Partial<Facts> = {}): EnisaSeverity {
  const { dpc, ei, cb } = inputs;
  const circumstances = cb.confidentiality + cb.integrity + cb.availability + cb.maliciousIntent;
  const se = dpc * ei + circumstances;
  const level = levelOf(se);
  return {
    inputs,
    se,
    level,
    steps: [
      `Data processing context (DPC) = ${dpc}`,
      `Ease of identification (EI) = ${ei}`,
      `Circumstances (CB) = confidentiality ${cb.confidentiality} + integrity ${cb.integrity} + availability ${cb.availability} + malicious intent ${cb.maliciousIntent} = ${circumstances}`,
      `Severity SE = DPC × EI + CB = ${dpc} × ${ei} + ${circumstances} = ${dpc * ei} + ${circumstances} = ${se}`,
      `${se} is ${bandWords[level]}: ${level}`,
    ],
    flags: [
      ...((facts.affectedTotal ?? 0) > 100 ? ["More than 100 people are affected."] : []),
      ...(isUnintelligible(facts) ? ["The data is unintelligible: strongly encrypted, key safe."] : []),
    ],
    candidate: candidates[level],
  };
}

const bandWords: Readonly<Record<EnisaLevel, string>> = {
  low: "below 2",
  medium: "at least 2 and below 3",
  high: "at least 3 and below 4",
  "very-high": "4 or more",
};

const candidates: Readonly<Record<EnisaLevel, RiskLevel>> = {
  low: "unlikely",
  medium: "risk",
  high: "high",
  "very-high": "high",
};

function levelOf(se: number): EnisaLevel {
  if (se < 2) return "low";
  if (se < 3) return "medium";
  return se < 4 ? "high" : "very-high";
}

/** Strongly encrypted, key safe: whoever has the data cannot read it. */
export function isUnintelligible(facts: Partial<Facts>): boolean {
  return (
    facts.encrypted === true &&
    (facts.encryptionStateOfTheArt === true || facts.encryptionMeetsGuidance === true) &&
    facts.keyCompromised !== true
  );
}
