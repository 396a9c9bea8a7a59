import type { Condition, Deadline, ObligationRule, Pause } from "../domain/law/rule.ts";

/** Washington: RCW 19.255.010, since 1 March 2020. */

const validFrom = "2020-03-01";
const source = {
  cite: "RCW 19.255.010",
  url: "https://app.leg.wa.gov/RCW/default.aspx?cite=19.255.010",
  check: "checked",
  checkedOn: "2026-11-22",
  doubts: [
    "That HIPAA covered entities comply by following HIPAA for health information (RCW 19.255.030) is recalled.",
  ],
} as const;

const thirtyDays = {
  from: {
    kind: "earliest",
    called: "discovery",
    of: [{ fact: "discoveredAt" }, { fact: "shouldHaveKnownAt" }],
  },
  within: { kind: "calendar-days", days: 30 },
} as const satisfies Deadline;

const mayWait = {
  kind: "may-wait",
  words:
    "The statute allows delay for law enforcement contacted after discovery, and to determine the scope and restore integrity; it sets no new date, so the due date stays.",
} as const satisfies Pause;

const harmLikely = {
  kind: "named",
  met: "Nobody has found that the breach is not reasonably likely to put consumers at risk of harm.",
  unmet: "The breach was found not reasonably likely to put consumers at risk of harm.",
  is: { kind: "not", is: { kind: "flag", fact: "harmUnlikely", is: true } },
} as const satisfies Condition;

const exceptions = [
  "Not reasonably likely to subject consumers to a risk of harm",
  "HIPAA covered entities may comply by following HIPAA for health information; the Attorney General is then told on its timetable",
  "The statute has an encryption exclusion of its own; not in this record, ask counsel",
] as const;

export const washingtonIndividuals = {
  id: "us.wa.19-255-010.individuals",
  regime: "us-wa",
  title: "Tell the Washingtonians affected",
  validFrom,
  validTo: null,
  source,
  owedBy: "person or business that owns or licenses the data",
  owedTo: "each resident of Washington affected",
  when: {
    kind: "all",
    of: [
      harmLikely,
      { kind: "count", of: { kind: "residents", state: "WA" }, op: ">=", value: 1, unknown: true },
    ],
  },
  deadlines: [thirtyDays],
  note: "At most 30 calendar days after discovery.",
  pause: mayWait,
  content: [
    { id: "entityContact", need: "always", words: "who notifies and how to reach them" },
    { id: "dataTypes", need: "always", words: "the types of personal information" },
    { id: "exposureTimeFrame", need: "if-known", words: "from when to when it was exposed" },
    { id: "creditBureauContacts", need: "where-appropriate", words: "how to reach the credit bureaus" },
  ],
  methods: [{ words: "Written or electronic notice in plain language." }],
  exceptions,
} as const satisfies ObligationRule;

export const washingtonAttorneyGeneral = {
  id: "us.wa.19-255-010.attorney-general",
  regime: "us-wa",
  title: "Report to the Attorney General of Washington",
  validFrom,
  validTo: null,
  source,
  owedBy: "person or business that owns or licenses the data",
  owedTo: "Attorney General of Washington",
  when: {
    kind: "all",
    of: [
      harmLikely,
      { kind: "count", of: { kind: "residents", state: "WA" }, op: ">", value: 500, unknown: false },
    ],
  },
  deadlines: [thirtyDays],
  note: "More than 500 Washingtonians: the same 30 days.",
  pause: mayWait,
  content: [
    { id: "residentsAffected", need: "always", words: "how many Washingtonians, an estimate if need be" },
    { id: "dataTypes", need: "always", words: "the types of personal information" },
    { id: "exposureTimeFrame", need: "if-known", words: "from when to when it was exposed" },
    { id: "measuresTaken", need: "always", words: "what was done to contain the breach" },
    { id: "noticeCopy", need: "always", words: "a sample copy of the notice" },
  ],
  methods: [{ words: "The Attorney General's form; updated as more becomes known." }],
  exceptions,
} as const satisfies ObligationRule;
