import type { Condition, Deadline, ObligationRule, Pause } from "../domain/law/rule.ts";

/** Florida: Fla. Stat. 501.171, since 1 July 2014. */

const validFrom = "2014-07-01";
const checkedOn = "2026-11-22";
const url =
  "http://www.leg.state.fl.us/statutes/index.cfm?App_mode=Display_Statute&URL=0500-0599/0501/Sections/0501.171.html";

/** "Determination or reason to believe": until a determination is stated, discovery is the reason to believe. */
const determination = {
  kind: "first-known",
  called: "the determination of the breach or the reason to believe in it",
  of: [{ fact: "determinedAt" }, { fact: "discoveredAt" }],
} as const satisfies Deadline["from"];

const mayWait = {
  kind: "may-wait",
  words: "The statute lets law enforcement delay the notice; it sets no new date, so the due date stays.",
} as const satisfies Pause;

const harmLikely = {
  kind: "named",
  met: "Nobody has found, after consulting law enforcement, that harm is unlikely.",
  unmet:
    "After consulting law enforcement harm was found unlikely: put it in writing, keep it five years, and send it to the Department within 30 days.",
  is: { kind: "not", is: { kind: "flag", fact: "harmUnlikely", is: true } },
} as const satisfies Condition;

export const floridaIndividuals = {
  id: "us.fl.501-171.individuals",
  regime: "us-fl",
  title: "Tell the Floridians affected",
  validFrom,
  validTo: null,
  source: { cite: "Fla. Stat. 501.171(4)", url, check: "secondary", checkedOn },
  owedBy: "covered entity",
  owedTo: "each individual in Florida affected",
  when: {
    kind: "all",
    of: [
      harmLikely,
      { kind: "count", of: { kind: "residents", state: "FL" }, op: ">=", value: 1, unknown: true },
    ],
  },
  deadlines: [{ from: determination, within: { kind: "calendar-days", days: 30 } }],
  note: "As expeditiously as practicable, at most 30 days; 15 more only for good cause given to the Department in writing within the 30.",
  pause: mayWait,
  content: [
    { id: "dates", need: "always", words: "the date or dates of the breach" },
    { id: "dataDescription", need: "always", words: "which personal information" },
    { id: "entityContact", need: "always", words: "how to reach the entity" },
  ],
  methods: [{ words: "Written notice to the mailing address, or e-mail." }],
  exceptions: [
    "No harm is likely: found after consulting law enforcement, in writing, kept five years, sent to the Department within 30 days",
    "Notice under the rules of a federal regulator can count if a copy reaches the Department",
    "Third-party agents tell the entity within 10 days",
    "The statute has an encryption exclusion of its own; not in this record, ask counsel",
  ],
} as const satisfies ObligationRule;

export const floridaDepartment = {
  id: "us.fl.501-171.department",
  regime: "us-fl",
  title: "Report to the Florida Department of Legal Affairs",
  validFrom,
  validTo: null,
  source: {
    cite: "Fla. Stat. 501.171(3)",
    url,
    check: "secondary",
    checkedOn,
    doubts: ["Some summaries print more than 500; the statute says 500 or more."],
  },
  owedBy: "covered entity",
  owedTo: "Department of Legal Affairs",
  when: { kind: "count", of: { kind: "residents", state: "FL" }, op: ">=", value: 500, unknown: false },
  deadlines: [{ from: determination, within: { kind: "calendar-days", days: 30 } }],
  note: "500 or more individuals in Florida: at most 30 days after the determination.",
  content: [
    { id: "description", need: "always", words: "a synopsis of the events" },
    { id: "floridiansAffected", need: "always", words: "how many people in Florida" },
    { id: "servicesOffered", need: "where-appropriate", words: "services offered free of charge" },
    { id: "noticeCopy", need: "always", words: "a copy of the notice" },
    { id: "entityContact", need: "always", words: "who can say more" },
  ],
  methods: [{ words: "In writing, on the Department's form." }],
  exceptions: [],
} as const satisfies ObligationRule;

export const floridaReportingAgencies = {
  id: "us.fl.501-171.consumer-reporting-agencies",
  regime: "us-fl",
  title: "Tell the consumer reporting agencies (Florida law)",
  validFrom,
  validTo: null,
  source: { cite: "Fla. Stat. 501.171(5)", url, check: "secondary", checkedOn },
  owedBy: "covered entity",
  owedTo: "nationwide consumer reporting agencies",
  when: {
    kind: "all",
    of: [
      harmLikely,
      { kind: "count", of: { kind: "residents", state: "FL" }, op: ">", value: 1000, unknown: false },
    ],
  },
  deadlines: [{ from: determination, within: null, startUnit: "local-date" }],
  note: "More than 1,000 individuals: without unreasonable delay.",
  content: [
    { id: "noticeTiming", need: "always", words: "the timing, distribution and content of the notices" },
  ],
  methods: [{ words: "To each nationwide agency." }],
  exceptions: [],
} as const satisfies ObligationRule;
