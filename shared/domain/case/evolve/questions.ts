import { assert } from "../../failures.ts";
import type { Answer, LedgerEntry } from "../events.ts";
import type { QuestionId } from "../../ids.ts";
import type { CaseState, Decision, Notice, Question } from "../state.ts";

type EntryOf<Kind extends LedgerEntry["kind"]> = Extract<LedgerEntry, { kind: Kind }>;

export function questionAsked(state: CaseState, { recordedAt, body }: EntryOf<"questionAsked">): CaseState {
  const question: Question = {
    ...body,
    askedAt: recordedAt,
    rounds: [{ round: 0, role: body.role, at: recordedAt }],
    status: "open",
    withdrawnBecause: null,
    decision: null,
  };
  return { ...state, questions: [...state.questions, question] };
}

export const questionReminded = (
  state: CaseState,
  { recordedAt, body }: EntryOf<"questionReminded">,
): CaseState =>
  setQuestion(state, body.questionId, (question) => ({
    ...question,
    rounds: [...question.rounds, { round: body.round, role: body.role, at: recordedAt }],
  }));

export const questionExpired = (state: CaseState, { body }: EntryOf<"questionExpired">): CaseState =>
  setQuestion(state, body.questionId, (question) => ({ ...question, status: "expired" }));

export const questionWithdrawn = (state: CaseState, { body }: EntryOf<"questionWithdrawn">): CaseState =>
  setQuestion(state, body.questionId, (question) => ({
    ...question,
    status: "withdrawn",
    withdrawnBecause: body.why,
  }));

/** A person's answer, and what it does to the notice that was asked about. */
export function decisionRecorded(state: CaseState, entry: EntryOf<"decisionRecorded">): CaseState {
  assert(entry.actor.kind === "person", "a decision was recorded without a person");
  const { questionId, answer, reason, role, reference, filedAt } = entry.body;
  const person = { id: entry.actor.id, name: entry.actor.name };
  const decision = { seq: entry.seq, at: entry.recordedAt, answer, reason, person, role, reference, filedAt };
  const next = setQuestion(state, questionId, (question) => ({ ...question, status: "answered", decision }));
  const question = next.questions.find((candidate) => candidate.questionId === questionId);
  const notice = question?.noticeId ? next.notices[question.noticeId] : undefined;
  if (!notice) return next;
  const mark = markOn(answer, { at: entry.recordedAt, by: person.name, reason, reference });
  return { ...next, notices: { ...next.notices, [notice.noticeId]: { ...notice, ...mark } } };
}

/** What an answer about a notice does to it. */
function markOn(
  answer: Answer,
  { at, by, reason, reference }: Pick<Decision, "at" | "reason" | "reference"> & { readonly by: string },
): Partial<Notice> {
  switch (answer) {
    case "approve":
      return { approved: { at, by } };
    case "refuse":
      return { refused: { at, by, reason } };
    case "filed-in-part":
      return { filedInPart: { at, reference } };
    default:
      return {};
  }
}

function setQuestion(
  state: CaseState,
  questionId: QuestionId,
  change: (question: Question) => Question,
): CaseState {
  const at = state.questions.findIndex((question) => question.questionId === questionId);
  const question = state.questions[at];
  assert(question, `question ${questionId} was never asked`);
  return { ...state, questions: state.questions.with(at, change(question)) };
}
