import { earlierThanDecided } from "./awareness.ts";
import {
  isApproved,
  filingOf,
  isBegun,
  isFiledBefore,
  isHeldBack,
  latestQuestion,
  questionOf,
  resolutionFor,
  sendKey,
} from "./case-state.ts";
import type { CaseState, Decision, Question } from "./case-state.ts";
import { isMoved, isOwedFurther } from "./clock-changes.ts";
import type { ClockChange } from "./clock-changes.ts";
import { mayClose } from "./closing.ts";
import { ok, refuse } from "./commands.ts";
import type { Command, Decided, Refusal } from "./commands.ts";
import { answerBy } from "./companion-steps.ts";
import { decideHold } from "./decide-holds.ts";
import {
  awarenessInAnswer,
  changeFacts,
  factHappenings,
  joinAlert,
  reopen,
  withoutRepeats,
} from "./decide-facts.ts";
import type { Answer, Happening, Instant, QuestionKind } from "./entries.ts";
import { unreachable } from "./failures.ts";
import { isToBeSentAgain, resend } from "./resend.ts";
import { hasStruck } from "./milestones.ts";
import { plus } from "./plus.ts";
import type { Policy } from "./policy.ts";

const answersTo: Readonly<Record<QuestionKind, readonly Answer[]>> = {
  "is-breach": ["yes", "no"],
  "set-awareness": ["set"],
  "approve-notice": ["approve", "refuse"],
  "confirm-filing": ["filed", "filed-in-part", "not-yet"],
  "close-case": ["close", "keep-open"],
};

/** Answers that close a door, or open one to the outside, and so must say why. */
const needsReason = (answer: Answer): boolean =>
  answer === "no" || answer === "set" || answer === "refuse" || answer === "close" || answer === "keep-open";

/** What still comes in from outside is written down, and what it brings is told; everything else has ended. */
function isTakenWhenClosed(state: CaseState, command: Command): boolean {
  switch (command.kind) {
    case "joinAlert":
    case "reopen":
    case "accept":
    case "refuse":
    case "doubt":
    case "report":
    case "resend":
      return true;
    case "resolve":
    case "intend":
      return command.purpose.kind === "news" || isToBeSentAgain(state, command.purpose);
    default:
      return false;
  }
}

/** What a person asks for is refused aloud in a closed case; what the clockwork still does there is nothing. */
const byPeople: ReadonlySet<Command["kind"]> = new Set([
  "answer",
  "changeFacts",
  "placeHold",
  "extendHold",
  "liftHold",
]);

/** Turns a command into what is to be written, or into a refusal; nothing to write is `ok` with nothing. */
export function decide(state: CaseState, command: Command, now: Instant, policy: Policy): Decided {
  if (state.closed && !isTakenWhenClosed(state, command)) {
    if (byPeople.has(command.kind))
      return refuse({ kind: "case-closed", message: `The case was closed on ${state.closed.at}.` });
    return ok();
  }
  switch (command.kind) {
    case "joinAlert":
      return joinAlert(state, command);
    case "changeFacts":
      return changeFacts(state, command);
    case "placeHold":
    case "extendHold":
    case "liftHold":
      return decideHold(state, command, now);
    case "reopen":
      return reopen(state, command);
    case "recordClocks":
      return ok(...command.changes.flatMap((change) => clockHappening(state, change)));
    case "strike":
      return strike(state, command);
    case "ask":
      return ask(state, command, now, policy);
    case "remind": {
      const question = questionOf(state, command.questionId);
      if (question?.status !== "open" || question.rounds.some(({ round }) => round === command.round))
        return ok();
      const { questionId, round, role } = command;
      return ok({
        kind: "questionReminded",
        body: { questionId, round, role, escalated: role !== question.role },
      });
    }
    case "expire": {
      const open = questionOf(state, command.questionId)?.status === "open";
      return open ? ok({ kind: "questionExpired", body: { questionId: command.questionId } }) : ok();
    }
    case "withdrawQuestion": {
      const open = questionOf(state, command.questionId)?.status === "open";
      return open
        ? ok({ kind: "questionWithdrawn", body: { questionId: command.questionId, why: command.why } })
        : ok();
    }
    case "answer":
      return answer(state, command, now);
    case "draft":
      return draft(state, command);
    case "resolve": {
      if (resolutionFor(state, command.purpose)) return ok();
      const { kind: _kind, ...body } = command;
      return ok({ kind: "recipientsResolved", body });
    }
    case "intend": {
      const key = sendKey(state.caseId, command.purpose, command.recipient.personId);
      const known = state.sends[key];
      if ((known && known.status !== "again") || isHeldBack(state, command.purpose, now)) return ok();
      if (!known && !isApproved(state, command.purpose)) return ok();
      const { kind: _kind, ...body } = command;
      return ok({ kind: "sendIntended", body: { key, ...body } });
    }
    case "accept":
    case "refuse":
    case "doubt":
      return sendOutcome(state, command);
    case "report": {
      const send = state.sends[command.key];
      if (!send)
        return refuse({ kind: "unknown-thing", message: `No message ${command.key} stands in the ledger.` });
      // Delivered is the end of a message's story; a second report of the same kind says nothing new.
      if (send.delivery?.status === "delivered" || send.delivery?.nativeStatus === command.nativeStatus)
        return ok();
      // The report of an attempt that a person has given up on says nothing about the one after it.
      if ((command.operationId ?? send.operationId) !== send.operationId) return ok();
      const { kind: _kind, ...body } = command;
      return ok({ kind: "deliveryReported", body: { ...body, operationId: send.operationId } });
    }
    case "resend":
      return resend(state, command);
    case "meet":
      return meet(state, command, now);
    case "close": {
      const question = latestQuestion(state, "close-case");
      const breach = latestQuestion(state, "is-breach")?.decision?.answer === "yes";
      if (!question?.decision || !mayClose(state)) return ok();
      return ok({
        kind: "caseClosed",
        body: { outcome: breach ? "notified" : "no-breach", reason: question.decision.reason },
      });
    }
    default:
      return unreachable(command);
  }
}

