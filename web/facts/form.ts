/** `readFactsForm`: facts that a person states in the form. `awarenessProblem`: a moment that may not be stated any more. */
import { factsForm, readForm } from "../../shared/contracts/forms.ts";
import type { FormFields } from "../../shared/contracts/forms.ts";
import type { FieldError, FormState } from "../../shared/contracts/views.ts";
import { isLocked } from "../../shared/domain/case/awareness.ts";
import type { FactsPatch } from "../../shared/domain/case/events.ts";
import { withGroups } from "../../shared/domain/case/stated-facts.ts";
import type { CaseState } from "../../shared/domain/case/state.ts";
import type { Instant } from "../../shared/domain/instants.ts";
import { formatInstantInLine } from "../../shared/domain/wording/times.ts";
import { formContext } from "../chrome/form-values.ts";

export type ReadFacts =
  /** The form again, as it was typed. */
  | { readonly ok: false; readonly form: FormState }
  | {
      readonly ok: true;
      readonly facts: FactsPatch;
      readonly reason: string;
      /** False: show what would move. True: the person has seen it and wants it recorded. */
      readonly confirmed: boolean;
    };

export function readFactsForm(state: CaseState, fields: FormFields, now: Instant): ReadFacts {
  // "Change it" on the preview.
  if (fields["confirm"] === "no") return { ok: false, form: { values: fields, errors: [] } };
  const read = readForm(factsForm(formContext(state, now)), fields);
  if (!read.ok) return read;
  const { reason, confirmed } = read.value;
  const facts = withGroups(state, { ...read.value.facts });
  const errors = awarenessProblem(state, facts);
  if (errors.length > 0) return { ok: false, form: { values: fields, errors } };
  return { ok: true, facts, reason, confirmed };
}

/** Awareness, once decided, may turn out to have begun earlier; it never becomes later. */
export function awarenessProblem(
  { awareness, entity }: Pick<CaseState, "awareness" | "entity">,
  { awareAt }: FactsPatch,
): readonly FieldError[] {
  const { decided } = awareness;
  if (!decided || awareAt == null || !isLocked(awareness, awareAt)) return [];
  const decidedAs = formatInstantInLine(decided.awareAt, entity.timeZone);
  return [
    {
      field: "awareAt",
      message: `Awareness was decided as ${decidedAs}. It may be corrected to an earlier time, never to a later one.`,
    },
  ];
}
