import type { Condition, Deadline, ObligationRule, Pause } from "../domain/law/rule.ts";

/** New York: Gen. Bus. Law 899-aa, with the 30 days in force since 21 December 2024. */

const checkedOn = "2026-11-22";
const url = "https://www.nysenate.gov/legislation/laws/GBS/899-AA";

const anyNewYorker = {
  kind: "count",
  of: { kind: "residents", state: "NY" },
  op: ">=",
  value: 1,
  unknown: true,
} as const satisfies Condition;

const discovery = {
  kind: "earliest",
  called: "discovery",
  of: [{ fact: "discoveredAt" }, { fact: "shouldHaveKnownAt" }],
} as const satisfies Deadline["from"];

const residentsNotified = {
  kind: "notified",
  called: "the notice to the residents",
  obligations: ["us.ny.899-aa.individuals"],
} as const satisfies Deadline["from"];

const mayWait = {
  kind: "may-wait",
  words:
    "Only needs of law enforcement delay this notice, and the statute sets no new date, so the due date stays. Scope and restoration no longer delay it.",
} as const satisfies Pause;

const content = [
  { id: "entityContact", need: "always", words: "how to reach the business" },
  {
    id: "agencyContacts",
    need: "always",
    words: "the agencies that inform about breaches and identity theft",
  },
  { id: "dataDescription", need: "always", words: "which information was or may have been acquired" },
] as const;

export const newYorkIndividuals = {
  id: "us.ny.899-aa.individuals",
  regime: "us-ny",
  title: "Tell the New Yorkers affected",
  validFrom: "2024-12-21",
  validTo: null,
  source: { cite: "N.Y. Gen. Bus. Law 899-aa(2)", url, check: "checked", checkedOn },
  owedBy: "person or business that owns or licenses the data",
  owedTo: "each resident of New York affected",
  when: anyNewYorker,
  deadlines: [{ from: discovery, within: { kind: "calendar-days", days: 30 } }],
  note: "In the most expedient time possible, within 30 days after discovery.",
  pause: mayWait,
  content,
  methods: [{ words: "Written, electronic with consent, or telephone notice." }],
  exceptions: [
    "Inadvertent disclosure unlikely to harm: a written determination kept five years; over 500 residents, to the Attorney General within 10 days",
    "Those who hold data for others have the same 30 days to tell the owner",
    "The statute has an encryption exclusion of its own; not in this record, ask counsel",
  ],
} as const satisfies ObligationRule;

export const newYorkIndividualsBefore2024 = {
  ...newYorkIndividuals,
  validFrom: "2005-12-07",
  validTo: "2024-12-20",
  source: {
    cite: "N.Y. Gen. Bus. Law 899-aa(2)",
    url,
    check: "secondary",
    checkedOn,
    doubts: ["The first day of the original statute is recalled."],
  },
  deadlines: [{ from: discovery, within: null, startUnit: "local-date" }],
  note: "In the most expedient time possible; before 21 December 2024 the statute had no number.",
} as const satisfies ObligationRule;

export const newYorkStateAgencies = {
  id: "us.ny.899-aa.state-agencies",
  regime: "us-ny",
  title: "Tell the agencies of New York State",
  validFrom: "2005-12-07",
  validTo: null,
  source: {
    cite: "N.Y. Gen. Bus. Law 899-aa(8)(a)",
    url,
    check: "secondary",
    checkedOn,
    doubts: ["The first day of the original statute is recalled."],
  },
  owedBy: "person or business that notifies residents",
  owedTo:
    "Attorney General, Department of State and State Police; covered entities of the Department of Financial Services tell it too",
  when: anyNewYorker,
  deadlines: [{ from: residentsNotified, within: null, startUnit: "local-date" }],
  note: "When any New Yorker is notified, without delaying the residents; no number in the law.",
  content: [
    { id: "noticeTiming", need: "always", words: "the timing, content and distribution of the notices" },
    { id: "residentsAffected", need: "always", words: "about how many people" },
    { id: "noticeCopy", need: "always", words: "a copy of the notice" },
  ],
  methods: [{ words: "The Attorney General's portal, which serves the other agencies too." }],
  exceptions: [],
} as const satisfies ObligationRule;

