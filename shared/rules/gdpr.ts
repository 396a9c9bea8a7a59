import type { Condition, ContentElement, Deadline, ObligationRule, Pause } from "../domain/law/rule.ts";

/** European Union and EEA: Regulation (EU) 2016/679, articles 33 and 34, with Regulation 1182/71 for the hours. */

const validFrom = "2018-05-25";
const checkedOn = "2026-11-22";
const url = "https://eur-lex.europa.eu/eli/reg/2016/679/oj";

/** EU 27 with Iceland, Liechtenstein and Norway; neither the United Kingdom nor Switzerland. */
const europeanEconomicArea = [
  ...["AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT"],
  ...["LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK", "IS", "LI", "NO"],
] as const;

const controller = {
  kind: "role",
  regime: "gdpr",
  in: ["controller"],
  unstated: true,
} as const satisfies Condition;

const riskNotUnlikely = {
  kind: "named",
  met: "A breach is notified unless it is unlikely to result in a risk to people, and nobody has found that it is.",
  unmet: "The breach is unlikely to result in a risk to people.",
  is: { kind: "not", is: { kind: "choice", fact: "riskLevel", in: ["unlikely"] } },
} as const satisfies Condition;

const riskUnlikely = {
  fact: "riskLevel",
  words:
    "The GDPR wants the authority told unless a risk to the people is unlikely. State that it is, or answer yes.",
} as const satisfies ObligationRule["answerNoNeeds"];

/** With a processor, the controller is aware once told; if it was aware earlier by itself, that counts. */
const awareness = {
  kind: "earliest",
  called: "awareness",
  of: [{ fact: "awareAt" }, { fact: "processor.notifiedControllerAt" }],
  ignoring: ["processor.awareAt", "privacyOfficerInformedAt", "riskAssessmentCompletedAt"],
} as const satisfies Deadline["from"];

const holdChangesNothing = {
  kind: "none",
  words: "A request of law enforcement does not stop this clock.",
} as const satisfies Pause;

const contactPoint = [
  {
    id: "dpoOrContactName",
    need: "always",
    words: "the name of the data protection officer or other contact",
  },
  { id: "dpoOrContactDetails", need: "always", words: "how to reach that contact" },
  { id: "likelyConsequences", need: "always", words: "the likely consequences" },
  { id: "measuresTakenOrProposed", need: "always", words: "the measures taken or proposed" },
  { id: "mitigationMeasures", need: "where-appropriate", words: "measures to mitigate adverse effects" },
] as const satisfies readonly ContentElement[];

export const gdprAuthority = {
  id: "gdpr.art33.authority",
  regime: "gdpr",
  title: "Tell the supervisory authority",
  validFrom,
  validTo: null,
  source: { cite: "Regulation (EU) 2016/679, art. 33(1), (3), 55, 56", url, check: "checked", checkedOn },
  owedBy: "controller",
  owedTo: "competent supervisory authority",
  when: { kind: "all", of: [controller, riskNotUnlikely] },
  deadlines: [
    {
      from: awareness,
      within: { kind: "elapsed-hours", hours: 72 },
      arguable: { kind: "exclude-clock-hour" },
      contested: {
        kind: "whole-working-days",
        days: 2,
        holidays: { facts: ["publicHolidays"], otherwise: [] },
      },
    },
  ],
  note: "Without undue delay, and where feasible within 72 hours of awareness; every hour counts.",
  pause: holdChangesNothing,
  recipients: { kind: "authorities", area: europeanEconomicArea },
  phases: "begins",
  late: { element: "reasonsForDelay" },
  answerNoNeeds: riskUnlikely,
  content: [
    { id: "natureOfBreach", need: "always", words: "the nature of the breach" },
    { id: "dataSubjectCategories", need: "where-possible", words: "the categories of people" },
    { id: "approxDataSubjects", need: "where-possible", words: "about how many people" },
    { id: "recordCategories", need: "where-possible", words: "the categories of records" },
    { id: "approxRecords", need: "where-possible", words: "about how many records" },
    ...contactPoint,
    { id: "reasonsForDelay", need: "if-late", words: "why the notice comes after 72 hours" },
  ],
  methods: [{ words: "Form or portal of the authority; in phases if not everything is known." }],
  exceptions: ["A breach unlikely to result in a risk to the rights and freedoms of people"],
  remarks: [
    {
      when: { kind: "not", is: { kind: "choice", fact: "riskLevel", in: ["unlikely", "risk", "high"] } },
      words: "The risk has not been assessed yet; until it is, the duty stands.",
    },
  ],
} as const satisfies ObligationRule;

