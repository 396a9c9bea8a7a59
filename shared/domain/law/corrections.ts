import type { Correction, Facts } from "./facts.ts";

/** Facts that are groups: a correction may replace one member, as in `businessAssociate.isAgent`. */
const groups: ReadonlySet<string> = new Set([
  "role",
  "affectedByState",
  "affectedByCountry",
  "businessAssociate",
  "processor",
  "establishment",
  "notified",
]);

/**
 * The facts after all corrections, in the order in which they were recorded. Clocks are then computed anew from the
 * start event: a corrected count restarts none of them, a corrected start moves them all, into the past if need be.
 */
export function correctedFacts(facts: Facts): Facts {
  const corrections = facts.corrections ?? [];
  if (corrections.length === 0) return facts;
  return corrections
    .toSorted((a, b) => Date.parse(a.recordedAt) - Date.parse(b.recordedAt))
    .reduce(applyCorrection, facts);
}

export function applyCorrection(facts: Facts, correction: Pick<Correction, "set">): Facts {
  let corrected: Facts = facts;
  for (const [path, value] of Object.entries(correction.set)) {
    const dot = path.indexOf(".");
    const group = path.slice(0, Math.max(dot, 0));
    corrected =
      dot > 0 && groups.has(group)
        ? { ...corrected, [group]: { ...(corrected[group] as object), [path.slice(dot + 1)]: value } }
        : { ...corrected, [path]: value };
  }
  return corrected;
}