export const newYorkReportingAgencies = {
  id: "us.ny.899-aa.consumer-reporting-agencies",
  regime: "us-ny",
  title: "Tell the consumer reporting agencies (New York law)",
  validFrom: "2005-12-07",
  validTo: null,
  source: {
    cite: "N.Y. Gen. Bus. Law 899-aa(8)(b)",
    url,
    check: "secondary",
    checkedOn,
    doubts: ["The first day of the original statute is recalled."],
  },
  owedBy: "person or business that notifies residents",
  owedTo: "consumer reporting agencies",
  when: { kind: "count", of: { kind: "residents", state: "NY" }, op: ">", value: 5000, unknown: false },
  deadlines: [{ from: residentsNotified, within: null, startUnit: "local-date" }],
  note: "More than 5,000 New Yorkers, without delaying the residents; no number in the law.",
  content: [
    { id: "noticeTiming", need: "always", words: "the timing, content and distribution of the notices" },
    { id: "residentsAffected", need: "always", words: "about how many people" },
  ],
  methods: [{ words: "To each agency." }],
  exceptions: [],
} as const satisfies ObligationRule;

export const newYorkHipaaCopy = {
  id: "us.ny.899-aa.hipaa-copy-to-attorney-general",
  regime: "us-ny",
  title: "Copy the report to HHS to the Attorney General of New York",
  validFrom: "2019-10-23",
  validTo: null,
  source: {
    cite: "N.Y. Gen. Bus. Law 899-aa(9)",
    url,
    check: "checked",
    checkedOn,
    doubts: [
      "The first day of this subdivision is recalled.",
      "Which holidays are not business days was not found; without a list only weekends are left out.",
    ],
  },
  owedBy: "HIPAA covered entity",
  owedTo: "Attorney General of New York",
  when: {
    kind: "any",
    of: [
      { kind: "notified", obligation: "hipaa.hhs.500plus" },
      { kind: "notified", obligation: "hipaa.hhs.annual-log" },
      {
        kind: "named",
        met: "As a HIPAA covered entity it will report this breach to HHS.",
        unmet: "No report to HHS is made or to be made.",
        is: {
          kind: "all",
          of: [
            { kind: "role", regime: "hipaa", in: ["covered-entity"], unstated: false },
            {
              kind: "not",
              is: {
                kind: "any",
                of: [
                  {
                    kind: "all",
                    of: [
                      { kind: "flag", fact: "encrypted", is: true },
                      { kind: "flag", fact: "encryptionMeetsGuidance", is: true },
                      { kind: "not", is: { kind: "flag", fact: "keyCompromised", is: true } },
                    ],
                  },
                  {
                    kind: "choice",
                    fact: "hipaaExclusion",
                    in: ["unintentional-workforce", "inadvertent-internal", "not-retained"],
                  },
                  { kind: "choice", fact: "fourFactorResult", in: ["low-probability"] },
                ],
              },
            },
          ],
        },
      },
    ],
  },
  deadlines: [
    {
      from: {
        kind: "notified",
        called: "the report to HHS",
        obligations: ["hipaa.hhs.500plus", "hipaa.hhs.annual-log"],
      },
      within: {
        kind: "business-days",
        days: 5,
        holidays: { facts: ["publicHolidays", "federalHolidays"], otherwise: [] },
      },
    },
  ],
  note: "Within five business days of reporting to HHS.",
  content: [{ id: "copyOfHhsReport", need: "always", words: "the report as HHS received it" }],
  methods: [{ words: "The Attorney General's portal." }],
  exceptions: [],
} as const satisfies ObligationRule;
