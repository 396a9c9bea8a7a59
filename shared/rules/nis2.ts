import type { Condition, Deadline, ObligationRule } from "../domain/law/rule.ts";

/**
 * European Union: Directive (EU) 2022/2555, article 23. A directive: the national act binds, and some differ. What was
 * read of them stands here as remarks by country, never as a later deadline.
 */

const validFrom = "2024-10-18";
const checkedOn = "2026-11-22";
const source = {
  cite: "Directive (EU) 2022/2555, art. 23",
  url: "https://eur-lex.europa.eu/eli/dir/2022/2555/oj",
  check: "checked",
  checkedOn,
  doubts: ["National acts bind and differ; what is said of them was read in a register of September 2026."],
} as const;

const significantForAnEntity = {
  kind: "all",
  of: [
    {
      kind: "role",
      regime: "nis2",
      in: ["essential-entity", "important-entity", "trust-service-provider"],
      unstated: true,
    },
    {
      kind: "named",
      met: "The incident is taken as significant; nobody has stated otherwise.",
      unmet: "The incident is stated not to be significant.",
      is: { kind: "not", is: { kind: "flag", fact: "significantIncident", is: false } },
    },
  ],
} as const satisfies Condition;

const awareness = {
  kind: "earliest",
  called: "awareness of the significant incident",
  of: [{ fact: "awareAt" }],
} as const satisfies Deadline["from"];

const detectionCountries = {
  when: { kind: "choice", fact: "establishment.euMainEstablishment", in: ["FI", "SK", "SI"] },
  words: "The national act of this country counts from detection, not from awareness: look there first.",
} as const;

const hoursByDecree = {
  when: { kind: "choice", fact: "establishment.euMainEstablishment", in: ["HR", "HU"] },
  words: "In this country a decree sets the hours: look there first.",
} as const;

const otherRegimes = {
  when: { kind: "choice", fact: "establishment.euMainEstablishment", in: ["NO", "IS"] },
  words: "This country runs another regime: look there first.",
} as const;

export const nis2EarlyWarning = {
  id: "nis2.art23.early-warning",
  regime: "nis2",
  title: "Give the early warning",
  validFrom,
  validTo: null,
  source,
  owedBy: "essential or important entity",
  owedTo: "CSIRT or competent authority",
  when: significantForAnEntity,
  deadlines: [
    {
      from: awareness,
      within: { kind: "elapsed-hours", hours: 24 },
      arguable: { kind: "exclude-clock-hour" },
    },
  ],
  note: "Within 24 hours of becoming aware of the significant incident.",
  content: [
    { id: "suspectedMalicious", need: "where-appropriate", words: "whether it is suspected to be malicious" },
    { id: "crossBorderImpact", need: "where-appropriate", words: "whether it could reach across borders" },
  ],
  methods: [{ words: "The portal or form of the CSIRT or authority." }],
  exceptions: [],
  remarks: [detectionCountries, hoursByDecree, otherRegimes],
} as const satisfies ObligationRule;

export const nis2IncidentNotification = {
  id: "nis2.art23.incident-notification",
  regime: "nis2",
  title: "Notify the incident",
  validFrom,
  validTo: null,
  source,
  owedBy: "essential or important entity",
  owedTo: "CSIRT or competent authority",
  when: significantForAnEntity,
  deadlines: [
    {
      when: { kind: "role", regime: "nis2", in: ["trust-service-provider"], unstated: false },
      from: awareness,
      within: { kind: "elapsed-hours", hours: 24 },
      arguable: { kind: "exclude-clock-hour" },
    },
    {
      from: awareness,
      within: { kind: "elapsed-hours", hours: 72 },
      arguable: { kind: "exclude-clock-hour" },
    },
  ],
  note: "Within 72 hours of becoming aware; providers of trust services have 24.",
  content: [
    { id: "initialAssessment", need: "always", words: "a first assessment" },
    { id: "severity", need: "always", words: "how severe it is" },
    { id: "impact", need: "always", words: "its impact" },
    { id: "indicatorsOfCompromise", need: "where-possible", words: "indicators of compromise" },
  ],
  methods: [{ words: "The portal or form of the CSIRT or authority; an intermediate report when asked." }],
  exceptions: [],
  remarks: [
    detectionCountries,
    hoursByDecree,
    otherRegimes,
    {
      when: { kind: "choice", fact: "establishment.euMainEstablishment", in: ["IT"] },
      words: "Italy's authority counts the 72 hours from the early warning.",
    },
    { words: "Recipients of the service are told without undue delay where that is appropriate." },
  ],
} as const satisfies ObligationRule;

export const nis2FinalReport = {
  id: "nis2.art23.final-report",
  regime: "nis2",
  title: "Send the final report",
  validFrom,
  validTo: null,
  source,
  owedBy: "essential or important entity",
  owedTo: "CSIRT or competent authority",
  when: significantForAnEntity,
  deadlines: [
    {
      from: {
        kind: "notified",
        called: "the incident notification",
        obligations: ["nis2.art23.incident-notification"],
      },
      within: { kind: "months", months: 1 },
      arguable: {
        kind: "roll-to-working-day",
        holidays: { facts: ["publicHolidays"], otherwise: [] },
      },
    },
  ],
  note: "One month after the incident notification was submitted.",
  content: [
    { id: "detailedDescription", need: "always", words: "a detailed description" },
    { id: "rootCause", need: "always", words: "the root cause" },
    { id: "mitigation", need: "always", words: "the measures applied and under way" },
    { id: "crossBorderImpact", need: "where-appropriate", words: "the impact across borders" },
  ],
  methods: [{ words: "The portal or form of the CSIRT or authority." }],
  exceptions: [],
  remarks: [
    otherRegimes,
    {
      when: { kind: "choice", fact: "establishment.euMainEstablishment", in: ["HR"] },
      words: "Croatia gives 30 days for the final report.",
    },
    {
      words:
        "If the incident is still running then, a progress report takes its place and the final report follows within a month of handling it.",
    },
  ],
} as const satisfies ObligationRule;
