import type { Deadline, ObligationRule, Pause } from "../domain/law/rule.ts";

/** Texas: Bus. & Com. Code 521.053; the Attorney General's term since 1 September 2023 (SB 768). */

const checkedOn = "2026-11-22";
const cite = "Tex. Bus. & Com. Code 521.053";
const url = "https://statutes.capitol.texas.gov/Docs/BC/htm/BC.521.htm";

const determination = {
  kind: "earliest",
  called: "the determination that the breach occurred",
  of: [{ fact: "determinedAt" }],
  ignoring: ["discoveredAt"],
} as const satisfies Deadline["from"];

const mayWait = {
  kind: "may-wait",
  words:
    "The statute allows delay for law enforcement, and to determine the scope and restore the system; it sets no new date, so the due date stays.",
} as const satisfies Pause;

export const texasIndividuals = {
  id: "us.tx.521-053.individuals",
  regime: "us-tx",
  title: "Tell the people affected (Texas law)",
  validFrom: "2020-01-01",
  validTo: null,
  source: {
    cite,
    url,
    check: "checked",
    checkedOn,
    doubts: ["The first day of the 60-day term is recalled."],
  },
  owedBy: "person that owns or licenses the data",
  owedTo: "each individual affected, not only Texans",
  when: { kind: "count", of: { kind: "everyone" }, op: ">=", value: 1, unknown: true },
  deadlines: [{ from: determination, within: { kind: "calendar-days", days: 60 } }],
  note: "Without unreasonable delay, at most the 60th day after the determination.",
  pause: mayWait,
  content: [{ id: "description", need: "always", words: "what happened and which data is concerned" }],
  methods: [{ words: "Written notice to the last known address, or electronic notice." }],
  exceptions: ["The statute has an encryption exclusion of its own; not in this record, ask counsel"],
} as const satisfies ObligationRule;

export const texasAttorneyGeneral = {
  id: "us.tx.521-053.attorney-general",
  regime: "us-tx",
  title: "Report to the Attorney General of Texas",
  validFrom: "2023-09-01",
  validTo: null,
  source: { cite: `${cite}(i)`, url, check: "checked", checkedOn },
  owedBy: "person that owns or licenses the data",
  owedTo: "Attorney General of Texas",
  when: { kind: "count", of: { kind: "residents", state: "TX" }, op: ">=", value: 250, unknown: false },
  deadlines: [{ from: determination, within: { kind: "calendar-days", days: 30 } }],
  note: "At least 250 Texans: as soon as practicable, at most the 30th day after the determination.",
  pause: mayWait,
  content: [
    { id: "description", need: "always", words: "the breach, in detail" },
    { id: "texansAffected", need: "always", words: "how many Texans are affected" },
    { id: "texansNotified", need: "always", words: "how many Texans have been told" },
    { id: "measuresTaken", need: "always", words: "the measures taken" },
    { id: "measuresPlanned", need: "always", words: "the measures planned" },
    { id: "lawEnforcementEngaged", need: "always", words: "whether law enforcement is engaged" },
  ],
  methods: [{ words: "The Attorney General's electronic form." }],
  exceptions: [],
} as const satisfies ObligationRule;

export const texasAttorneyGeneralBefore2023 = {
  ...texasAttorneyGeneral,
  validFrom: "2020-01-01",
  validTo: "2023-08-31",
  source: {
    cite: `${cite}(i)`,
    url,
    check: "unverified",
    checkedOn,
    doubts: ["The earlier term of 60 days is recalled."],
  },
  deadlines: [{ from: determination, within: { kind: "calendar-days", days: 60 } }],
  note: "At least 250 Texans: at most the 60th day after the determination, as the statute stood.",
} as const satisfies ObligationRule;

export const texasReportingAgencies = {
  id: "us.tx.521-053.consumer-reporting-agencies",
  regime: "us-tx",
  title: "Tell the consumer reporting agencies (Texas law)",
  validFrom: "2020-01-01",
  validTo: null,
  source: { cite: `${cite}(h)`, url, check: "secondary", checkedOn },
  owedBy: "person that owns or licenses the data",
  owedTo: "nationwide consumer reporting agencies",
  when: { kind: "count", of: { kind: "everyone" }, op: ">", value: 10_000, unknown: false },
  deadlines: [{ from: determination, within: null, startUnit: "local-date" }],
  note: "More than 10,000 people: without unreasonable delay.",
  pause: mayWait,
  content: [
    { id: "noticeTiming", need: "always", words: "the timing, distribution and content of the notices" },
  ],
  methods: [{ words: "To each nationwide agency." }],
  exceptions: [],
} as const satisfies ObligationRule;
