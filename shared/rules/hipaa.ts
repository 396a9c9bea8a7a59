import type { Condition, ContentElement, Deadline, ObligationRule, Pause } from "../domain/law/rule.ts";

/**
 * United States, HIPAA breach notification: 45 CFR Part 164 Subpart D (42 U.S.C. 17932). Owed for breaches from
 * 23 September 2009 on; the final rule of 2013 changed the risk test, not the periods.
 */

const validFrom = "2009-09-23";
const checkedOn = "2026-11-22";

const coveredEntity = {
  kind: "role",
  regime: "hipaa",
  in: ["covered-entity"],
  unstated: true,
} as const satisfies Condition;

const securedData = {
  kind: "all",
  of: [
    { kind: "flag", fact: "encrypted", is: true },
    { kind: "flag", fact: "encryptionMeetsGuidance", is: true },
    { kind: "not", is: { kind: "flag", fact: "keyCompromised", is: true } },
  ],
} as const satisfies Condition;

/** 164.402: unsecured, not excluded, and presumed a breach until an assessment shows a low probability. */
const breachOfUnsecuredInformation = {
  kind: "all",
  of: [
    {
      kind: "named",
      met: "The health information was unsecured: it is not shown to be encrypted by a recognised method with its key safe.",
      unmet:
        "The health information was secured (encrypted by a recognised method, key safe), so there is nothing to notify.",
      is: { kind: "not", is: securedData },
    },
    {
      kind: "named",
      met: "None of the three exclusions of 164.402(1) is claimed.",
      unmet: "An exclusion of 164.402(1) takes the incident out of the definition of a breach.",
      is: {
        kind: "not",
        is: {
          kind: "choice",
          fact: "hipaaExclusion",
          in: ["unintentional-workforce", "inadvertent-internal", "not-retained"],
        },
      },
    },
    {
      kind: "named",
      met: "It is presumed a breach: no documented assessment shows a low probability of compromise.",
      unmet:
        "A documented four-factor assessment shows a low probability that the information was compromised.",
      is: { kind: "not", is: { kind: "choice", fact: "fourFactorResult", in: ["low-probability"] } },
    },
  ],
} as const satisfies Condition;

/** 164.402(2): an acquisition, access, use or disclosure is presumed to be a breach unless one of these is demonstrated. */
const presumption = {
  fact: "fourFactorResult",
  words:
    "HIPAA presumes a breach. Show a low probability by the four factors, or that the data was encrypted, or answer yes.",
} as const satisfies ObligationRule["answerNoNeeds"];

const somebodyAffected = {
  kind: "count",
  of: { kind: "everyone" },
  op: ">=",
  value: 1,
  unknown: true,
} as const satisfies Condition;

/** 164.404(a)(2): known or knowable with diligence; an agent's knowledge is the covered entity's own. */
const discovery = {
  kind: "earliest",
  called: "discovery",
  of: [
    { fact: "discoveredAt" },
    { fact: "shouldHaveKnownAt" },
    {
      fact: "businessAssociate.discoveredAt",
      when: { kind: "flag", fact: "businessAssociate.isAgent", is: true },
      because: "the associate is an agent, so its knowledge counts",
    },
    {
      fact: "businessAssociate.shouldHaveKnownAt",
      when: { kind: "flag", fact: "businessAssociate.isAgent", is: true },
      because: "the associate is an agent",
    },
    { fact: "businessAssociate.notifiedCoveredEntityAt" },
  ],
  ignoring: ["occurredAt", "wrongdoerKnewAt", "privacyOfficerInformedAt", "riskAssessmentCompletedAt"],
} as const satisfies Deadline["from"];

const sixtyDays = {
  from: discovery,
  within: { kind: "calendar-days", days: 60 },
} as const satisfies Deadline;

const lawEnforcementDelay = {
  kind: "hold",
  untimedDays: 30,
  citation: "45 CFR 164.412",
} as const satisfies Pause;

const agencyNotDecided = {
  when: {
    kind: "all",
    of: [
      { kind: "known", fact: "businessAssociate" },
      { kind: "not", is: { kind: "flag", fact: "businessAssociate.isAgent", is: true } },
      { kind: "not", is: { kind: "flag", fact: "businessAssociate.isAgent", is: false } },
    ],
  },
  words:
    "Nobody has stated whether the business associate is an agent. If it is, its own discovery starts this clock; decide it, with a reason.",
} as const;

const outerLimit = "Sixty days is the outer limit; the duty is to notify without unreasonable delay.";

