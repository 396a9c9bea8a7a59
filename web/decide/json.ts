/** `questionJson`: one question for programs, with what follows from each answer. */
import type { DecideView } from "../../shared/contracts/views.ts";
import type { Answerability } from "../../shared/domain/case/answerability.ts";
import type { Question } from "../../shared/domain/case/state.ts";
import { formatInstantInLine } from "../../shared/domain/wording/times.ts";

/** `standing`: whether it takes an answer at this moment. */
export function questionJson(view: DecideView, question: Question, standing: Answerability) {
  const notice = "notice" in view ? view.notice : null;
  return {
    caseId: view.heading.caseId,
    questionId: question.questionId,
    kind: question.question,
    sentence: view.question.sentence,
    obligationId: question.obligationId,
    status: question.status,
    answerability: standing.kind,
    withdrawnBecause: question.withdrawnBecause,
    role: question.role,
    mayAnswer: view.question.href !== null,
    answerBy: question.answerBy,
    expiresAt: question.expiresAt,
    whatHappened: view.whatHappened,
    outcomes: view.outcomes,
    reasonWanted: view.reasonWanted,
    notice: notice && {
      noticeId: notice.noticeId,
      version: notice.version,
      subject: notice.subject,
      text: notice.text,
      digest: notice.digest,
    },
    goesTo: "goesTo" in view ? view.goesTo : null,
    filing:
      view.kind === "confirm-filing"
        ? { where: view.where, fields: view.fields, late: view.late, inPhases: view.inPhases }
        : null,
    awareness: "awareness" in view ? view.awareness : null,
    openDuties: "openDuties" in view ? view.openDuties : null,
    decision: decisionJson(question),
  };
}

export const decisionJson = ({ decision }: Question) =>
  decision && {
    answer: decision.answer,
    reason: decision.reason,
    by: decision.person.name,
    role: decision.role,
    at: decision.at,
    reference: decision.reference,
    filedAt: decision.filedAt,
  };

/** For whoever comes second: who decided what, when and why. */
export function alreadyDecidedSentence({ decision }: Question, timeZone: string): string {
  if (!decision) return "Already decided. This question was answered";
  const { person, answer, at, reason } = decision;
  const because = reason === "" ? "" : `: ${reason}`;
  return `Already decided. ${person.name} answered “${answer}” on ${formatInstantInLine(at, timeZone)}${because}`;
}
