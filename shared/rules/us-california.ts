import type { Condition, Deadline, ObligationRule, Pause } from "../domain/law/rule.ts";

/** California: Civ. Code 1798.82 (as amended by SB 446 from 2026) and Health & Safety Code 1280.15. */

const checkedOn = "2026-11-22";
const civilCode = {
  cite: "Cal. Civ. Code 1798.82",
  url: "https://leginfo.legislature.ca.gov/faces/codes_displaySection.xhtml?lawCode=CIV&sectionNum=1798.82",
  check: "secondary",
  checkedOn,
} as const;
const healthCode = {
  cite: "Cal. Health & Safety Code 1280.15(b)-(c)",
  url: "https://leginfo.legislature.ca.gov/faces/codes_displaySection.xhtml?lawCode=HSC&sectionNum=1280.15",
  check: "secondary",
  checkedOn,
  doubts: ["Which holidays are not business days was not found; without a list only weekends are left out."],
} as const;

/** The statute protects data that was not encrypted, or whose key went with it. */
const readableData = {
  kind: "named",
  met: "The data was not encrypted, or its key is compromised.",
  unmet: "The data was encrypted and its key is safe.",
  is: {
    kind: "not",
    is: {
      kind: "all",
      of: [
        { kind: "flag", fact: "encrypted", is: true },
        { kind: "not", is: { kind: "flag", fact: "keyCompromised", is: true } },
      ],
    },
  },
} as const satisfies Condition;

const discovery = {
  kind: "earliest",
  called: "discovery or notification of the breach",
  of: [
    { fact: "discoveredAt" },
    { fact: "shouldHaveKnownAt" },
    { fact: "businessAssociate.notifiedCoveredEntityAt" },
    { fact: "processor.notifiedControllerAt" },
  ],
} as const satisfies Deadline["from"];

const mayWait = {
  kind: "may-wait",
  words:
    "The statute allows delay for law enforcement, and to determine the scope and restore integrity; it sets no new date, so the due date stays.",
} as const satisfies Pause;

export const californiaIndividuals = {
  id: "us.ca.civ1798-82.individuals",
  regime: "us-ca",
  title: "Tell the Californians affected",
  validFrom: "2026-01-01",
  validTo: null,
  source: {
    ...civilCode,
    doubts: ["Twelve months of identity theft services, and the standing of HIPAA entities, are recalled."],
  },
  owedBy: "business that owns or licenses the data",
  owedTo: "each Californian resident affected",
  when: {
    kind: "all",
    of: [
      readableData,
      { kind: "count", of: { kind: "residents", state: "CA" }, op: ">=", value: 1, unknown: true },
    ],
  },
  deadlines: [{ from: discovery, within: { kind: "calendar-days", days: 30 } }],
  note: "Within 30 calendar days of discovery or notification (since 2026).",
  pause: mayWait,
  content: [
    { id: "entityContact", need: "always", words: "who notifies and how to reach them" },
    { id: "dataTypes", need: "always", words: "the types of data" },
    { id: "breachDate", need: "if-known", words: "when the breach happened" },
    { id: "noticeDate", need: "always", words: "the date of the notice" },
    { id: "lawEnforcementDelay", need: "where-appropriate", words: "whether law enforcement delayed it" },
    { id: "description", need: "always", words: "a description of the breach" },
    { id: "creditBureauContacts", need: "where-appropriate", words: "how to reach the credit bureaus" },
    { id: "identityTheftService", need: "where-appropriate", words: "identity theft services for 12 months" },
  ],
  methods: [
    {
      words:
        "In writing under the headings What Happened, What Information Was Involved, What We Are Doing, What You Can Do, For More Information.",
    },
  ],
  exceptions: [
    "Encrypted data with a safe key",
    "A business that only maintains the data tells its owner, at once after discovery",
    "HIPAA covered entities: the content of the federal notice is enough; nothing else changes",
  ],
} as const satisfies ObligationRule;

export const californiaIndividualsBefore2026 = {
  ...californiaIndividuals,
  validFrom: "2003-07-01",
  validTo: "2025-12-31",
  deadlines: [{ from: discovery, within: null, startUnit: "local-date" }],
  note: "In the most expedient time possible; before 2026 the statute had no number.",
} as const satisfies ObligationRule;