export const gdprProcessor = {
  id: "gdpr.art33.processor-to-controller",
  regime: "gdpr",
  title: "Processor: tell the controller",
  validFrom,
  validTo: null,
  source: { cite: "Regulation (EU) 2016/679, art. 33(2)", url, check: "checked", checkedOn },
  owedBy: "processor",
  owedTo: "controller",
  when: {
    kind: "named",
    met: "A processor has a part in it and tells its controller of every breach, whatever the risk.",
    unmet: "No processor is stated to have a part in it.",
    is: {
      kind: "any",
      of: [
        { kind: "role", regime: "gdpr", in: ["processor"], unstated: false },
        { kind: "known", fact: "processor" },
      ],
    },
  },
  deadlines: [
    {
      when: { kind: "role", regime: "gdpr", in: ["processor"], unstated: false },
      from: {
        kind: "earliest",
        called: "the processor's awareness",
        of: [{ fact: "awareAt" }, { fact: "processor.awareAt" }],
      },
      within: null,
    },
    {
      from: { kind: "earliest", called: "the processor's awareness", of: [{ fact: "processor.awareAt" }] },
      within: null,
    },
  ],
  note: "Without undue delay after becoming aware; no hours in the law, and the processor does not weigh the risk.",
  pause: holdChangesNothing,
  byAnother: { kind: "not", is: { kind: "role", regime: "gdpr", in: ["processor"], unstated: false } },
  shownDoneBy: ["processor.notifiedControllerAt"],
  content: [{ id: "natureOfBreach", need: "always", words: "what is known of the breach; more in phases" }],
  methods: [
    { words: "As the contract says (art. 28(3)(f)); its hours, if any, are a deadline of their own." },
  ],
  exceptions: [],
} as const satisfies ObligationRule;

export const gdprPhased = {
  id: "gdpr.art33.phased",
  regime: "gdpr",
  title: "Send the authority what was missing",
  validFrom,
  validTo: null,
  source: { cite: "Regulation (EU) 2016/679, art. 33(4)", url, check: "checked", checkedOn },
  owedBy: "controller",
  owedTo: "competent supervisory authority",
  when: {
    kind: "all",
    of: [controller, riskNotUnlikely, { kind: "flag", fact: "initialNotificationIncomplete", is: true }],
  },
  deadlines: [
    {
      from: {
        kind: "notified",
        called: "the first notification",
        obligations: ["gdpr.art33.authority"],
      },
      within: null,
    },
  ],
  note: "What could not be given at once follows in phases without undue further delay; an incomplete notice in time is in time.",
  pause: holdChangesNothing,
  phases: "continues",
  recipients: { kind: "authorities", area: europeanEconomicArea },
  answerNoNeeds: riskUnlikely,
  content: [{ id: "missingInformation", need: "always", words: "what the first notice lacked" }],
  methods: [{ words: "Form or portal of the authority; say in the first notice that more will come." }],
  exceptions: [],
} as const satisfies ObligationRule;

