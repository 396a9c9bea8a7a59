import type { Facts } from "../../shared/domain/law/facts.ts";
import { assessObligations } from "../../shared/domain/law/obligations.ts";
import type { AssessmentOptions, ObligationAssessment } from "../../shared/domain/law/obligations.ts";
import { rulebook } from "../../shared/rules/rulebook.ts";

/** What one obligation comes to on the given facts, under the law as shipped. */
export function duty(id: string, facts: Facts, options: AssessmentOptions = {}): ObligationAssessment {
  const found = assessObligations(facts, rulebook, options).find(({ obligationId }) => obligationId === id);
  if (!found) throw new Error(`${id} is not an obligation of ${facts.regimes.join(", ")}`);
  return found;
}

/** The ids of what is owed, in the order of the rulebook. */
export function owed(facts: Facts): readonly string[] {
  return assessObligations(facts, rulebook)
    .filter(({ applies }) => applies)
    .map(({ obligationId }) => obligationId);
}