const moreThanFiveHundred = {
  kind: "all",
  of: [
    readableData,
    { kind: "count", of: { kind: "residents", state: "CA" }, op: ">", value: 500, unknown: false },
  ],
} as const satisfies Condition;

const consumersNotified = {
  kind: "notified",
  called: "the notice to the residents",
  obligations: ["us.ca.civ1798-82.individuals"],
} as const satisfies Deadline["from"];

export const californiaAttorneyGeneral = {
  id: "us.ca.civ1798-82.attorney-general",
  regime: "us-ca",
  title: "Send the Attorney General of California a sample",
  validFrom: "2026-01-01",
  validTo: null,
  source: civilCode,
  owedBy: "business that owns or licenses the data",
  owedTo: "Attorney General of California",
  when: moreThanFiveHundred,
  deadlines: [{ from: consumersNotified, within: { kind: "calendar-days", days: 15 } }],
  note: "More than 500 Californians: a sample copy within 15 calendar days of notifying the residents.",
  content: [
    { id: "sampleCopy", need: "always", words: "one sample copy of the notice, without personal data" },
  ],
  methods: [{ words: "Electronically, on the Attorney General's form." }],
  exceptions: ["Encrypted data with a safe key"],
} as const satisfies ObligationRule;

export const californiaAttorneyGeneralBefore2026 = {
  ...californiaAttorneyGeneral,
  validFrom: "2012-01-01",
  validTo: "2025-12-31",
  deadlines: [{ from: consumersNotified, within: null, startUnit: "local-date" }],
  note: "More than 500 Californians: a sample copy; before 2026 the statute had no number.",
} as const satisfies ObligationRule;

const patientAffected = {
  kind: "all",
  of: [
    { kind: "count", of: { kind: "everyone" }, op: ">=", value: 1, unknown: true },
    {
      kind: "named",
      met: "It is not an internal message misdirected within the same system.",
      unmet: "Internal messages misdirected within the same system are not counted.",
      is: { kind: "not", is: { kind: "choice", fact: "hipaaExclusion", in: ["inadvertent-internal"] } },
    },
  ],
} as const satisfies Condition;

const fifteenBusinessDays = {
  kind: "business-days",
  days: 15,
  holidays: { facts: ["publicHolidays", "federalHolidays"], otherwise: [] },
} as const;

const detection = {
  kind: "earliest",
  called: "detection",
  of: [{ fact: "discoveredAt" }, { fact: "shouldHaveKnownAt" }],
} as const satisfies Deadline["from"];

/** 1280.15(c): the business days start again when the hold ends. */
const holdThenFifteenDays = {
  kind: "hold",
  untimedDays: 30,
  afterwards: fifteenBusinessDays,
  citation: "Cal. Health & Safety Code 1280.15(c)",
} as const satisfies Pause;

export const californiaHealthDepartment = {
  id: "us.ca.hsc1280-15.department",
  regime: "us-ca-hsc",
  title: "Report to the California Department of Public Health",
  validFrom: "2015-01-01",
  validTo: null,
  source: healthCode,
  owedBy: "licensed clinic, health facility, home health agency or hospice",
  owedTo: "California Department of Public Health",
  when: patientAffected,
  deadlines: [{ from: detection, within: fifteenBusinessDays }],
  note: "15 business days after the unlawful access, use or disclosure is detected.",
  pause: holdThenFifteenDays,
  content: [{ id: "departmentReport", need: "always", words: "the Department's report" }],
  methods: [{ words: "The Department's portal or form." }],
  exceptions: ["Internal messages misdirected within the same facility or system"],
} as const satisfies ObligationRule;

export const californiaHealthPatients = {
  id: "us.ca.hsc1280-15.patients",
  regime: "us-ca-hsc",
  title: "Tell the patients of the facility",
  validFrom: "2015-01-01",
  validTo: null,
  source: healthCode,
  owedBy: "licensed clinic, health facility, home health agency or hospice",
  owedTo: "each patient affected, or the representative",
  when: patientAffected,
  deadlines: [{ from: detection, within: fifteenBusinessDays }],
  note: "The same 15 business days as the Department's report.",
  pause: holdThenFifteenDays,
  content: [{ id: "description", need: "always", words: "what happened to the patient's information" }],
  methods: [{ words: "To the last known address, or as the patient asked in writing." }],
  exceptions: ["Internal messages misdirected within the same facility or system"],
} as const satisfies ObligationRule;
