/** `formValuesOf`: what is known so far, as the forms of forms.ts are filled with it; `knownMoments` beside it. */
import type { FormFields } from "../../contracts/forms.ts";
import type { FormContext, MomentField } from "../../contracts/stated-facts.ts";
import type { CaseState } from "../../domain/case-state.ts";
import type { Instant } from "../../domain/entries.ts";
import { instantToLocal } from "../../domain/local-time.ts";

const moments: readonly MomentField[] = ["discoveredAt", "awareAt", "occurredAt", "shouldHaveKnownAt"];

/** The instants behind the minutes that the form shows. */
export function knownMoments({ facts }: CaseState): NonNullable<FormContext["known"]> {
  const known: Partial<Record<MomentField, Instant>> = {};
  for (const name of moments) {
    const value = facts[name];
    if (typeof value === "string") known[name] = new Date(value).toISOString();
  }
  return known;
}

export function formValuesOf(state: CaseState): FormFields {
  const { facts, entity } = state;
  const values: Record<string, string | readonly string[]> = {};
  for (const [name, at] of Object.entries(knownMoments(state)))
    values[name] = instantToLocal(at, entity.timeZone);
  if (typeof facts.affectedTotal === "number") values["affectedTotal"] = String(facts.affectedTotal);
  for (const name of ["affectedByState", "affectedByCountry"] as const)
    if (facts[name]) values[name] = placesOf(facts[name]);
  for (const name of ["encrypted", "encryptionMeetsGuidance", "keyCompromised"] as const)
    if (typeof facts[name] === "boolean") values[name] = facts[name] ? "yes" : "no";
  for (const name of ["fourFactorResult", "riskLevel"] as const) if (facts[name]) values[name] = facts[name];
  if (facts.dataCategories) values["dataCategories"] = facts.dataCategories;
  return values;
}

const placesOf = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([place, count]) => `${place} ${count}`)
    .join("\n");