const individualContent = [
  { id: "whatHappened", need: "always", words: "what happened, briefly" },
  { id: "breachDate", need: "if-known", words: "the date of the breach" },
  { id: "discoveryDate", need: "if-known", words: "the date of its discovery" },
  { id: "phiTypesInvolved", need: "always", words: "the types of health information involved" },
  { id: "individualProtectiveSteps", need: "always", words: "what people should do to protect themselves" },
  { id: "investigationActions", need: "always", words: "what is being done to investigate" },
  { id: "mitigationActions", need: "always", words: "what is being done to mitigate harm" },
  { id: "preventionActions", need: "always", words: "what is being done against further breaches" },
  {
    id: "contactProcedures",
    need: "always",
    words: "how to ask questions",
    choices: {
      of: ["tollFreePhone", "email", "website", "postalAddress"],
      always: ["tollFreePhone"],
      atLeast: 2,
    },
  },
] as const satisfies readonly ContentElement[];

const portalContent = [
  { id: "coveredEntity", need: "always", words: "the covered entity" },
  { id: "businessAssociateInvolved", need: "always", words: "whether a business associate is involved" },
  { id: "breachDates", need: "always", words: "the dates of the breach" },
  { id: "discoveryDates", need: "always", words: "the dates of discovery" },
  { id: "approximateNumber", need: "always", words: "how many people, an estimate if need be" },
  { id: "breachType", need: "always", words: "the type of breach" },
  { id: "locationOfPhi", need: "always", words: "where the information was" },
  { id: "phiTypes", need: "always", words: "the types of information" },
  { id: "description", need: "always", words: "a description" },
  { id: "safeguardsInPlace", need: "always", words: "the safeguards in place before" },
  { id: "noticeDates", need: "always", words: "when notices were given" },
  { id: "substituteOrMediaNotice", need: "always", words: "whether substitute or media notice was given" },
  { id: "actionsTaken", need: "always", words: "the actions taken in response" },
  { id: "attestation", need: "always", words: "the attestation" },
] as const satisfies readonly ContentElement[];

const exceptions = [
  "Secured information: encrypted or destroyed by a method of the HHS guidance (74 FR 19006), key safe",
  "Unintentional access in good faith within the scope of authority, not used further",
  "Inadvertent disclosure between two authorised people of the same organisation, not used further",
  "Good-faith belief that the recipient could not have retained the information",
  "A documented assessment of at least the four factors that shows a low probability of compromise",
] as const;

export const hipaaIndividuals = {
  id: "hipaa.individuals",
  regime: "hipaa",
  title: "Tell the people affected",
  validFrom,
  validTo: null,
  source: {
    cite: "45 CFR 164.404",
    url: "https://www.ecfr.gov/current/title-45/section-164.404",
    check: "checked",
    checkedOn,
  },
  owedBy: "covered-entity",
  owedTo: "each individual affected",
  when: { kind: "all", of: [coveredEntity, breachOfUnsecuredInformation, somebodyAffected] },
  deadlines: [sixtyDays],
  note: outerLimit,
  pause: lawEnforcementDelay,
  answerNoNeeds: presumption,
  content: individualContent,
  methods: [
    {
      words:
        "First-class mail to the last known address; e-mail only to those who agreed to it. For a person known to have died, the next of kin or personal representative, if the address is known. Several mailings are allowed as information arrives.",
    },
  ],
  exceptions,
  remarks: [agencyNotDecided],
} as const satisfies ObligationRule;

export const hipaaSubstitute = {
  id: "hipaa.individuals.substitute",
  regime: "hipaa",
  title: "Reach the people whose address is not usable",
  validFrom,
  validTo: null,
  source: {
    cite: "45 CFR 164.404(d)(2)",
    url: "https://www.ecfr.gov/current/title-45/section-164.404",
    check: "checked",
    checkedOn,
    doubts: ["That the sixty days of 164.404(b) cover it is our reading: it is a form of the same notice."],
  },
  owedBy: "covered-entity",
  owedTo: "each individual without usable contact data",
  when: {
    kind: "all",
    of: [
      coveredEntity,
      breachOfUnsecuredInformation,
      { kind: "count", of: { kind: "unreachable" }, op: ">=", value: 1, unknown: false },
    ],
  },
  deadlines: [sixtyDays],
  note: "A form of the same notice, so the same outer limit; start as soon as bad addresses are known.",
  pause: lawEnforcementDelay,
  answerNoNeeds: presumption,
  content: individualContent,
  methods: [
    {
      when: { kind: "count", of: { kind: "unreachable" }, op: ">=", value: 10, unknown: false },
      words:
        "Ten or more: a conspicuous posting on the home page for 90 days, or conspicuous notice in major print or broadcast media where the people likely live; either way a toll-free number, active for at least 90 days, where people can learn whether they are affected.",
    },
    { words: "Fewer than ten: another written form, telephone or other means." },
  ],
  exceptions: [...exceptions, "People known to have died: no substitute notice to their next of kin"],
  remarks: [agencyNotDecided],
} as const satisfies ObligationRule;