function clockHappening(state: CaseState, change: ClockChange): readonly Happening[] {
  switch (change.kind) {
    case "open": {
      const { reading, why } = change.duty;
      const clock = state.clocks[reading.obligationId];
      const isMet = clock?.status === "met" && !isOwedFurther(clock, reading);
      return clock?.status === "running" || isMet ? [] : [{ kind: "clockOpened", body: { ...reading, why } }];
    }
    case "move": {
      const { reading, why } = change.duty;
      const clock = state.clocks[reading.obligationId];
      return clock?.status !== "running" || !isMoved(clock.reading, reading)
        ? []
        : [{ kind: "clockMoved", body: { ...reading, from: change.from, why } }];
    }
    case "withdraw": {
      const { obligationId, why } = change;
      return state.clocks[obligationId]?.status === "running"
        ? [{ kind: "clockWithdrawn", body: { obligationId, why } }]
        : [];
    }
  }
}

function strike(state: CaseState, command: Extract<Command, { kind: "strike" }>): Decided {
  const clock = state.clocks[command.obligationId];
  if (clock?.status !== "running" || clock.reading.due !== command.due) return ok();
  const { obligationId, due } = command;
  const fresh = command.milestones.filter((milestone) => !hasStruck(clock, milestone));
  return ok(
    ...fresh.map((milestone): Happening => ({
      kind: "milestoneStruck",
      body: { obligationId, milestone, due },
    })),
  );
}

/** A "no" that newer facts may have overtaken: the encryption was broken after all. */
const isContradicted = (state: CaseState, { answer, seq }: Decision): boolean =>
  answer === "no" && state.factsSeq > seq;

