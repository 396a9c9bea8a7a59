import type { Condition, ContentElement, Deadline, ObligationRule, Pause } from "../domain/law/rule.ts";

/** Colorado: C.R.S. 6-1-716, since 1 September 2018. */

const validFrom = "2018-09-01";
const source = {
  cite: "C.R.S. 6-1-716",
  url: "https://coag.gov/resources/data-protection-laws/",
  check: "secondary",
  checkedOn: "2026-11-22",
} as const;

/** Sufficient evidence to conclude that a breach took place. */
const determination = {
  kind: "earliest",
  called: "the determination that a breach took place",
  of: [{ fact: "determinedAt" }],
  ignoring: ["discoveredAt"],
} as const satisfies Deadline["from"];

const thirtyDays = {
  from: determination,
  within: { kind: "calendar-days", days: 30 },
} as const satisfies Deadline;

const mayWait = {
  kind: "may-wait",
  words:
    "The statute allows delay for law enforcement, and to determine the scope and restore integrity; it sets no new date, so the due date stays.",
} as const satisfies Pause;

const misuseLikely = {
  kind: "named",
  met: "Nobody has found that misuse has not occurred and is not reasonably likely.",
  unmet: "Misuse was found not to have occurred and not to be reasonably likely.",
  is: { kind: "not", is: { kind: "flag", fact: "harmUnlikely", is: true } },
} as const satisfies Condition;

const exceptions = [
  "Misuse has not occurred and is not reasonably likely to occur",
  "The statute has an encryption exclusion of its own; not in this record, ask counsel",
] as const;

const content = [
  { id: "date", need: "always", words: "the date of the breach, or about when" },
  { id: "dataDescription", need: "always", words: "which personal information" },
  { id: "entityContact", need: "always", words: "how to reach the entity" },
  { id: "creditBureauContacts", need: "always", words: "how to reach the credit bureaus" },
  { id: "ftcContact", need: "always", words: "how to reach the Federal Trade Commission" },
  {
    id: "fraudAlertStatement",
    need: "always",
    words: "that both inform about fraud alerts and security freezes",
  },
] as const satisfies readonly ContentElement[];

export const coloradoIndividuals = {
  id: "us.co.6-1-716.individuals",
  regime: "us-co",
  title: "Tell the Coloradans affected",
  validFrom,
  validTo: null,
  source,
  owedBy: "covered entity",
  owedTo: "each resident of Colorado affected",
  when: {
    kind: "all",
    of: [
      misuseLikely,
      { kind: "count", of: { kind: "residents", state: "CO" }, op: ">=", value: 1, unknown: true },
    ],
  },
  deadlines: [thirtyDays],
  note: "At most 30 days after the date of determination.",
  pause: mayWait,
  content,
  methods: [{ words: "Written, telephone or electronic notice." }],
  exceptions,
} as const satisfies ObligationRule;

export const coloradoAttorneyGeneral = {
  id: "us.co.6-1-716.attorney-general",
  regime: "us-co",
  title: "Report to the Attorney General of Colorado",
  validFrom,
  validTo: null,
  source,
  owedBy: "covered entity",
  owedTo: "Attorney General of Colorado",
  when: {
    kind: "all",
    of: [
      misuseLikely,
      { kind: "count", of: { kind: "residents", state: "CO" }, op: ">=", value: 500, unknown: false },
    ],
  },
  deadlines: [thirtyDays],
  note: "500 or more Coloradans: the same 30 days.",
  pause: mayWait,
  content: [{ id: "description", need: "always", words: "the breach and whom it reached" }],
  methods: [{ words: "The Attorney General's form." }],
  exceptions,
} as const satisfies ObligationRule;

export const coloradoReportingAgencies = {
  id: "us.co.6-1-716.consumer-reporting-agencies",
  regime: "us-co",
  title: "Tell the consumer reporting agencies (Colorado law)",
  validFrom,
  validTo: null,
  source,
  owedBy: "covered entity",
  owedTo: "nationwide consumer reporting agencies",
  when: {
    kind: "all",
    of: [
      misuseLikely,
      { kind: "count", of: { kind: "residents", state: "CO" }, op: ">", value: 1000, unknown: false },
    ],
  },
  deadlines: [{ from: determination, within: null, startUnit: "local-date" }],
  note: "More than 1,000 Coloradans; no number in the record.",
  pause: mayWait,
  content: [
    { id: "noticeTiming", need: "always", words: "the date of the notices and about how many people" },
  ],
  methods: [{ words: "To each nationwide agency." }],
  exceptions,
} as const satisfies ObligationRule;