export const gdprDocumentation = {
  id: "gdpr.art33.documentation",
  regime: "gdpr",
  title: "Record the breach",
  validFrom,
  validTo: null,
  source: { cite: "Regulation (EU) 2016/679, art. 33(5)", url, check: "checked", checkedOn },
  owedBy: "controller",
  owedTo: "the record",
  when: {
    kind: "named",
    met: "Owed for every breach, whether or not anybody is notified.",
    unmet: "",
    is: { kind: "always" },
  },
  deadlines: [],
  fulfilledBy: "record",
  note: "Every breach is recorded, notified or not. The law sets no time of keeping: set one.",
  content: [
    { id: "facts", need: "always", words: "what happened" },
    { id: "effects", need: "always", words: "its effects" },
    { id: "remedialAction", need: "always", words: "what was done about it" },
    { id: "reasoning", need: "where-appropriate", words: "why not notified, why late, which exception" },
  ],
  methods: [],
  exceptions: [],
} as const satisfies ObligationRule;

export const gdprDataSubjects = {
  id: "gdpr.art34.data-subjects",
  regime: "gdpr",
  title: "Tell the people affected",
  validFrom,
  validTo: null,
  source: { cite: "Regulation (EU) 2016/679, art. 34", url, check: "checked", checkedOn },
  owedBy: "controller",
  owedTo: "each data subject affected",
  when: {
    kind: "all",
    of: [
      controller,
      {
        kind: "named",
        met: "The breach is likely to result in a high risk to people.",
        unmet: "Nobody has found that the breach is likely to result in a high risk to people.",
        is: { kind: "choice", fact: "riskLevel", in: ["high"] },
      },
      {
        kind: "named",
        met: "The data is not shown to be unintelligible to whoever has it.",
        unmet: "Art. 34(3)(a): measures on the data make it unintelligible, so the people need not be told.",
        is: {
          kind: "not",
          is: {
            kind: "all",
            of: [
              { kind: "choice", fact: "art34Exception", in: ["a-protected"] },
              // A key in the wrong hands makes the data intelligible again, whatever was claimed before.
              { kind: "not", is: { kind: "flag", fact: "keyCompromised", is: true } },
            ],
          },
        },
      },
      {
        kind: "named",
        met: "No later measure is stated to have removed the high risk.",
        unmet: "Art. 34(3)(b): later measures mean that the high risk is no longer likely.",
        is: { kind: "not", is: { kind: "choice", fact: "art34Exception", in: ["b-mitigated"] } },
      },
    ],
  },
  deadlines: [{ from: awareness, within: null }],
  note: "Without undue delay; it can be urgent before the authority is told, when people must protect themselves.",
  pause: {
    kind: "may-wait",
    words:
      "Recital 88 lets the timing consider law enforcement where early disclosure would hamper an investigation; it sets no period.",
  },
  answerNoNeeds: riskUnlikely,
  content: [
    { id: "natureOfBreach", need: "always", words: "the nature of the breach, in plain language" },
    ...contactPoint,
  ],
  methods: [
    {
      when: { kind: "choice", fact: "art34Exception", in: ["c-disproportionate"] },
      words:
        "A public communication or similar measure that informs people as effectively: telling each of them would take disproportionate effort.",
    },
    { words: "A direct message of its own to each person, not mixed with other information." },
  ],
  exceptions: [
    "34(3)(a): the data was made unintelligible, for example by encryption with the key safe",
    "34(3)(b): later measures mean that the high risk is no longer likely",
    "34(3)(c): disproportionate effort changes the form to a public communication; the duty stays",
  ],
  remarks: [
    {
      when: {
        kind: "all",
        of: [
          { kind: "choice", fact: "art34Exception", in: ["a-protected"] },
          { kind: "flag", fact: "keyCompromised", is: true },
        ],
      },
      words: "Protection of the data is claimed, but its key is compromised: the exception does not hold.",
    },
    {
      when: { kind: "choice", fact: "art34Exception", in: ["c-disproportionate"] },
      words: "Disproportionate effort does not end the duty; it turns it into a public communication.",
    },
  ],
} as const satisfies ObligationRule;