function ask(
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

/** Each time that nobody answered, the next question stands twice as long, up to two weeks: it nags, but not for ever alike. */
const expiryMs = (habitMs: number, unanswered: number): number =>
  Math.max(habitMs, Math.min(habitMs * 2 ** Math.min(unanswered, 10), 14 * 24 * 3_600_000));

function answer(state: CaseState, command: Extract<Command, { kind: "answer" }>, now: Instant): Decided {
  const question = questionOf(state, command.questionId);
  if (!question)
    return refuse({ kind: "unknown-question", message: "This question was never asked in this case." });
  const problem =
    whyNotAnswerable(question, command, now) ??
    whyAnotherText(state, question) ??
    whyLate(state, question, command);
  if (problem) return refuse(problem);
  const { questionId, reason, textDigest, role, reference, filedAt } = command;
  const decision: Happening = {
    kind: "decisionRecorded",
    body: { questionId, answer: command.answer, reason, textDigest, role, reference, filedAt },
  };
  const { awareAt, ...facts } = command.facts ?? {};
  const why = `established in answering ${questionId}`;
  const stated = factHappenings(state, facts, why);
  if (!stated.ok) return stated;
  const awareness = awarenessInAnswer(state, { ...command, awareAt: awareAt ?? null });
  if (!awareness.ok) return awareness;
  // Facts first: whoever reads the ledger between the two sees a decision only with what it was based on.
  return ok(...withoutRepeats([...stated.happenings, ...awareness.happenings]), decision);
}

function whyNotAnswerable(
  question: Question,
  command: Extract<Command, { kind: "answer" }>,
  now: Instant,
): Refusal | undefined {
  if (question.decision) {
    const { person, at } = question.decision;
    return { kind: "already-decided", message: `${person.name} has already answered.`, by: person.name, at };
  }
  if (question.status === "withdrawn")
    return { kind: "text-changed", message: "This question was taken back: the case has changed since." };
  if (question.status === "expired" || Date.parse(question.expiresAt) <= Date.parse(now))
    return { kind: "question-expired", message: "This question has expired; a new one was sent." };
  if (question.textDigest !== command.textDigest)
    return { kind: "text-changed", message: "The text is not the one that was shown; read it again." };
  if (!answersTo[question.question].includes(command.answer))
    return {
      kind: "wrong-answer",
      message: `This question is answered with ${answersTo[question.question].join(" or ")}.`,
    };
  if (needsReason(command.answer) && command.reason.trim() === "")
    return { kind: "reason-missing", message: "Say why: this answer needs a reason." };
  if (command.answer.startsWith("filed") && (command.filedAt === null || command.reference === null))
    return { kind: "reason-missing", message: "Say when it was filed and under which reference." };
  return undefined;
}

/** A newer text stands already, and the question about the older one is still to be taken back. */
function whyAnotherText(state: CaseState, { question, noticeId, textDigest }: Question): Refusal | undefined {
  if (question !== "approve-notice" || noticeId === null) return undefined;
  if (state.notices[noticeId]?.digest === textDigest) return undefined;
  return { kind: "text-changed", message: "The text has changed since; a new question follows." };
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

function draft(state: CaseState, command: Extract<Command, { kind: "draft" }>): Decided {
  const before = state.notices[command.noticeId];
  const isFurther = before !== undefined && isFiledBefore(state, before);
  const isNextPhase = isFurther || before?.filedInPart != null;
  const isNewest = before !== undefined && before.basis >= state.factsSeq && !isFurther;
  if (before && ((isBegun(state, before) && !isNextPhase) || isNewest)) return ok();
  const { kind: _kind, ...body } = command;
  const same = before?.digest === command.digest && !isNextPhase;
  const version = before ? before.version + (same ? 0 : 1) : 1;
  return ok({ kind: "noticeDrafted", body: { ...body, version, basis: state.factsSeq } });
}

function sendOutcome(
  state: CaseState,
  command: Extract<Command, { kind: "accept" | "refuse" | "doubt" }>,
): Decided {
  const send = state.sends[command.key];
  if (!send)
    return refuse({ kind: "unknown-thing", message: `No message ${command.key} stands in the ledger.` });
  if (send.status === "accepted" || send.status === "refused" || send.status === "again") return ok();
  const { key, operationId } = send;
  switch (command.kind) {
    case "accept":
      return ok({ kind: "sendAccepted", body: { key, operationId } });
    case "refuse":
      return ok({
        kind: "sendRefused",
        body: { key, operationId, code: command.code, reason: command.reason },
      });
    case "doubt":
      return send.status === "uncertain"
        ? ok()
        : ok({ kind: "sendUncertain", body: { key, operationId, reason: command.reason } });
  }
}

function meet(state: CaseState, command: Extract<Command, { kind: "meet" }>, now: Instant): Decided {
  const clock = state.clocks[command.obligationId];
  if (clock?.status !== "running") return ok();
  const filed = command.noticeId === null ? undefined : filingOf(state, command.noticeId);
  if (command.noticeId !== null && !filed) return ok();
  const metAt = filed?.filedAt ?? command.doneAt ?? now;
  const { due } = clock.reading;
  return ok({
    kind: "obligationMet",
    body: {
      obligationId: command.obligationId,
      metAt,
      how: filed ? "filed" : "recorded",
      reference: filed?.reference ?? null,
      late: due !== null && Date.parse(metAt) > Date.parse(due),
      reason: filed?.reason === "" ? null : (filed?.reason ?? null),
    },
  });
}
