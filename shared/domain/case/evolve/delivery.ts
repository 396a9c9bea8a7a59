import { List, Set as PersistentSet } from "immutable";
import { assert } from "../../failures.ts";
import type { LedgerEntry, SendPurpose } from "../events.ts";
import { isDeadLetter, purposeKey } from "../state.ts";
import type { CaseState, Dispatch, Resolution, Send } from "../state.ts";

type EntryOf<Kind extends LedgerEntry["kind"]> = Extract<LedgerEntry, { kind: Kind }>;

/** A further entry of one answer adds to it; a new answer keeps those who were written to already. */
export function recipientsResolved(state: CaseState, entry: EntryOf<"recipientsResolved">): CaseState {
  const { purpose, role, source, recipients, excluded, problem, more, unanswered } = entry.body;
  const dispatch = dispatchOf(state, purpose);
  const before = dispatch.resolution;
  const isFurtherPart = before !== null && !before.isComplete;
  const kept = (before?.recipients ?? []).filter(
    ({ personId }) =>
      isFurtherPart || dispatch.keys.some((key) => state.sends.get(key)?.recipient.personId === personId),
  );
  const known = new Set(kept.map(({ personId }) => personId));
  const resolution: Resolution = {
    seq: entry.seq,
    at: entry.recordedAt,
    purpose,
    role,
    source,
    recipients: [...kept, ...recipients.filter(({ personId }) => !known.has(personId))],
    excluded: isFurtherPart ? [...before.excluded, ...excluded] : excluded,
    problem,
    isProvisional: unanswered === true,
    isComplete: more !== true,
  };
  return setDispatch(state, { ...dispatch, resolution, notFound: null });
}

export const recipientsNotFound = (
  state: CaseState,
  { recordedAt, body: { purpose, role, problem } }: EntryOf<"recipientsNotFound">,
): CaseState =>
  setDispatch(state, { ...dispatchOf(state, purpose), notFound: { at: recordedAt, role, problem } });

export const recipientsWaived = (
  state: CaseState,
  { recordedAt, actor, body: { purpose, reason } }: EntryOf<"recipientsWaived">,
): CaseState =>
  setDispatch(state, {
    ...dispatchOf(state, purpose),
    waived: { at: recordedAt, by: actor.name, reason },
  });

export function sendIntended(
  state: CaseState,
  { seq, recordedAt, body }: EntryOf<"sendIntended">,
): CaseState {
  const before = state.sends.get(body.key);
  const send: Send = {
    ...body,
    seq,
    intendedAt: recordedAt,
    status: "intended",
    attempt: (before?.attempt ?? -1) + 1,
    isOrdered: before?.status === "again" || (before?.isOrdered ?? false),
    basis: body.basis ?? seq - 1,
    notArrived: 0,
    settledAt: null,
    problem: null,
    delivery: null,
  };
  const dispatch = dispatchOf(state, body.purpose);
  const keys = before ? dispatch.keys : dispatch.keys.push(body.key);
  const next = {
    ...state,
    keyByOperation: state.keyByOperation.set(body.operationId, body.key),
    dispatches: state.dispatches.set(purposeKey(body.purpose), { ...dispatch, keys }),
  };
  return setSend(next, send);
}

export const sendAccepted = (state: CaseState, { recordedAt, body }: EntryOf<"sendAccepted">): CaseState =>
  changeSend(state, body.key, { status: "accepted", settledAt: recordedAt, problem: null });

export const sendRefused = (state: CaseState, { recordedAt, body }: EntryOf<"sendRefused">): CaseState =>
  changeSend(state, body.key, {
    status: "refused",
    settledAt: recordedAt,
    problem: `${body.code}: ${body.reason}`,
  });

export const sendUncertain = (state: CaseState, { recordedAt, body }: EntryOf<"sendUncertain">): CaseState =>
  changeSend(state, body.key, { status: "uncertain", settledAt: recordedAt, problem: body.reason });

export function sendNotArrived(state: CaseState, { recordedAt, body }: EntryOf<"sendNotArrived">): CaseState {
  const notArrived = (state.sends.get(body.key)?.notArrived ?? 0) + 1;
  return changeSend(state, body.key, {
    status: "intended",
    notArrived,
    settledAt: recordedAt,
    problem: body.reason,
  });
}

export const sendWithdrawn = (state: CaseState, { recordedAt, body }: EntryOf<"sendWithdrawn">): CaseState =>
  changeSend(state, body.key, {
    status: body.because === "held" ? "held" : "withdrawn",
    settledAt: recordedAt,
    problem: body.because,
  });

export const resendOrdered = (state: CaseState, { body }: EntryOf<"resendOrdered">): CaseState =>
  changeSend(state, body.key, {
    status: "again",
    isOrdered: true,
    settledAt: null,
    problem: null,
    delivery: null,
  });

/** A report is a proof that the provider had the message, whatever became of the answer to the hand-over. */
export function deliveryReported(
  state: CaseState,
  { recordedAt, body }: EntryOf<"deliveryReported">,
): CaseState {
  const { key, status, nativeStatus, reportedAt, detail } = body;
  const before = state.sends.get(key)?.status;
  const isFirstSign = before === "uncertain" || before === "intended";
  const isReport = nativeStatus !== noReport;
  return changeSend(state, key, {
    delivery: { status, nativeStatus, at: reportedAt, detail },
    ...(isFirstSign && isReport && { status: "accepted", settledAt: recordedAt, problem: null }),
  });
}

/** What stands in place of the provider's word when nobody reported in time. */
export const noReport = "no report";

const empty = { resolution: null, notFound: null, waived: null };

const dispatchOf = (state: CaseState, purpose: SendPurpose): Dispatch =>
  state.dispatches.get(purposeKey(purpose)) ?? {
    ...empty,
    purpose,
    keys: List(),
    unsettled: PersistentSet(),
    unproven: PersistentSet(),
  };

function setDispatch(state: CaseState, dispatch: Dispatch): CaseState {
  const name = purposeKey(dispatch.purpose);
  const unsettled = dispatch.unsettled.isEmpty() ? state.unsettled.delete(name) : state.unsettled.add(name);
  return { ...state, dispatches: state.dispatches.set(name, dispatch), unsettled };
}

function changeSend(state: CaseState, key: string, change: Partial<Send>): CaseState {
  const send = state.sends.get(key);
  assert(send, `no intent stands before the outcome of ${key}`);
  return setSend(state, { ...send, ...change });
}

function setSend(state: CaseState, send: Send): CaseState {
  const dispatch = dispatchOf(state, send.purpose);
  const { key, status, delivery } = send;
  const isUnsettled =
    status === "intended" || status === "uncertain" || status === "again" || status === "held";
  const isUnproven = delivery === null && status !== "refused" && status !== "withdrawn";
  return setDispatch(
    {
      ...state,
      sends: state.sends.set(key, send),
      deadLetters: isDeadLetter(send) ? state.deadLetters.add(key) : state.deadLetters.delete(key),
    },
    {
      ...dispatch,
      unsettled: isUnsettled ? dispatch.unsettled.add(key) : dispatch.unsettled.delete(key),
      unproven: isUnproven ? dispatch.unproven.add(key) : dispatch.unproven.delete(key),
    },
  );
}
