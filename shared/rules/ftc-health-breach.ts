import type { Condition, ContentElement, Deadline, ObligationRule, Pause } from "../domain/law/rule.ts";
import { usFederalHolidays } from "./us-federal-holidays.ts";

/** United States, FTC Health Breach Notification Rule: 16 CFR Part 318, as amended from 29 July 2024. */

const checkedOn = "2026-11-22";
const url = "https://www.ecfr.gov/current/title-16/part-318";
const cite = "16 CFR 318.3-318.6";
const amendedFrom = "2024-07-29";
const originalFrom = "2009-09-24";
const originalTo = "2024-07-28";
const source = {
  cite,
  url,
  check: "secondary",
  checkedOn,
  doubts: [
    "The media threshold and the wording on the log are recalled.",
    "The pause for law enforcement is taken to work as under 45 CFR 164.412.",
  ],
} as const;

/** The rule leaves out HIPAA covered entities altogether, and associates as far as they act as such. */
const outsideHipaa = {
  kind: "named",
  met: "The entity is not acting under HIPAA here.",
  unmet: "The entity acts under HIPAA, which takes it out of this rule.",
  is: {
    kind: "not",
    is: {
      kind: "any",
      of: [
        { kind: "role", regime: "hipaa", in: ["covered-entity"], unstated: false },
        {
          kind: "all",
          of: [
            {
              kind: "role",
              regime: "hipaa",
              in: ["business-associate", "subcontractor-business-associate"],
              unstated: false,
            },
            {
              kind: "not",
              is: {
                kind: "role",
                regime: "ftc-hbnr",
                in: ["phr-vendor", "phr-related-entity", "third-party-service-provider"],
                unstated: false,
              },
            },
          ],
        },
      ],
    },
  },
} as const satisfies Condition;

const unsecured = {
  kind: "named",
  met: "The information was unsecured: it is not shown to be encrypted by a recognised method with its key safe.",
  unmet:
    "The information was secured (encrypted by a recognised method, key safe), so there is nothing to notify.",
  is: {
    kind: "not",
    is: {
      kind: "all",
      of: [
        { kind: "flag", fact: "encrypted", is: true },
        { kind: "flag", fact: "encryptionMeetsGuidance", is: true },
        { kind: "not", is: { kind: "flag", fact: "keyCompromised", is: true } },
      ],
    },
  },
} as const satisfies Condition;

const vendor = {
  kind: "role",
  regime: "ftc-hbnr",
  in: ["phr-vendor", "phr-related-entity"],
  unstated: true,
} as const satisfies Condition;

const vendorsBreach = { kind: "all", of: [outsideHipaa, vendor, unsecured] } as const satisfies Condition;

const somebodyAffected = {
  kind: "count",
  of: { kind: "everyone" },
  op: ">=",
  value: 1,
  unknown: true,
} as const satisfies Condition;

const fiveHundredOrMore = {
  kind: "count",
  of: { kind: "everyone" },
  op: ">=",
  value: 500,
  unknown: false,
} as const satisfies Condition;

const discovery = {
  kind: "earliest",
  called: "discovery",
  of: [{ fact: "discoveredAt" }, { fact: "shouldHaveKnownAt" }],
  ignoring: ["occurredAt", "wrongdoerKnewAt", "privacyOfficerInformedAt", "riskAssessmentCompletedAt"],
} as const satisfies Deadline["from"];

const sixtyDays = {
  from: discovery,
  within: { kind: "calendar-days", days: 60 },
} as const satisfies Deadline;

const lawEnforcementDelay = {
  kind: "hold",
  untimedDays: 30,
  citation: "16 CFR 318.4(d)",
} as const satisfies Pause;

const originalContent = [
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
    words: "how to ask questions, by two routes or more",
    choices: { of: ["tollFreePhone", "email", "website", "inApp", "postalAddress"], always: [], atLeast: 2 },
  },
] as const satisfies readonly ContentElement[];

const content = [
  ...originalContent,
  { id: "thirdPartyRecipients", need: "if-known", words: "who acquired the data, by name or description" },
] as const satisfies readonly ContentElement[];

const methods = [
  {
    when: { kind: "count", of: { kind: "unreachable" }, op: ">=", value: 10, unknown: false },
    words:
      "As to each person; for the ten or more who cannot be reached, the home page for 90 days or major media, with a toll-free number active for 90 days.",
  },
  {
    words:
      "First-class mail, or e-mail if the person chose it as primary contact, together with a text, in-app message or banner.",
  },
] as const;

const exceptions = [
  "HIPAA covered entities, and business associates acting as such",
  "Secured information: encrypted by a recognised method, key safe",
  "Reliable evidence that access was not, or could not reasonably have been, acquisition",
] as const;

