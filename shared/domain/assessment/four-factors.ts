import type { Facts } from "../law/facts.ts";

export interface Factor {
  readonly field: "natureAndExtent" | "unauthorizedPerson" | "acquiredOrViewed" | "mitigation";
  readonly question: string;
  readonly guidance: readonly string[];
  /** What the facts already say that belongs to this question. */
  readonly stated: readonly string[];
  /** For the person who assesses to fill in. */
  readonly answer: null;
}

export interface FourFactorWorksheet {
  readonly citation: string;
  readonly factors: readonly Factor[];
  readonly presumption: string;
  readonly outcomes: readonly string[];
  /** What is recorded so far. No number and no sum proposes it. */
  readonly recorded: string;
  readonly decidedBy: string;
}

/**
 * The questions of 45 CFR 164.402(2) with what is known beside each. The rule knows no score, and a low answer to one
 * question outweighs nothing by itself, so the sheet proposes no outcome: a named person judges the whole.
 */
export function fourFactorWorksheet(facts: Partial<Facts>): FourFactorWorksheet {
  return {
    citation: "45 CFR 164.402(2)",
    factors: [
      {
        field: "natureAndExtent",
        question: "Which health information was involved?",
        guidance: [
          "Which identifiers, and how sensitive are the clinical or financial details?",
          "How likely is it that somebody could be identified again?",
        ],
        stated: stated(facts, ["dataCategories", "affectedTotal", "encrypted", "passwordsHashedSalted"]),
        answer: null,
      },
      {
        field: "unauthorizedPerson",
        question: "Who used it, or to whom was it disclosed?",
        guidance: ["Is that person bound to confidentiality?", "Could that person identify the people?"],
        stated: stated(facts, ["recipientTrusted", "insider", "malicious"]),
        answer: null,
      },
      {
        field: "acquiredOrViewed",
        question: "Was it actually acquired or viewed?",
        guidance: ["What do logs or forensics show?", "An opportunity alone is weighed as one."],
        stated: stated(facts, ["exfiltrated", "remoteWipe", "keyCompromised"]),
        answer: null,
      },
      {
        field: "mitigation",
        question: "How far has the risk been reduced?",
        guidance: [
          "Was it returned or destroyed, and who vouches for that?",
          "Can the assurance be relied on?",
        ],
        stated: stated(facts, ["recipientDeleted", "restoredAfterHours", "backupAvailable"]),
        answer: null,
      },
    ],
    presumption:
      "It is presumed to be a breach unless the documented assessment shows a low probability that the information was compromised.",
    outcomes: ["low-probability", "not-low"],
    recorded: facts.fourFactorResult ?? "not-performed",
    decidedBy: "A named person, with reasons; nothing here is added up.",
  };
}

function stated(facts: Partial<Facts>, keys: readonly string[]): readonly string[] {
  return keys.flatMap((key) => {
    const value: unknown = facts[key];
    return value == null
      ? []
      : [`${key}: ${Array.isArray(value) ? value.join(", ") : JSON.stringify(value)}`];
  });
}
