/** `factWords`: the facts that pages show, in their order, with their labels and what depends on them. */
import { dataCategories } from "../../shared/contracts/stated-facts.ts";
import type { FactValue } from "../../shared/contracts/views.ts";
import type { Facts } from "../../shared/domain/law/facts.ts";
import { formatList } from "./words.ts";

export interface FactWords {
  readonly name: string;
  readonly label: string;
  readonly say: (value: unknown) => FactValue;
  /** What depends on it, for each family of rules that looks at it. */
  readonly matters?: Readonly<Record<string, string>>;
  /** Whether it is worth naming while nobody knows it. Left out: always. */
  readonly missed?: (facts: Facts) => boolean;
}

const text = (value: string): FactValue => ({ kind: "text", text: value });
const number = (value: unknown): string =>
  typeof value === "number" ? value.toLocaleString("en-US") : String(value);
const people = (value: unknown): FactValue => text(`${number(value)} ${value === 1 ? "person" : "people"}`);
const yesNo = (value: unknown): FactValue => text(value === true ? "Yes" : "No");
const words =
  (of: Readonly<Record<string, string>>) =>
  (value: unknown): FactValue =>
    text(of[String(value)] ?? String(value));

function instant(value: unknown): FactValue {
  const ms = Date.parse(String(value));
  return Number.isNaN(ms) ? text(String(value)) : { kind: "instant", at: new Date(ms).toISOString() };
}

function byPlace(value: unknown): FactValue {
  const counts = Object.entries((value ?? {}) as Record<string, number>);
  return text(counts.map(([place, count]) => `${place} ${number(count)}`).join(", "));
}

function pairs(value: unknown): FactValue {
  if (typeof value !== "object" || value === null) return text(String(value));
  const said = Object.entries(value).map(
    ([key, each]) => `${key}: ${typeof each === "string" ? each : JSON.stringify(each)}`,
  );
  return text(said.join(", "));
}

const never = (): boolean => false;
const ifEncrypted = ({ encrypted }: Facts): boolean => encrypted === true;

const regimeNames: Readonly<Record<string, string>> = {
  hipaa: "HIPAA",
  gdpr: "GDPR",
  "uk-gdpr": "UK GDPR",
  "ftc-hbnr": "FTC Health Breach Notification Rule",
  nis2: "NIS2",
  sec: "SEC Form 8-K",
  nydfs: "NYDFS Part 500",
};

export const factWords: readonly FactWords[] = [
  {
    name: "regimes",
    label: "Laws that are looked at",
    say: (value) =>
      text(
        formatList(
          (Array.isArray(value) ? value : []).map((each) => regimeNames[String(each)] ?? String(each)),
        ),
      ),
  },
  { name: "role", label: "Role of the entity", say: pairs, missed: never },
  {
    name: "discoveredAt",
    label: "Discovered",
    say: instant,
    matters: { hipaa: "Starts the HIPAA clocks." },
  },
  {
    name: "awareAt",
    label: "Aware",
    say: instant,
    matters: { gdpr: "Starts the 72 hours of the GDPR.", "uk-gdpr": "Starts the 72 hours of the UK GDPR." },
  },
  {
    name: "occurredAt",
    label: "Happened",
    say: instant,
    matters: { hipaa: "The letters say when it happened." },
  },
  { name: "shouldHaveKnownAt", label: "Should have been known", say: instant, missed: never },
  {
    name: "determinedAt",
    label: "Determined",
    say: instant,
    matters: { sec: "Starts the four business days." },
  },
  { name: "extortionPaymentAt", label: "Extortion payment made", say: instant, missed: never },
  {
    name: "affectedTotal",
    label: "People affected",
    say: people,
    matters: {
      hipaa: "500 or more: HHS is told now instead of once a year.",
      gdpr: "The supervisory authority asks for the number.",
    },
  },
  {
    name: "affectedByState",
    label: "By US state",
    say: byPlace,
    matters: { hipaa: "More than 500 in one state: the media there are told." },
  },
  {
    name: "affectedByCountry",
    label: "By country in Europe",
    say: byPlace,
    matters: { gdpr: "Decides which supervisory authorities are told." },
  },
  {
    name: "dataCategories",
    label: "Kinds of data",
    say: (value) =>
      text(
        formatList(
          (Array.isArray(value) ? value : []).map(
            (each) => (dataCategories as Record<string, string>)[String(each)] ?? String(each),
          ),
        ),
      ),
    matters: { hipaa: "The letters name these kinds.", gdpr: "The notices name these kinds." },
  },
  {
    name: "encrypted",
    label: "Encrypted",
    say: yesNo,
    matters: { hipaa: "Encrypted by a recognised method, key safe: nothing is owed under HIPAA." },
  },
  {
    name: "encryptionMeetsGuidance",
    label: "Encrypted by a method that HHS accepts",
    say: yesNo,
    missed: ifEncrypted,
  },
  {
    name: "encryptionStateOfTheArt",
    label: "Encryption is state of the art",
    say: yesNo,
    missed: ifEncrypted,
  },
  { name: "keyCompromised", label: "Key taken too", say: yesNo, missed: ifEncrypted },
  {
    name: "fourFactorResult",
    label: "Result of the four factors",
    say: words({
      "low-probability": "Low probability of compromise",
      "not-low": "Not low",
      "not-performed": "Not assessed yet",
    }),
    matters: { hipaa: "While it is not shown to be low, the law presumes a breach." },
  },
  {
    name: "fourFactors",
    label: "The four factors",
    say: pairs,
    missed: never,
  },
  { name: "hipaaExclusion", label: "Exclusion of 45 CFR 164.402(1)", say: words({}), missed: never },
  {
    name: "riskLevel",
    label: "Risk to the people",
    say: words({ unlikely: "Unlikely", risk: "A risk", high: "A high risk" }),
    matters: {
      gdpr: "Unlikely: nobody is told. High: the people are told too.",
      "uk-gdpr": "Unlikely: nobody is told. High: the people are told too.",
    },
  },
  {
    name: "art34Exception",
    label: "Exception from telling the people",
    say: words({}),
    missed: ({ riskLevel }) => riskLevel === "high",
  },
  {
    name: "contactInfoInsufficientFor",
    label: "People without a usable address",
    say: people,
    missed: never,
  },
  { name: "imminentMisuse", label: "Misuse may be imminent", say: yesNo, missed: never },
  {
    name: "initialNotificationIncomplete",
    label: "First notification was incomplete",
    say: yesNo,
    missed: never,
  },
  { name: "harmUnlikely", label: "Harm found not reasonably likely", say: yesNo, missed: never },
  { name: "significantIncident", label: "Significant incident", say: yesNo, missed: never },
  { name: "businessAssociate", label: "Business associate", say: pairs, missed: never },
  { name: "processor", label: "Processor", say: pairs, missed: never },
  { name: "establishment", label: "Establishment", say: pairs, missed: never },
  {
    name: "lawEnforcementHolds",
    label: "Requests of law enforcement to wait",
    say: (value) => text(`${Array.isArray(value) ? value.length : 0}`),
    missed: never,
  },
];
