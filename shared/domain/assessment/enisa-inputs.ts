import type { Facts } from "../law/facts.ts";
import { isUnintelligible } from "./risk.ts";
import type { EnisaInputs } from "./risk.ts";

export interface ProposedInputs {
  readonly inputs: EnisaInputs;
  /** Why each input was proposed, from the facts. */
  readonly reasons: readonly string[];
  /** What the facts do not say; the careful value was taken. */
  readonly open: readonly string[];
}

interface DataClass {
  readonly name: string;
  readonly score: number;
  readonly categories: readonly string[];
}

const dataClasses: readonly DataClass[] = [
  {
    name: "sensitive",
    score: 4,
    categories: [
      ...[
        "health",
        "diagnosis",
        "procedure",
        "medical-record-number",
        "date-of-service",
        "genetic",
        "biometric",
      ],
      ...["religion", "ethnicity", "political", "trade-union", "sexual", "criminal"],
    ],
  },
  {
    name: "financial",
    score: 3,
    categories: ["financial", "account-number", "bank", "card", "income", "insurance", "tax"],
  },
  {
    name: "behavioural",
    score: 2,
    categories: ["purchase-history", "location", "traffic", "browsing", "preferences", "habits"],
  },
  {
    name: "simple",
    score: 1,
    categories: [
      ...["name", "contact", "dob", "address", "email", "phone", "username", "education", "family"],
      ...["client", "employee", "professional"],
    ],
  },
];

const identifying: ReadonlySet<string> = new Set(["name", "contact", "address", "email", "phone", "ssn"]);
/** Handles that lead to a person only with something else beside them. */
const handles: ReadonlySet<string> = new Set(["username", "pseudonym", "device-id", "ip-address"]);

/** Reads the inputs out of the facts, saying for each what it was read from. Several categories: the highest counts. */
export function proposeEnisaInputs(facts: Partial<Facts>): ProposedInputs {
  const reasons: string[] = [];
  const open: string[] = [];
  const context = proposeContext(facts, reasons, open);
  const ease = proposeEase(facts, reasons, open);
  return {
    inputs: { dpc: context, ei: ease, cb: proposeCircumstances(facts, reasons, open) },
    reasons,
    open,
  };
}

function proposeContext(facts: Partial<Facts>, reasons: string[], open: string[]): number {
  const categories = facts.dataCategories ?? [];
  const found = dataClasses.filter((one) => one.categories.some((category) => categories.includes(category)));
  const highest = found[0];
  const classified = new Set(dataClasses.flatMap((one) => one.categories));
  const unclassified = categories.filter((category) => !classified.has(category));
  if (unclassified.length > 0)
    open.push(
      `DPC: ${unclassified.join(", ")} is not classified; decide whether it is more than simple data.`,
    );
  if (!highest) {
    open.push("DPC: no classified category of data is stated; taken as sensitive until somebody says which.");
    return 4;
  }
  reasons.push(`DPC: the highest class of the stated data is ${highest.name}, ${highest.score}.`);
  if (facts.vulnerableSubjects !== true || highest.score === 4) return highest.score;
  reasons.push("DPC: raised by 1, since vulnerable people are among those affected.");
  return highest.score + 1;
}

function proposeEase(facts: Partial<Facts>, reasons: string[], open: string[]): number {
  if (isUnintelligible(facts)) {
    reasons.push("EI: the data is strongly encrypted and its key is safe: negligible, 0.25.");
    return 0.25;
  }
  const categories = facts.dataCategories ?? [];
  const direct = categories.filter((category) => identifying.has(category));
  if (direct.length > 0) {
    reasons.push(`EI: ${direct.join(", ")} identifies people directly: maximum, 1.`);
    return 1;
  }
  const indirect = categories.filter((category) => handles.has(category));
  if (indirect.length > 0) {
    reasons.push(`EI: ${indirect.join(", ")} leads to people only together with other data: limited, 0.5.`);
    return 0.5;
  }
  open.push("EI: nothing stated identifies people directly; taken as maximum, 1, until somebody judges it.");
  return 1;
}

function proposeCircumstances(facts: Partial<Facts>, reasons: string[], open: string[]): EnisaInputs["cb"] {
  const types = Array.isArray(facts.breachTypes) ? (facts.breachTypes as readonly string[]) : [];
  if (types.length === 0)
    open.push(
      "CB: no type of breach (confidentiality, integrity, availability) is stated; each counts as 0.",
    );
  const scored = (name: string, applies: boolean, value: number, why: string) => {
    if (!applies) return 0;
    reasons.push(`CB: ${name} ${value}, since ${why}.`);
    return value;
  };
  const known = facts.recipientTrusted === true && facts.exfiltrated !== true;
  const restorable = facts.backupAvailable === true;
  return {
    confidentiality: scored(
      "confidentiality",
      types.includes("confidentiality"),
      known ? 0.25 : 0.5,
      known ? "the recipients are known" : "the number of recipients is not known",
    ),
    integrity: scored(
      "integrity",
      types.includes("integrity"),
      restorable ? 0.25 : 0.5,
      restorable ? "the data can be restored" : "nobody has stated that the data can be restored",
    ),
    availability: scored(
      "availability",
      types.includes("availability"),
      facts.backupAvailable === false ? 0.5 : 0.25,
      facts.backupAvailable === false ? "there is no backup" : "the loss is temporary as far as is known",
    ),
    maliciousIntent: scored("malicious intent", facts.malicious === true, 0.5, "malice is stated"),
  };
}
