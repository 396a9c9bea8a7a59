import type { Condition, ObligationRule } from "../domain/law/rule.ts";

/** New York, financial services: 23 NYCRR 500.17, second amendment, for notices since 1 December 2023. */

const validFrom = "2023-12-01";
const checkedOn = "2026-11-22";
const url = "https://www.dfs.ny.gov/industry_guidance/cybersecurity";

const paymentMade = {
  kind: "named",
  met: "An extortion payment was made.",
  unmet: "No extortion payment is stated.",
  is: { kind: "known", fact: "extortionPaymentAt" },
} as const satisfies Condition;

export const nydfsIncident = {
  id: "nydfs.500-17.incident",
  regime: "nydfs",
  title: "Notify the Superintendent of Financial Services",
  validFrom,
  validTo: null,
  source: { cite: "23 NYCRR 500.17(a)", url, check: "checked", checkedOn },
  owedBy: "covered entity of the Department of Financial Services",
  owedTo: "Superintendent of Financial Services",
  when: {
    kind: "named",
    met: "A cybersecurity incident at the entity, an affiliate or a third-party provider was determined.",
    unmet: "No determination that a cybersecurity incident occurred is stated.",
    is: { kind: "known", fact: "determinedAt" },
  },
  deadlines: [
    {
      from: { kind: "earliest", called: "the determination", of: [{ fact: "determinedAt" }] },
      within: { kind: "elapsed-hours", hours: 72 },
    },
  ],
  note: "As promptly as possible, at most 72 hours after the determination; the duty to update continues.",
  content: [{ id: "departmentForm", need: "always", words: "the fields of the Department's form" }],
  methods: [{ words: "Electronically, through the Department's portal." }],
  exceptions: [],
} as const satisfies ObligationRule;

export const nydfsPayment = {
  id: "nydfs.500-17.extortion-payment",
  regime: "nydfs",
  title: "Report the extortion payment",
  validFrom,
  validTo: null,
  source: { cite: "23 NYCRR 500.17(c)(1)", url, check: "secondary", checkedOn },
  owedBy: "covered entity of the Department of Financial Services",
  owedTo: "Superintendent of Financial Services",
  when: paymentMade,
  deadlines: [
    {
      from: { kind: "earliest", called: "the payment", of: [{ fact: "extortionPaymentAt" }] },
      within: { kind: "elapsed-hours", hours: 24 },
    },
  ],
  note: "Within 24 hours of the payment.",
  content: [{ id: "paymentNotice", need: "always", words: "that a payment was made" }],
  methods: [{ words: "Electronically, through the Department's portal." }],
  exceptions: [],
} as const satisfies ObligationRule;

export const nydfsExplanation = {
  id: "nydfs.500-17.extortion-explanation",
  regime: "nydfs",
  title: "Explain the extortion payment",
  validFrom,
  validTo: null,
  source: { cite: "23 NYCRR 500.17(c)(2)", url, check: "secondary", checkedOn },
  owedBy: "covered entity of the Department of Financial Services",
  owedTo: "Superintendent of Financial Services",
  when: paymentMade,
  deadlines: [
    {
      from: { kind: "earliest", called: "the payment", of: [{ fact: "extortionPaymentAt" }] },
      within: { kind: "calendar-days", days: 30 },
    },
  ],
  note: "Within 30 days of the payment, in writing.",
  content: [
    { id: "whyNecessary", need: "always", words: "why the payment was necessary" },
    { id: "alternatives", need: "always", words: "which alternatives were considered" },
    { id: "diligence", need: "always", words: "the diligence that was done to find alternatives" },
    { id: "sanctionsChecks", need: "always", words: "the diligence that was done on sanctions rules" },
  ],
  methods: [{ words: "In writing, through the Department's portal." }],
  exceptions: [],
} as const satisfies ObligationRule;
