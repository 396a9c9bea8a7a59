import type { FormFields } from "../../contracts/forms.ts";
import {
  approvalForm,
  closingForm,
  filingForm,
  isBreachForm,
  readForm,
  setAwarenessForm,
} from "../../contracts/forms.ts";
import type { BreachAnswer, FilingAnswer } from "../../contracts/forms.ts";
import type { FieldError, FormState } from "../../contracts/views.ts";
import { questionOf } from "../../domain/case/state.ts";
import type { CaseState, Question } from "../../domain/case/state.ts";
import type { Command, Refusal } from "../../domain/case/commands.ts";
import type { FactsChange, QuestionKind, Role } from "../../domain/case/events.ts";
import type { CaseId, QuestionId } from "../../domain/ids.ts";
import type { Instant } from "../../domain/instants.ts";
import { unreachable } from "../../domain/failures.ts";
import type { Principal } from "../access.ts";
import { mayAnswer } from "../access.ts";
import { awarenessProblem, withGroups, withStated } from "./change-facts.ts";
import { commit, loadCase } from "../store/commit.ts";
import { dutiesOf, needsOfNo } from "../duties.ts";
import type { AppContext } from "../app-context.ts";
import { isLate } from "../../../web/decide/view.ts";
import { factsWanted } from "../queries/facts-wanted.ts";
import { formContext } from "../../../web/chrome/form-values.ts";
import { ruleOf } from "../queries/law.ts";

export type Answering =
  | { readonly kind: "recorded"; readonly state: CaseState }
  /** The form has to be put right; nothing was written. */
  | { readonly kind: "form"; readonly form: FormState }
  | { readonly kind: "forbidden" }
  | {
      readonly kind: "refused";
      readonly error: Refusal | { readonly kind: "unknown-case"; readonly message: string };
    };

type Answer = Extract<Command, { kind: "answer" }>;

/**
 * One person's answer to one question, from the posted form into the ledger. The first answer wins; a repeat of it is
 * told who decided. Throws TransientFailure when the ledger cannot be reached.
 */
export async function answerQuestion(
  appContext: AppContext,
  principal: Principal,
  about: { readonly caseId: CaseId; readonly questionId: QuestionId; readonly fields: FormFields },
): Promise<Answering> {
  const state = await loadCase(appContext, about.caseId);
  const question = state && questionOf(state, about.questionId);
  if (!state || !question)
    return {
      kind: "refused",
      error: { kind: "unknown-question", message: "This question was never asked in this case." },
    };
  const role = mayAnswer(question, principal.roles);
  if (role === undefined) return { kind: "forbidden" };

  const read = readAnswer(appContext, state, question, { role, fields: about.fields });
  // What can no longer be answered is said before what is wrong with the form.
  if (!read.ok) {
    const open =
      question.status === "open" && Date.parse(question.expiresAt) > Date.parse(appContext.clock.now());
    if (open) return { kind: "form", form: read.form };
  }
  const command = read.ok ? read.command : emptyAnswer(question, role);
  const actor = { kind: "person", id: principal.personId, name: principal.name } as const;
  const committed = await commit(appContext, about.caseId, actor, command);
  if (committed.ok) return { kind: "recorded", state: committed.state };
  if (committed.error.kind === "reason-missing" || committed.error.kind === "wrong-answer") {
    const field = committed.error.kind === "reason-missing" ? "reason" : "answer";
    return {
      kind: "form",
      form: { values: about.fields, errors: [{ field, message: committed.error.message }] },
    };
  }
  return { kind: "refused", error: committed.error };
}

type ReadAnswer =
  { readonly ok: true; readonly command: Answer } | { readonly ok: false; readonly form: FormState };

