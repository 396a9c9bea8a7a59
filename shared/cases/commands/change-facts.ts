import type { FormFields } from "../../contracts/forms.ts";
import { factsForm, readForm } from "../../contracts/forms.ts";
import type { FieldError, FormState } from "../../contracts/views.ts";
import { governingWith, isLocked } from "../../domain/case/awareness.ts";
import type { CaseState } from "../../domain/case/state.ts";
import type { ComputedDuty } from "../../domain/case/clock-changes.ts";
import type { Refusal } from "../../domain/case/commands.ts";
import type { FactsChange } from "../../domain/case/events.ts";
import type { CaseId } from "../../domain/ids.ts";
import type { Facts } from "../../domain/law/facts.ts";
import { formatInstantInLine } from "../../domain/wording/times.ts";
import type { Principal } from "../access.ts";
import { commit } from "../store/commit.ts";
import { dutiesOf, factsOf } from "../duties.ts";
import type { AppContext } from "../app-context.ts";
import { formContext } from "../../../web/chrome/form-values.ts";

export type FactsStated =
  | { readonly kind: "form"; readonly form: FormState }
  /** Read and computed; nothing is written before the person has seen it. */
  | {
      readonly kind: "preview";
      readonly facts: FactsChange;
      readonly reason: string;
      readonly duties: readonly ComputedDuty[];
      readonly form: FormState;
    }
  | { readonly kind: "confirmed"; readonly facts: FactsChange; readonly reason: string };

/** Reads the posted facts, and what the law would make of the case with them. Writes nothing. */
export function readFacts(appContext: AppContext, state: CaseState, fields: FormFields): FactsStated {
  const now = appContext.clock.now();
  const context = formContext(state, now);
  // "Change it" on the preview: the form again, as it was typed.
  if (fields["confirm"] === "no") return { kind: "form", form: { values: fields, errors: [] } };
  const read = readForm(factsForm(context), fields);
  if (!read.ok) return { kind: "form", form: read.form };
  const { reason, confirmed } = read.value;
  const facts = withGroups(state, { ...read.value.facts });
  const errors = awarenessProblem(state, facts);
  if (errors.length > 0) return { kind: "form", form: { values: fields, errors } };
  if (confirmed) return { kind: "confirmed", facts, reason };
  const duties = dutiesOf(appContext, withStated(state, facts), now);
  return { kind: "preview", facts, reason, duties, form: { values: fields, errors: [] } };
}

export type FactsRecorded =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly error: Refusal | { readonly kind: "unknown-case"; readonly message: string };
    };

/** Writes what was confirmed; facts that stand so already are not written again. */
export async function recordFacts(
  appContext: AppContext,
  principal: Principal,
  change: { readonly caseId: CaseId; readonly facts: FactsChange; readonly reason: string },
): Promise<FactsRecorded> {
  const actor = { kind: "person", id: principal.personId, name: principal.name } as const;
  const { caseId, facts, reason } = change;
  return commit(appContext, caseId, actor, { kind: "changeFacts", set: facts, reason });
}

/** What a form states of a supplier or a role stands beside what is known of it already. */
export function withGroups(state: CaseState, facts: FactsChange): FactsChange {
  const groups = (["role", "businessAssociate", "processor"] as const).flatMap((name): [string, object][] =>
    facts[name] ? [[name, { ...state.facts[name], ...facts[name] }]] : [],
  );
  return { ...facts, ...(Object.fromEntries(groups) as FactsChange) };
}

/** The facts as they would stand: a later moment of awareness is recorded, but the earliest governs. */
export function withStated(state: CaseState, { awareAt, ...facts }: FactsChange): Facts {
  const governs = awareAt == null ? {} : { awareAt: governingWith(state.awareness, awareAt) };
  return { ...factsOf(state), ...facts, ...governs };
}

/** Awareness, once decided, may turn out to have begun earlier; it never becomes later. */
export function awarenessProblem(state: CaseState, { awareAt }: FactsChange): readonly FieldError[] {
  const { decided } = state.awareness;
  if (!decided || awareAt == null || !isLocked(state.awareness, awareAt)) return [];
  const said = formatInstantInLine(decided.awareAt, state.entity.timeZone);
  return [
    {
      field: "awareAt",
      message: `Awareness was decided as ${said}. It may be corrected to an earlier time, never to a later one.`,
    },
  ];
}