export const ftcIndividuals = {
  id: "ftc.hbnr.individuals",
  regime: "ftc-hbnr",
  title: "Tell the people affected",
  validFrom: amendedFrom,
  validTo: null,
  source,
  owedBy: "vendor of personal health records or PHR related entity",
  owedTo: "each individual affected",
  when: { kind: "all", of: [vendorsBreach, somebodyAffected] },
  deadlines: [sixtyDays],
  note: "Without unreasonable delay, at most 60 calendar days after discovery.",
  pause: lawEnforcementDelay,
  content,
  methods,
  exceptions,
} as const satisfies ObligationRule;

export const ftcIndividualsBefore2024 = {
  ...ftcIndividuals,
  validFrom: originalFrom,
  validTo: originalTo,
  content: originalContent,
} as const satisfies ObligationRule;

export const ftcMedia = {
  id: "ftc.hbnr.media",
  regime: "ftc-hbnr",
  title: "Tell the media of the State",
  validFrom: originalFrom,
  validTo: null,
  source,
  owedBy: "vendor of personal health records or PHR related entity",
  owedTo: "prominent media outlets serving the State or jurisdiction",
  when: { kind: "all", of: [vendorsBreach, { kind: "some-state", op: ">=", value: 500 }] },
  deadlines: [sixtyDays],
  note: "500 or more residents of one State or jurisdiction: one fewer than HIPAA's threshold.",
  pause: lawEnforcementDelay,
  recipients: { kind: "states", op: ">=", value: 500 },
  content,
  methods: [{ words: "Notice to the outlets, in addition to the individual notices." }],
  exceptions,
} as const satisfies ObligationRule;

export const ftcCommission = {
  id: "ftc.hbnr.ftc.500plus",
  regime: "ftc-hbnr",
  title: "Report to the Federal Trade Commission",
  validFrom: amendedFrom,
  validTo: null,
  source,
  owedBy: "vendor of personal health records or PHR related entity",
  owedTo: "Federal Trade Commission",
  when: { kind: "all", of: [vendorsBreach, fiveHundredOrMore] },
  deadlines: [sixtyDays],
  note: "500 or more individuals: at the same time as the people are told, same outer limit.",
  pause: lawEnforcementDelay,
  together: "ftc.hbnr.individuals",
  content: [{ id: "commissionForm", need: "always", words: "the fields of the Commission's form" }],
  methods: [{ words: "The Commission's electronic form." }],
  exceptions,
} as const satisfies ObligationRule;

export const ftcCommissionBefore2024 = {
  ...ftcCommission,
  validFrom: originalFrom,
  validTo: originalTo,
  deadlines: [
    {
      from: discovery,
      within: {
        kind: "business-days",
        days: 10,
        holidays: { facts: ["federalHolidays"], otherwise: usFederalHolidays },
      },
    },
  ],
  note: "500 or more individuals: within ten business days of discovery, as the rule stood until July 2024.",
} as const satisfies ObligationRule;

export const ftcAnnualLog = {
  id: "ftc.hbnr.ftc.annual-log",
  regime: "ftc-hbnr",
  title: "Enter the breach in the annual log for the FTC",
  validFrom: originalFrom,
  validTo: null,
  source,
  owedBy: "vendor of personal health records or PHR related entity",
  owedTo: "Federal Trade Commission",
  when: {
    kind: "all",
    of: [
      vendorsBreach,
      { kind: "count", of: { kind: "everyone" }, op: "<", value: 500, unknown: true },
      somebodyAffected,
    ],
  },
  deadlines: [{ from: discovery, within: { kind: "days-after-year-end", days: 60 } }],
  note: "Fewer than 500 individuals: within 60 calendar days after the end of the year.",
  pause: lawEnforcementDelay,
  content: [{ id: "commissionForm", need: "always", words: "the fields of the Commission's form" }],
  methods: [{ words: "The Commission's electronic form." }],
  exceptions,
} as const satisfies ObligationRule;

export const ftcServiceProvider = {
  id: "ftc.hbnr.service-provider",
  regime: "ftc-hbnr",
  title: "Service provider: tell the vendor",
  validFrom: originalFrom,
  validTo: null,
  source,
  owedBy: "third-party service provider",
  owedTo: "vendor of personal health records or PHR related entity",
  when: {
    kind: "all",
    of: [
      outsideHipaa,
      { kind: "role", regime: "ftc-hbnr", in: ["third-party-service-provider"], unstated: false },
      unsecured,
      somebodyAffected,
    ],
  },
  deadlines: [sixtyDays],
  note: "The same 60 days, from the service provider's own discovery.",
  pause: lawEnforcementDelay,
  content: [
    { id: "individualIdentities", need: "where-possible", words: "who is affected, person by person" },
  ],
  methods: [
    {
      words:
        "To the official named in the contract, else to a senior official; wait for the acknowledgement.",
    },
  ],
  exceptions,
} as const satisfies ObligationRule;
