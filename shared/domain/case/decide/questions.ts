import { answerability, whyNotAnswerable } from "../answerability.ts";
import { earlierThanDecided } from "../awareness.ts";
import { answersTo } from "../vocabulary.ts";
import { filingOf, latestQuestion, questionOf } from "../state.ts";
import type { CaseState, Decision, Question } from "../state.ts";
import { ok, refuse } from "../commands.ts";
import type { Command, Decided, Refusal } from "../commands.ts";
import { answerBy } from "../questions.ts";
import { awarenessInAnswer, factEvents, withoutRepeats } from "./facts.ts";
import type { Answer, CaseEvent } from "../events.ts";
import type { Instant } from "../../instants.ts";
import { plus } from "../../instants.ts";
import type { Policy } from "../policy.ts";

/** Answers that close a door, or open one to the outside, and so must say why. */
const needsReason = (answer: Answer): boolean =>
  answer === "no" || answer === "set" || answer === "refuse" || answer === "close" || answer === "keep-open";

/** A "no" that newer facts may have overtaken: the encryption was broken after all. */
const isContradicted = (state: CaseState, { answer, seq }: Decision): boolean =>
  answer === "no" && state.factsSeq > seq;

/** Puts a question to people, unless it stands already or is settled. */
export function ask(
  state: CaseState,
  command: Extract<Command, { kind: "ask" }>,
  now: Instant,
  policy: Policy,
): Decided {
  const { question, obligationId, noticeId } = command;
  const before = latestQuestion(state, question, noticeId);
  if (before?.status === "open") return ok();
  if (question === "is-breach" && before?.decision && !isContradicted(state, before.decision)) return ok();
  if (question === "set-awareness" && !earlierThanDecided(state.awareness)) return ok();
  if (question === "confirm-filing" && filingOf(state, noticeId)) return ok();
  const notice = noticeId === null ? undefined : state.notices[noticeId];
  if (question === "approve-notice" && (!notice || notice.approved || notice.refused)) return ok();
  const habits = policy.questions[question];
  const number = state.questions.filter((asked) => asked.question === question).length + 1;
  const unanswered = state.questions.filter(
    (asked) => asked.question === question && asked.noticeId === noticeId && asked.status === "expired",
  );
  return ok({
    kind: "questionAsked",
    body: {
      questionId: `${question}-${number}`,
      question,
      obligationId,
      noticeId,
      textDigest: notice?.digest ?? null,
      role: before?.status === "expired" ? "executive" : habits.role,
      answerBy: answerBy(state, { question }, now, policy),
      expiresAt: plus(now, expiryMs(habits.expiresAfterMs, unanswered.length)),
    },
  });
}

/** A further round of asking; each begins once. */
export function remind(
  state: CaseState,
  { questionId, round, role }: Extract<Command, { kind: "remind" }>,
): Decided {
  const question = questionOf(state, questionId);
  if (question?.status !== "open" || question.rounds.some((each) => each.round === round)) return ok();
  return ok({
    kind: "questionReminded",
    body: { questionId, round, role, escalated: role !== question.role },
  });
}

const isOpen = (state: CaseState, questionId: string): boolean =>
  questionOf(state, questionId)?.status === "open";

/** Ends a question that nobody answered; never answers it. */
export const expire = (state: CaseState, { questionId }: Extract<Command, { kind: "expire" }>): Decided =>
  isOpen(state, questionId) ? ok({ kind: "questionExpired", body: { questionId } }) : ok();

export const withdrawQuestion = (
  state: CaseState,
  { questionId, why }: Extract<Command, { kind: "withdrawQuestion" }>,
): Decided =>
  isOpen(state, questionId) ? ok({ kind: "questionWithdrawn", body: { questionId, why } }) : ok();

/** Each time that nobody answered, the next question stands twice as long, up to two weeks: it nags, but not for ever alike. */
const expiryMs = (habitMs: number, unanswered: number): number =>
  Math.max(habitMs, Math.min(habitMs * 2 ** Math.min(unanswered, 10), 14 * 24 * 3_600_000));

/** One person's answer: the facts that it establishes, the moment of awareness that it locks, and the decision. */
export function answer(
  state: CaseState,
  command: Extract<Command, { kind: "answer" }>,
  now: Instant,
): Decided {
  const question = questionOf(state, command.questionId);
  if (!question)
    return refuse({ kind: "unknown-question", message: "This question was never asked in this case." });
  const problem =
    whyNotAnswerable(answerability(state, question, now)) ??
    whyWrong(question, command) ??
    whyLate(state, question, command);
  if (problem) return refuse(problem);
  const { questionId, reason, textDigest, role, reference, filedAt } = command;
  const decision: CaseEvent = {
    kind: "decisionRecorded",
    body: { questionId, answer: command.answer, reason, textDigest, role, reference, filedAt },
  };
  const { awareAt, ...facts } = command.facts ?? {};
  const why = `established in answering ${questionId}`;
  const stated = factEvents(state, facts, why);
  if (!stated.ok) return stated;
  const awareness = awarenessInAnswer(state, { ...command, awareAt: awareAt ?? null });
  if (!awareness.ok) return awareness;
  // Facts first: whoever reads the ledger between the two sees a decision only with what it was based on.
  return ok(...withoutRepeats([...stated.events, ...awareness.events]), decision);
}

/** What is wrong with an answer to a question that is open. */
function whyWrong(question: Question, command: Extract<Command, { kind: "answer" }>): Refusal | undefined {
  if (question.textDigest !== command.textDigest)
    return { kind: "text-changed", message: "The text is not the one that was shown; read it again." };
  const answers: readonly Answer[] = answersTo[question.question];
  if (!answers.includes(command.answer))
    return { kind: "wrong-answer", message: `This question is answered with ${answers.join(" or ")}.` };
  if (needsReason(command.answer) && command.reason.trim() === "")
    return { kind: "reason-missing", message: "Say why: this answer needs a reason." };
  if (command.answer.startsWith("filed") && (command.filedAt === null || command.reference === null))
    return { kind: "reason-missing", message: "Say when it was filed and under which reference." };
  return undefined;
}

/** GDPR Art. 33(1) and its kin: what is filed late is accompanied by reasons for the delay. */
function whyLate(
  state: CaseState,
  question: Question,
  command: Extract<Command, { kind: "answer" }>,
): Refusal | undefined {
  const due =
    question.obligationId === null ? null : (state.clocks[question.obligationId]?.reading.due ?? null);
  const late = command.filedAt !== null && due !== null && Date.parse(command.filedAt) > Date.parse(due);
  if (!late || command.reason.trim() !== "") return undefined;
  return { kind: "reason-missing", message: "This was filed after its deadline: say why it was late." };
}
