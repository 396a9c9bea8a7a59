import { questionOf } from "../../../shared/domain/case/state.ts";
import type { CaseState } from "../../../shared/domain/case/state.ts";
import { formatInstantInLine } from "../../../shared/domain/wording/times.ts";
import { answerPhrase, questionSentence, roleGroup } from "../../chrome/case-words.ts";
import { capital } from "../../chrome/words.ts";
import { describe } from "./entry.ts";
import type { Describers } from "./entry.ts";

/** What people were asked, and what they answered. */
export const questions: Describers<
  "questionAsked" | "questionReminded" | "questionExpired" | "questionWithdrawn" | "decisionRecorded"
> = {
  questionAsked: ({ questionId, role, answerBy, expiresAt, textDigest }, { state, zone }) =>
    describe(
      "decision",
      `${capital(roleGroup[role])} were asked: ${quoted(state, questionId)}`,
      `Answer wanted by ${formatInstantInLine(answerBy, zone)}; open until ${formatInstantInLine(expiresAt, zone)}.`,
      textDigest && `Text: SHA-256 ${textDigest}`,
    ),
  questionReminded: ({ questionId, role, escalated, round }, { state }) =>
    escalated
      ? describe(
          "trouble",
          `Nobody had answered, so ${roleGroup[role]} were asked too: ${quoted(state, questionId)}`,
        )
      : describe(
          "plain",
          `${capital(roleGroup[role])} were reminded (${round}): ${quoted(state, questionId)}`,
        ),
  questionExpired: ({ questionId }, { state }) =>
    describe("trouble", `Nobody answered in time, and the question expired: ${quoted(state, questionId)}`),
  questionWithdrawn: ({ questionId, why }, { state }) =>
    describe("plain", `The question was taken back: ${quoted(state, questionId)}`, why),
  decisionRecorded: (decision, { state, zone }, { actor }) => {
    const { questionId, answer, reason, reference, filedAt, role, textDigest } = decision;
    return describe(
      "decision",
      `${actor.name} answered ${quoted(state, questionId)}: ${answerPhrase[answer]}.`,
      reason && `Reason: ${reason}`,
      reference && `Reference: ${reference}`,
      filedAt && `Filed at ${formatInstantInLine(filedAt, zone)}`,
      `Decided as one of ${roleGroup[role]}.`,
      textDigest && `Text: SHA-256 ${textDigest}`,
    );
  },
};

function quoted(state: CaseState, questionId: string): string {
  const question = questionOf(state, questionId);
  return question ? `“${questionSentence(state, question)}”` : questionId;
}
