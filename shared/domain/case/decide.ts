import {
  filingOf,
  isApproved,
  isBegun,
  isFiledBefore,
  isHeldBack,
  latestQuestion,
  questionOf,
  resolutionFor,
  sendKey,
} from "./state.ts";
import type { CaseState } from "./state.ts";
import { isMoved, isOwedFurther } from "./clock-changes.ts";
import type { ClockChange } from "./clock-changes.ts";
import { mayClose } from "./closing.ts";
import { ok, refuse } from "./commands.ts";
import type { Command, Decided } from "./commands.ts";
import { decideHold } from "./decide/holds.ts";
import { changeFacts, joinAlert, reopen } from "./decide/facts.ts";
import { answer, ask } from "./decide/questions.ts";
import type { CaseEvent } from "./events.ts";
import type { Instant } from "../instants.ts";
import { unreachable } from "../failures.ts";
import { isToBeSentAgain, resend } from "../delivery/resend.ts";
import { hasStruck } from "./milestones.ts";
import type { Policy } from "./policy.ts";

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
      return ok(...command.changes.flatMap((change) => clockEvents(state, change)));
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
      if (!isApproved(state, command.purpose)) return ok();
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

function clockEvents(state: CaseState, change: ClockChange): readonly CaseEvent[] {
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
    ...fresh.map((milestone): CaseEvent => ({
      kind: "milestoneStruck",
      body: { obligationId, milestone, due },
    })),
  );
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