function readAnswer(
  appContext: AppContext,
  state: CaseState,
  question: Question,
  { role, fields }: { readonly role: Role; readonly fields: FormFields },
): ReadAnswer {
  const now = appContext.clock.now();
  const context = formContext(state, now);
  const common = { ...emptyAnswer(question, role) };
  switch (question.question) {
    case "is-breach": {
      const read = readForm(isBreachForm(context), fields);
      if (!read.ok) return read;
      const facts = factsIn(state, read.value, now);
      const errors = [
        ...awarenessProblem(state, facts),
        ...stillOwed(appContext, state, read.value, facts, now),
      ];
      if (errors.length > 0) return { ok: false, form: { values: fields, errors } };
      const { answer, reason, awarenessReason } = read.value;
      return { ok: true, command: { ...common, answer, reason, awarenessReason, facts } };
    }
    case "set-awareness": {
      const read = readForm(setAwarenessForm(context), fields);
      if (!read.ok) return read;
      const { answer, awareAt, reason } = read.value;
      const errors = awarenessProblem(state, { awareAt });
      if (errors.length > 0) return { ok: false, form: { values: fields, errors } };
      return { ok: true, command: { ...common, answer, reason, facts: { awareAt } } };
    }
    case "approve-notice": {
      const read = readForm(approvalForm, fields);
      if (!read.ok) return read;
      const { answer, reason, digest } = read.value;
      return { ok: true, command: { ...common, answer, reason, textDigest: digest } };
    }
    case "confirm-filing": {
      const late = isLate(state, question, now);
      const read = readForm(filingForm({ ...context, late }), fields);
      if (!read.ok) return read;
      return { ok: true, command: { ...common, ...read.value, ...phaseOf(question, read.value) } };
    }
    case "close-case": {
      const read = readForm(closingForm, fields);
      if (!read.ok) return read;
      return { ok: true, command: { ...common, ...read.value } };
    }
    default:
      return unreachable(question.question);
  }
}

/**
 * Filed with more to follow. The first notice is met by it, and the further information becomes a duty of its own; a
 * further phase leaves its duty open until the last one.
 */
function phaseOf(
  { obligationId }: Question,
  { answer }: FilingAnswer,
): Pick<Answer, "answer"> & Partial<Pick<Answer, "facts">> {
  if (answer !== "filed-in-part") return { answer };
  const continues = obligationId !== null && ruleOf(obligationId)?.phases === "continues";
  return continues
    ? { answer: "filed-in-part" }
    : { answer: "filed", facts: { initialNotificationIncomplete: true } };
}

const emptyAnswer = ({ questionId, textDigest, question }: Question, role: Role): Answer => ({
  kind: "answer",
  questionId,
  answer: mildestAnswer[question],
  reason: "",
  // Where there is a text, the form says which one was shown.
  textDigest: question === "approve-notice" ? null : textDigest,
  role,
  reference: null,
  filedAt: null,
  facts: null,
});

/** Stands in for an answer that could not be read, so that the domain can say whether any would still be taken. */
const mildestAnswer: Readonly<Record<QuestionKind, Answer["answer"]>> = {
  "is-breach": "no",
  "set-awareness": "set",
  "approve-notice": "refuse",
  "confirm-filing": "not-yet",
  "close-case": "keep-open",
};

/**
 * What the answer establishes. Who says that it is a breach is aware of it: with no earlier moment stated, awareness
 * counts from the answer, so that the 72 hours never wait for a field that was left blank.
 */
function factsIn(state: CaseState, { answer, facts, factors }: BreachAnswer, now: Instant): FactsChange {
  const isAware = (facts.awareAt ?? state.facts.awareAt) != null;
  const becomesAware = answer === "yes" && !isAware && factsWanted(state.facts).has("awareAt");
  const stated = Object.entries(factors).filter(([, words]) => words !== null);
  return {
    ...withGroups(state, { ...facts }),
    ...(becomesAware && { awareAt: now }),
    ...(stated.length > 0 && { fourFactors: Object.fromEntries(stated) }),
  };
}

/** "No" cannot stand beside facts from which the law still takes it for a breach that somebody must be told of. */
function stillOwed(
  appContext: AppContext,
  state: CaseState,
  { answer }: BreachAnswer,
  facts: FactsChange,
  now: Instant,
): readonly FieldError[] {
  if (answer !== "no") return [];
  const owed = dutiesOf(appContext, withStated(state, facts), now).filter(
    ({ applies, needsNotice, isOurs }) => applies && needsNotice && isOurs,
  );
  const [first] = owed;
  if (first === undefined) return [];
  const needs = owed.flatMap(({ reading }) => needsOfNo(reading) ?? []);
  // One sentence a field: that of the duty which comes first in the rulebook.
  const firsts = needs.filter(({ fact }, index) => needs.findIndex((need) => need.fact === fact) === index);
  if (firsts.length > 0) return firsts.map(({ fact, words }) => ({ field: fact, message: words }));
  const { title, citation } = first.reading;
  const message = `On these facts “${title}” (${citation}) is still owed. Correct the facts, or answer yes.`;
  return [{ field: "", message }];
}
