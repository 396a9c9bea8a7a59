import type { ChoiceFact, FlagFact, InstantFact, Measure } from "../law/rule.ts";

/** How the facts are called in an explanation. One table, so that every rule says the same thing the same way. */

export const instantWords: Readonly<Record<InstantFact, string>> = {
  discoveredAt: "first actual knowledge of the incident",
  shouldHaveKnownAt: "the moment reasonable diligence would have revealed it",
  awareAt: "reasonable certainty about the incident",
  determinedAt: "the moment it was determined",
  extortionPaymentAt: "the moment it was paid",
  occurredAt: "the incident itself",
  wrongdoerKnewAt: "the knowledge of the person who committed the breach",
  privacyOfficerInformedAt: "the report to the privacy officer",
  riskAssessmentCompletedAt: "the end of the risk assessment",
  "businessAssociate.discoveredAt": "the business associate's own discovery",
  "businessAssociate.shouldHaveKnownAt": "the moment the business associate should have known",
  "businessAssociate.notifiedCoveredEntityAt": "being told by the business associate",
  "processor.awareAt": "the processor's awareness",
  "processor.notifiedControllerAt": "being told by the processor",
};

export const flagWords: Readonly<Record<FlagFact, { readonly yes: string; readonly no: string }>> = {
  encrypted: { yes: "The data was encrypted", no: "The data was not encrypted" },
  encryptionMeetsGuidance: {
    yes: "The encryption follows the recognised guidance",
    no: "The encryption is not shown to follow the recognised guidance",
  },
  encryptionStateOfTheArt: {
    yes: "The encryption is state of the art",
    no: "The encryption is not shown to be state of the art",
  },
  keyCompromised: { yes: "The key is compromised", no: "The key is not known to be compromised" },
  imminentMisuse: {
    yes: "Misuse is thought to be imminent",
    no: "Nobody has stated that misuse is imminent",
  },
  initialNotificationIncomplete: {
    yes: "The first notification was incomplete",
    no: "Nobody has stated that the first notification was incomplete",
  },
  harmUnlikely: {
    yes: "A documented finding says that harm or misuse is not reasonably likely",
    no: "No documented finding says that harm or misuse is unlikely",
  },
  significantIncident: {
    yes: "Nobody has stated that the incident is not significant",
    no: "The incident is stated not to be significant",
  },
  "businessAssociate.isAgent": {
    yes: "The business associate acts as an agent",
    no: "The business associate is not an agent",
  },
};

export const choiceWords: Readonly<Record<ChoiceFact, string>> = {
  riskLevel: "the risk to people",
  hipaaExclusion: "the exclusion",
  fourFactorResult: "the result of the four-factor assessment",
  art34Exception: "the exception from telling the people",
  "establishment.euMainEstablishment": "the main establishment",
};

export function measureWords(measure: Measure): string {
  switch (measure.kind) {
    case "everyone":
      return "people affected";
    case "unreachable":
      return "people without usable contact data";
    case "residents":
      return `residents of ${measure.state} affected`;
  }
}
