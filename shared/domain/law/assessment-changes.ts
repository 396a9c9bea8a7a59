/** What a change of the facts did to the obligations. */
import type { ObligationAssessment } from "./obligations.ts";

export interface AssessmentChange {
  readonly obligationId: string;
  readonly kind: "opened" | "moved" | "withdrawn" | "changed";
  readonly dueBefore: string | null;
  readonly dueAfter: string | null;
  /** One sentence for a reader in a hurry. */
  readonly words: string;
  /** The steps of the new assessment that were not in the old one: why it came out differently. */
  readonly because: readonly string[];
}

/** What another set of facts, or another text of the law, does to the duties: opened, moved, withdrawn, and why. */
export function compareAssessments(
  before: readonly ObligationAssessment[],
  after: readonly ObligationAssessment[],
): readonly AssessmentChange[] {
  const earlierById = new Map(before.map((assessment) => [assessment.obligationId, assessment]));
  const laterIds = new Set(after.map(({ obligationId }) => obligationId));
  const changes = after.flatMap((now) => changeOf(earlierById.get(now.obligationId), now));
  const gone = before.filter(({ obligationId, applies }) => applies && !laterIds.has(obligationId));
  return [...changes, ...gone.map((was) => withdrawn(was, ["Its regime is no longer chosen."]))];
}

function changeOf(
  was: ObligationAssessment | undefined,
  now: ObligationAssessment,
): readonly AssessmentChange[] {
  const because = now.explanation.filter((step) => !was?.explanation.includes(step));
  if (!was?.applies) {
    if (!now.applies) return [];
    const words =
      now.due === null ? `${now.title} is now owed.` : `${now.title} is now owed, due ${now.due}.`;
    return [{ ...idsAndDues(was, now), kind: "opened", words, because }];
  }
  if (!now.applies) return [withdrawn(was, because)];
  if (was.due !== now.due) {
    const words = `${now.title} is due ${now.due ?? "without a fixed date"} instead of ${was.due ?? "without a fixed date"}.`;
    return [{ ...idsAndDues(was, now), kind: "moved", words, because }];
  }
  const differing = comparedKeys.filter((key) => JSON.stringify(was[key]) !== JSON.stringify(now[key]));
  if (differing.length === 0) return [];
  const words = `${now.title} keeps its date; ${differing.join(", ")} changed.`;
  return [{ ...idsAndDues(was, now), kind: "changed", words, because }];
}

const comparedKeys = [
  "clockStart",
  "notBefore",
  "latestArguable",
  "latestContested",
  "jurisdictions",
  "authorities",
  "owedBy",
  "owedTo",
  "method",
  "requiresReasons",
] as const;

function withdrawn(was: ObligationAssessment, because: readonly string[]): AssessmentChange {
  return {
    obligationId: was.obligationId,
    kind: "withdrawn",
    dueBefore: was.due,
    dueAfter: null,
    words: `${was.title} is no longer owed.`,
    because,
  };
}

function idsAndDues(was: ObligationAssessment | undefined, now: ObligationAssessment) {
  return { obligationId: now.obligationId, dueBefore: was?.due ?? null, dueAfter: now.due };
}
