import type { ObligationRule } from "../domain/law/rule.ts";
import { usFederalHolidays } from "./us-federal-holidays.ts";

/** United States, securities law: Form 8-K, Item 1.05. */

export const secItem105 = {
  id: "sec.8k.item-1.05",
  regime: "sec",
  title: "File Form 8-K, Item 1.05",
  validFrom: "2023-12-18",
  validTo: null,
  source: {
    cite: "Form 8-K General Instruction B.1 and Item 1.05; 17 CFR 232.13(a)(2)",
    url: "https://www.sec.gov/files/form8-k.pdf",
    check: "checked",
    checkedOn: "2026-11-22",
    doubts: [
      "The delay by the Attorney General was read in summaries.",
      "Smaller companies: from 15 June 2024.",
    ],
  },
  owedBy: "domestic registrant",
  owedTo: "Securities and Exchange Commission, through EDGAR",
  when: {
    kind: "all",
    of: [
      { kind: "role", regime: "sec", in: ["domestic-registrant"], unstated: true },
      {
        kind: "named",
        met: "The incident was determined to be material.",
        unmet:
          "No determination that the incident is material is stated; it must be made without unreasonable delay.",
        is: { kind: "known", fact: "determinedAt" },
      },
    ],
  },
  deadlines: [
    {
      from: { kind: "earliest", called: "the determination of materiality", of: [{ fact: "determinedAt" }] },
      within: {
        kind: "business-days",
        days: 4,
        holidays: { facts: ["federalHolidays"], otherwise: usFederalHolidays },
        closesAt: "17:30",
      },
      zone: "America/New_York",
    },
  ],
  note: "The fourth business day after the determination, 17:30 Eastern; a filing begun by then counts that day.",
  pause: {
    kind: "none",
    words:
      "Only a written determination of the US Attorney General delays this filing; a general request of law enforcement does not count.",
  },
  content: [
    { id: "nature", need: "always", words: "the nature of the incident" },
    { id: "scope", need: "always", words: "its scope" },
    { id: "timing", need: "always", words: "its timing" },
    { id: "materialImpact", need: "always", words: "its material impact, or what is reasonably likely" },
  ],
  methods: [
    {
      words:
        "EDGAR, Form 8-K; what is not known yet by amendment within four business days of becoming known.",
    },
  ],
  exceptions: [
    "Attorney General, in writing to the Commission before the deadline: up to 30 days, 30 more, and up to 60 in extraordinary circumstances",
  ],
} as const satisfies ObligationRule;
