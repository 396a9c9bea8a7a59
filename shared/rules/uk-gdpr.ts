import type { Condition, ContentElement, Deadline, ObligationRule, Pause } from "../domain/law/rule.ts";

/** United Kingdom: the UK GDPR, outside the one-stop-shop of the EU, so always a notice of its own. */

const validFrom = "2021-01-01";
const checkedOn = "2026-11-22";
const url33 = "https://www.legislation.gov.uk/eur/2016/679/article/33";
const url34 = "https://www.legislation.gov.uk/eur/2016/679/article/34";

const controller = {
  kind: "role",
  regime: "uk-gdpr",
  in: ["controller"],
  unstated: true,
} as const satisfies Condition;

const awareness = {
  kind: "earliest",
  called: "awareness",
  of: [{ fact: "awareAt" }, { fact: "processor.notifiedControllerAt" }],
  ignoring: ["processor.awareAt", "privacyOfficerInformedAt", "riskAssessmentCompletedAt"],
} as const satisfies Deadline["from"];

const riskUnlikely = {
  fact: "riskLevel",
  words:
    "The UK GDPR wants the Commissioner told unless a risk to the people is unlikely. State that it is, or answer yes.",
} as const satisfies ObligationRule["answerNoNeeds"];

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

export const ukCommissioner = {
  id: "ukgdpr.art33.ico",
  regime: "uk-gdpr",
  title: "Tell the Information Commissioner",
  validFrom,
  validTo: null,
  source: {
    cite: "UK GDPR art. 33(1), (3)",
    url: url33,
    check: "secondary",
    checkedOn,
    doubts: ["Whether Regulation 1182/71 still counts in the UK was not checked, so no later end is shown."],
  },
  owedBy: "controller",
  owedTo: "Information Commissioner",
  when: {
    kind: "all",
    of: [
      controller,
      {
        kind: "named",
        met: "A breach is notified unless it is unlikely to result in a risk to people, and nobody has found that it is.",
        unmet: "The breach is unlikely to result in a risk to people.",
        is: { kind: "not", is: { kind: "choice", fact: "riskLevel", in: ["unlikely"] } },
      },
    ],
  },
  deadlines: [{ from: awareness, within: { kind: "elapsed-hours", hours: 72 } }],
  note: "Without undue delay, and where feasible within 72 hours of awareness, weekends included.",
  pause: holdChangesNothing,
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
  methods: [{ words: "The Commissioner's form or telephone line." }],
  exceptions: ["A breach unlikely to result in a risk to the rights and freedoms of people"],
} as const satisfies ObligationRule;

export const ukDocumentation = {
  id: "ukgdpr.art33.documentation",
  regime: "uk-gdpr",
  title: "Record the breach",
  validFrom,
  validTo: null,
  source: { cite: "UK GDPR art. 33(5)", url: url33, check: "secondary", checkedOn },
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
  note: "Every breach is recorded, notified or not.",
  content: [
    { id: "facts", need: "always", words: "what happened" },
    { id: "effects", need: "always", words: "its effects" },
    { id: "remedialAction", need: "always", words: "what was done about it" },
    { id: "reasoning", need: "where-appropriate", words: "why not notified, why late, which exception" },
  ],
  methods: [],
  exceptions: [],
} as const satisfies ObligationRule;

export const ukDataSubjects = {
  id: "ukgdpr.art34.data-subjects",
  regime: "uk-gdpr",
  title: "Tell the people affected",
  validFrom,
  validTo: null,
  source: { cite: "UK GDPR art. 34", url: url34, check: "secondary", checkedOn },
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
  note: "Without undue delay; the law gives no number.",
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
} as const satisfies ObligationRule;
