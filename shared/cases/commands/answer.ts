import { answerability } from "../../domain/case/answerability.ts";
import { actorOf, mayAnswer } from "../../domain/case/authority.ts";
import type { Principal } from "../../domain/case/authority.ts";
import type { FactsPatch } from "../../domain/case/events.ts";
import type { StatedAnswer } from "../../domain/case/stated-answer.ts";
import { withStated } from "../../domain/case/stated-facts.ts";
import { questionOf } from "../../domain/case/state.ts";
import type { CaseState, Question } from "../../domain/case/state.ts";
import type { CaseId, QuestionId } from "../../domain/ids.ts";
import type { Instant } from "../../domain/instants.ts";
import { factsWanted } from "../../domain/law/facts-wanted.ts";
import { ruleOf } from "../../domain/law/rule-lookup.ts";
import { rulebook } from "../../rules/rulebook.ts";
import type { AppContext } from "../app-context.ts";
import { dutiesOf, needsOfNo } from "../duties.ts";
import { commit, loadCase } from "../store/commit.ts";
import type { CommitRefusal } from "../store/commit.ts";

export type Answering =
  | { readonly kind: "recorded"; readonly state: CaseState; readonly pagesMayLag: boolean }
  /** Something of the answer has to be put right; nothing was written. */
  | { readonly kind: "incomplete"; readonly problems: readonly AnswerProblem[] }
  | { readonly kind: "forbidden" }
  | {
      readonly kind: "refused";
      readonly error: CommitRefusal;
    };

export interface AnswerProblem {
  /** Name of a fact, `answer` or `reason`; "" for the answer as a whole. */
  readonly about: string;
  readonly message: string;
}

/**
 * Records one person's answer to one question. The first answer wins; a repeat of it is told who decided. Throws
 * TransientFailure when the ledger cannot be reached.
 */
export async function answerQuestion(
  appContext: AppContext,
  principal: Principal,
  asked: { readonly caseId: CaseId; readonly questionId: QuestionId; readonly answer: StatedAnswer },
): Promise<Answering> {
  const { caseId, questionId } = asked;
  const state = await loadCase(appContext, caseId);
  const question = state && questionOf(state, questionId);
  if (!state || !question)
    return {
      kind: "refused",
      error: { kind: "unknown-question", message: "This question was never asked in this case." },
    };
  const role = mayAnswer(question, principal);
  if (role === undefined) return { kind: "forbidden" };

  const now = appContext.clock.now();
  const answer = completed(state, question, { answer: asked.answer, now });
  // What can no longer be answered is said before what is wrong with the answer: by the domain, below.
  if (answerability(state, question, now).kind === "open") {
    const problems = stillOwed(appContext, state, { question, answer, now });
    if (problems.length > 0) return { kind: "incomplete", problems };
  }
  const command = { kind: "answer", questionId, role, ...answer } as const;
  const committed = await commit(appContext, caseId, actorOf(principal), command);
  if (committed.ok) {
    const { state: after, pagesMayLag } = committed;
    return { kind: "recorded", state: after, pagesMayLag };
  }
  const { kind, message } = committed.error;
  if (kind === "reason-missing") return { kind: "incomplete", problems: [{ about: "reason", message }] };
  if (kind === "wrong-answer") return { kind: "incomplete", problems: [{ about: "answer", message }] };
  return { kind: "refused", error: committed.error };
}

interface Answered {
  readonly answer: StatedAnswer;
  readonly now: Instant;
}

/** The answer with what follows from it by itself. */
function completed(state: CaseState, question: Question, { answer, now }: Answered): StatedAnswer {
  switch (question.question) {
    case "is-breach":
      return { ...answer, facts: withAwareness(state, { answer, now }) };
    case "confirm-filing":
      return answer.answer === "filed-in-part" ? phaseOf(question, answer) : answer;
    default:
      return answer;
  }
}

/**
 * Who says that it is a breach is aware of it: with no earlier moment stated, awareness counts from the answer, so that
 * the 72 hours never wait for a field that was left blank.
 */
function withAwareness(state: CaseState, { answer: { answer, facts }, now }: Answered): FactsPatch | null {
  const isAware = (facts?.awareAt ?? state.facts.awareAt) != null;
  const becomesAware = answer === "yes" && !isAware && factsWanted(rulebook, state.facts).has("awareAt");
  return becomesAware ? { ...facts, awareAt: now } : facts;
}

/**
 * Filed with more to follow. The first notice is met by it, and the further information becomes a duty of its own; a
 * further phase leaves its duty open until the last one.
 */
function phaseOf({ obligationId }: Question, answer: StatedAnswer): StatedAnswer {
  const continues = obligationId !== null && ruleOf(rulebook, obligationId)?.phases === "continues";
  return continues
    ? answer
    : { ...answer, answer: "filed", facts: { ...answer.facts, initialNotificationIncomplete: true } };
}

/** "No" cannot stand beside facts from which the law still takes it for a breach that somebody must be told of. */
function stillOwed(
  appContext: AppContext,
  state: CaseState,
  { question, answer, now }: Answered & { readonly question: Question },
): readonly AnswerProblem[] {
  if (question.question !== "is-breach" || answer.answer !== "no") return [];
  const owed = dutiesOf(appContext, withStated(state, answer.facts ?? {}), now).filter(
    ({ applies, needsNotice, isOurs }) => applies && needsNotice && isOurs,
  );
  const [first] = owed;
  if (first === undefined) return [];
  const needs = owed.flatMap(({ reading }) => needsOfNo(reading) ?? []);
  // One sentence a field: that of the duty which comes first in the rulebook.
  const firsts = needs.filter(({ fact }, index) => needs.findIndex((need) => need.fact === fact) === index);
  if (firsts.length > 0) return firsts.map(({ fact, words }) => ({ about: fact, message: words }));
  const { title, citation } = first.reading;
  const message = `On these facts “${title}” (${citation}) is still owed. Correct the facts, or answer yes.`;
  return [{ about: "", message }];
}