export const hipaaUrgent = {
  id: "hipaa.individuals.urgent",
  regime: "hipaa",
  title: "Warn the people by telephone, at once",
  validFrom,
  validTo: null,
  source: {
    cite: "45 CFR 164.404(d)(3)",
    url: "https://www.ecfr.gov/current/title-45/section-164.404",
    check: "checked",
    checkedOn,
  },
  owedBy: "covered-entity",
  owedTo: "each individual affected",
  when: {
    kind: "all",
    of: [coveredEntity, breachOfUnsecuredInformation, { kind: "flag", fact: "imminentMisuse", is: true }],
  },
  deadlines: [{ from: discovery, within: null, startUnit: "local-date" }],
  note: "Possible imminent misuse calls for a quick warning in addition to the written notice; no period is set.",
  pause: lawEnforcementDelay,
  answerNoNeeds: presumption,
  content: individualContent,
  methods: [{ words: "Telephone or other means, in addition to the written notice." }],
  exceptions,
} as const satisfies ObligationRule;

export const hipaaMedia = {
  id: "hipaa.media",
  regime: "hipaa",
  title: "Tell the media of the State",
  validFrom,
  validTo: null,
  source: {
    cite: "45 CFR 164.406",
    url: "https://www.ecfr.gov/current/title-45/section-164.406",
    check: "checked",
    checkedOn,
    doubts: [
      "That the District of Columbia and the territories count as States (45 CFR 160.103) is recalled.",
      "That a posting on the own website is not enough is recalled.",
    ],
  },
  owedBy: "covered-entity",
  owedTo: "prominent media outlets serving the State or jurisdiction",
  when: {
    kind: "all",
    of: [coveredEntity, breachOfUnsecuredInformation, { kind: "some-state", op: ">", value: 500 }],
  },
  deadlines: [sixtyDays],
  note: "More than 500 residents of one State or jurisdiction; the same outer limit as for the people.",
  pause: lawEnforcementDelay,
  recipients: { kind: "states", op: ">", value: 500 },
  answerNoNeeds: presumption,
  content: individualContent,
  methods: [
    {
      words:
        "Usually a press release to the outlets; in addition to the individual notices, never instead of them.",
    },
  ],
  exceptions,
  remarks: [agencyNotDecided],
} as const satisfies ObligationRule;

export const hipaaSecretary = {
  id: "hipaa.hhs.500plus",
  regime: "hipaa",
  title: "Report to the Secretary of Health and Human Services",
  validFrom,
  validTo: null,
  source: {
    cite: "45 CFR 164.408(a)-(b)",
    url: "https://www.ecfr.gov/current/title-45/section-164.408",
    check: "checked",
    checkedOn,
    doubts: ["The fields of the portal's form are recalled."],
  },
  owedBy: "covered-entity",
  owedTo: "Secretary of HHS, Office for Civil Rights",
  when: {
    kind: "all",
    of: [
      coveredEntity,
      breachOfUnsecuredInformation,
      { kind: "count", of: { kind: "everyone" }, op: ">=", value: 500, unknown: false },
    ],
  },
  deadlines: [sixtyDays],
  note: "500 or more individuals, wherever they live: together with the individual notices, same outer limit.",
  pause: lawEnforcementDelay,
  together: "hipaa.individuals",
  answerNoNeeds: presumption,
  content: portalContent,
  methods: [
    {
      words:
        "Web portal of the Office for Civil Rights; an estimate if the count is not known, then an addendum.",
    },
  ],
  exceptions,
  remarks: [agencyNotDecided],
} as const satisfies ObligationRule;

export const hipaaAnnualLog = {
  id: "hipaa.hhs.annual-log",
  regime: "hipaa",
  title: "Enter the breach in the annual report to HHS",
  validFrom,
  validTo: null,
  source: {
    cite: "45 CFR 164.408(c)",
    url: "https://www.ecfr.gov/current/title-45/section-164.408",
    check: "checked",
    checkedOn,
    doubts: [
      "The leap-year end, 29 February, rests on the Department's practice in 2012, 2016, 2020 and 2024.",
    ],
  },
  owedBy: "covered-entity",
  owedTo: "Secretary of HHS, Office for Civil Rights",
  when: {
    kind: "all",
    of: [
      coveredEntity,
      breachOfUnsecuredInformation,
      { kind: "count", of: { kind: "everyone" }, op: "<", value: 500, unknown: true },
      somebodyAffected,
    ],
  },
  deadlines: [{ from: discovery, within: { kind: "days-after-year-end", days: 60 } }],
  note: "Fewer than 500 individuals: within 60 days after the end of the year in which it was discovered.",
  pause: lawEnforcementDelay,
  answerNoNeeds: presumption,
  content: portalContent,
  methods: [
    { words: "Web portal of the Office for Civil Rights, one entry for each breach; may be filed earlier." },
  ],
  exceptions,
  remarks: [agencyNotDecided],
} as const satisfies ObligationRule;

