import { isApproved, isDeadLetter, lastWordOf, purposeKey, questionOf } from "../case/state.ts";
import type { CaseState, Send } from "../case/state.ts";
import { ok, refuse } from "../case/commands.ts";
import type { Command, Decided } from "../case/commands.ts";
import type { SendPurpose } from "../case/events.ts";

/** It may have reached somebody: only a person who says why sends it again. */
export const isUncertain = (send: Send): boolean => ["uncertain", "unknown"].includes(lastWordOf(send));

/**
 * What an answered question asked is not asked again by a mail of it; and of a notice only the version that is approved
 * now leaves, since a message is made from the text as it stands.
 */
const isOver = (state: CaseState, { purpose }: Send): boolean =>
  (purpose.kind === "question" && questionOf(state, purpose.questionId)?.status !== "open") ||
  !isApproved(state, purpose);

export const mayBeSentAgain = (state: CaseState, send: Send): boolean =>
  (isDeadLetter(send) || isUncertain(send)) && !isOver(state, send);

/** Messages that somebody wants sent once more, by what they are for; what has become needless since is left. */
export const resendPurposes = (state: CaseState): readonly SendPurpose[] => [
  ...new Map(
    unsettledSends(state)
      .filter((send) => isAgain(send) && !isOver(state, send))
      .map(({ purpose }) => [purposeKey(purpose), purpose]),
  ).values(),
];

const unsettledSends = (state: CaseState): readonly Send[] =>
  [...state.unsettled].flatMap((name) =>
    [...(state.dispatches.get(name)?.unsettled ?? [])].flatMap((key) => state.sends.get(key) ?? []),
  );

export const isToBeSentAgain = (state: CaseState, purpose: SendPurpose): boolean =>
  unsettledSends(state).some((send) => purposeKey(send.purpose) === purposeKey(purpose) && isAgain(send));

/** Ordered, or made ready for it and not handed over yet. */
const isAgain = ({ status, isOrdered }: Send): boolean =>
  status === "again" || (status === "intended" && isOrdered);

/** A message that reached nobody is sent once more, as an operation of its own. */
export function resend(state: CaseState, { key, reason }: Extract<Command, { kind: "resend" }>): Decided {
  const send = state.sends.get(key);
  if (!send) return refuse({ kind: "unknown-thing", message: "No such message stands in this case." });
  if (isAgain(send)) return ok();
  if (isOver(state, send))
    return refuse({
      kind: "unknown-thing",
      message:
        "Its question is answered, or its text is no longer the approved one: it is not sent any more.",
    });
  if (!mayBeSentAgain(state, send))
    return refuse({
      kind: "unknown-thing",
      message: "This message is on its way or has arrived: it is not sent twice.",
    });
  if (isUncertain(send) && reason.trim() === "")
    return refuse({
      kind: "reason-missing",
      message: "It may have arrived. Say why it is sent again all the same.",
    });
  return ok({ kind: "resendOrdered", body: { key, operationId: send.operationId, reason } });
}
