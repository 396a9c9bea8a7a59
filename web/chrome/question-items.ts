/** The questions of a case: `questionItem`, `openQuestions`, `whyNotOpen`. */
import type { QuestionItem } from "../../shared/contracts/views.ts";
import type { CaseState, Question } from "../../shared/domain/case/state.ts";
import type { Principal } from "../../shared/domain/case/authority.ts";
import { mayAnswer } from "../../shared/domain/case/authority.ts";
import { questionHref } from "./case-heading.ts";
import { questionSentence } from "./case-words.ts";

export function questionItem(state: CaseState, question: Question, principal: Principal): QuestionItem {
  const mine = mayAnswer(question, principal) !== undefined;
  return {
    questionId: question.questionId,
    kind: question.question,
    sentence: questionSentence(state, question),
    href: mine ? questionHref(state.caseId, question.questionId) : null,
    caseCode: state.code,
    answerBy: question.answerBy,
    role: question.role,
    reminders: question.rounds.length - 1,
  };
}

export const openQuestions = (state: CaseState, principal: Principal): readonly QuestionItem[] =>
  state.questions
    .filter(({ status }) => status === "open")
    .map((question) => questionItem(state, question, principal));