export const hipaaBusinessAssociate = {
  id: "hipaa.business-associate",
  regime: "hipaa",
  title: "Business associate: tell the covered entity",
  validFrom,
  validTo: null,
  source: {
    cite: "45 CFR 164.410",
    url: "https://www.ecfr.gov/current/title-45/section-164.410",
    check: "checked",
    checkedOn,
  },
  owedBy: "business-associate",
  owedTo: "covered-entity",
  parties: [
    {
      when: {
        kind: "role",
        regime: "hipaa",
        in: ["subcontractor-business-associate"],
        unstated: false,
      },
      owedBy: "subcontractor-business-associate",
      owedTo: "business-associate",
    },
  ],
  when: {
    kind: "all",
    of: [
      {
        kind: "named",
        met: "A business associate has a part in it and owes a notice of its own.",
        unmet: "No business associate is stated to have a part in it.",
        is: {
          kind: "any",
          of: [
            {
              kind: "role",
              regime: "hipaa",
              in: ["business-associate", "subcontractor-business-associate"],
              unstated: false,
            },
            { kind: "known", fact: "businessAssociate" },
          ],
        },
      },
      breachOfUnsecuredInformation,
      somebodyAffected,
    ],
  },
  deadlines: [
    {
      when: {
        kind: "role",
        regime: "hipaa",
        in: ["business-associate", "subcontractor-business-associate"],
        unstated: false,
      },
      from: {
        kind: "earliest",
        called: "the associate's discovery",
        of: [
          { fact: "discoveredAt" },
          { fact: "shouldHaveKnownAt" },
          { fact: "businessAssociate.discoveredAt" },
          { fact: "businessAssociate.shouldHaveKnownAt" },
        ],
        ignoring: ["occurredAt", "wrongdoerKnewAt", "privacyOfficerInformedAt", "riskAssessmentCompletedAt"],
      },
      within: { kind: "calendar-days", days: 60 },
    },
    {
      from: {
        kind: "earliest",
        called: "the associate's discovery",
        of: [{ fact: "businessAssociate.discoveredAt" }, { fact: "businessAssociate.shouldHaveKnownAt" }],
      },
      within: { kind: "calendar-days", days: 60 },
    },
  ],
  note: "The associate's own limit runs from its own discovery; contracts usually shorten it.",
  pause: lawEnforcementDelay,
  byAnother: {
    kind: "not",
    is: {
      kind: "role",
      regime: "hipaa",
      in: ["business-associate", "subcontractor-business-associate"],
      unstated: false,
    },
  },
  shownDoneBy: ["businessAssociate.notifiedCoveredEntityAt"],
  answerNoNeeds: presumption,
  content: [
    { id: "individualIdentities", need: "where-possible", words: "who is affected, person by person" },
    {
      id: "availableInformation",
      need: "where-possible",
      words:
        "whatever else the covered entity needs for its own notices; the rest promptly as it becomes known",
    },
  ],
  methods: [{ words: "As the contract says; never held back for missing details." }],
  exceptions,
} as const satisfies ObligationRule;

export const hipaaDocumentation = {
  id: "hipaa.documentation",
  regime: "hipaa",
  title: "Keep the proof",
  validFrom,
  validTo: null,
  source: {
    cite: "45 CFR 164.414(b), 164.530(j)",
    url: "https://www.ecfr.gov/current/title-45/section-164.414",
    check: "checked",
    checkedOn,
  },
  owedBy: "covered entity or business associate",
  owedTo: "the record",
  when: {
    kind: "named",
    met: "Owed for every incident, whether or not anybody is notified.",
    unmet: "",
    is: { kind: "always" },
  },
  deadlines: [],
  fulfilledBy: "record",
  note: "Whoever owes notices must be able to prove them, or prove that none was owed; kept six years from creation or from when last in effect.",
  content: [
    { id: "riskAssessment", need: "where-appropriate", words: "the risk assessment" },
    { id: "exclusionReasoning", need: "where-appropriate", words: "why an exclusion applies" },
    {
      id: "encryptionProof",
      need: "where-appropriate",
      words: "proof of encryption and of the key's safety",
    },
    { id: "holdStatements", need: "where-appropriate", words: "statements of law enforcement" },
    { id: "noticeCopies", need: "where-appropriate", words: "copies and dates of all notices" },
    { id: "log", need: "always", words: "the log of breaches" },
  ],
  methods: [],
  exceptions: [],
  retention: "P6Y",
} as const satisfies ObligationRule;
