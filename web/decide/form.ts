import {
  approvalForm,
  closingForm,
  filingForm,
  isBreachForm,
  readForm,
  setAwarenessForm,
} from "../../shared/contracts/forms.ts";
import type { BreachAnswer, FormFields } from "../../shared/contracts/forms.ts";
import type { FormState } from "../../shared/contracts/views.ts";
import type { FactsPatch } from "../../shared/domain/case/events.ts";
import type { StatedAnswer } from "../../shared/domain/case/stated-answer.ts";
import { withGroups } from "../../shared/domain/case/stated-facts.ts";
import type { CaseState, Question } from "../../shared/domain/case/state.ts";
import { unreachable } from "../../shared/domain/failures.ts";
import type { Instant } from "../../shared/domain/instants.ts";
import { formContext } from "../chrome/form-values.ts";
import { awarenessProblem } from "../facts/form.ts";
import { isLate } from "./late.ts";

export type ReadAnswer =
  | { readonly ok: true; readonly answer: StatedAnswer }
  /** The form again, as it was typed, with what is wrong beside each field. */
  | { readonly ok: false; readonly form: FormState };

/** Reads an answer to one question as the question's form posts it; a program's answer is put into the same fields. */
export function readAnswerForm(
  state: CaseState,
  question: Question,
  { fields, now }: { readonly fields: FormFields; readonly now: Instant },
): ReadAnswer {
  const context = formContext(state, now);
  const unstated = { textDigest: question.textDigest, reference: null, filedAt: null, facts: null };
  const wrong = (errors: FormState["errors"]): ReadAnswer => ({
    ok: false,
    form: { values: fields, errors },
  });
  switch (question.question) {
    case "is-breach": {
      const read = readForm(isBreachForm(context), fields);
      if (!read.ok) return read;
      const { answer, reason, awarenessReason } = read.value;
      const facts = factsIn(state, read.value);
      const errors = awarenessProblem(state, facts);
      if (errors.length > 0) return wrong(errors);
      return { ok: true, answer: { ...unstated, answer, reason, awarenessReason, facts } };
    }
    case "set-awareness": {
      const read = readForm(setAwarenessForm(context), fields);
      if (!read.ok) return read;
      const { answer, awareAt, reason } = read.value;
      const errors = awarenessProblem(state, { awareAt });
      if (errors.length > 0) return wrong(errors);
      return { ok: true, answer: { ...unstated, answer, reason, facts: { awareAt } } };
    }
    case "approve-notice": {
      const read = readForm(approvalForm, fields);
      if (!read.ok) return read;
      const { answer, reason, digest } = read.value;
      return { ok: true, answer: { ...unstated, answer, reason, textDigest: digest } };
    }
    case "confirm-filing": {
      const read = readForm(filingForm({ ...context, late: isLate(state, question, now) }), fields);
      return read.ok ? { ok: true, answer: { ...unstated, ...read.value } } : read;
    }
    case "close-case": {
      const read = readForm(closingForm, fields);
      return read.ok ? { ok: true, answer: { ...unstated, ...read.value } } : read;
    }
    default:
      return unreachable(question.question);
  }
}

/** What the answer establishes: the stated facts, and in words what was found about each of the four factors. */
function factsIn(state: CaseState, { facts, factors }: BreachAnswer): FactsPatch {
  const stated = Object.entries(factors).filter(([, words]) => words !== null);
  return {
    ...withGroups(state, { ...facts }),
    ...(stated.length > 0 && { fourFactors: Object.fromEntries(stated) }),
  };
}
