import type { ObligationRule } from "../domain/law/rule.ts";
import { gdprAuthority } from "./gdpr.ts";

/**
 * Texts that somebody has proposed and nobody has adopted. They are for looking ahead, side by side with the law; no
 * clock of a case ever runs on one.
 */
export interface Proposal {
  readonly id: string;
  readonly title: string;
  readonly rules: readonly ObligationRule[];
}

/** Commission proposal of 19 November 2025: four days instead of three, and only where a high risk is likely. */
const gdprAuthorityUnderOmnibus = {
  ...gdprAuthority,
  validFrom: "2025-11-19",
  status: "proposed",
  source: {
    ...gdprAuthority.source,
    cite: "Proposal of 19 November 2025 (Digital Omnibus), amending Regulation (EU) 2016/679, art. 33(1)",
    check: "secondary",
  },
  when: {
    kind: "all",
    of: [
      { kind: "role", regime: "gdpr", in: ["controller"], unstated: true },
      {
        kind: "named",
        met: "The breach is likely to result in a high risk to people.",
        unmet: "Nobody has found that the breach is likely to result in a high risk to people.",
        is: { kind: "choice", fact: "riskLevel", in: ["high"] },
      },
    ],
  },
  deadlines: [
    {
      ...gdprAuthority.deadlines[0],
      within: { kind: "elapsed-hours", hours: 96 },
    },
  ],
  note: "As proposed: within 96 hours of awareness, only where a high risk is likely, at a single entry point.",
} as const satisfies ObligationRule;

export const proposals: readonly Proposal[] = [
  { id: "digital-omnibus", title: "Digital Omnibus, data part", rules: [gdprAuthorityUnderOmnibus] },
];
