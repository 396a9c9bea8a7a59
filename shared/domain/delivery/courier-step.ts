import type { ComputedDuty } from "../case/clock-changes.ts";
import type { SendPurpose, WithdrawalReason } from "../case/events.ts";
import { nextMilestoneAt } from "../case/milestones.ts";
import type { Policy } from "../case/policy.ts";
import { dispatchFor } from "../case/state.ts";
import type { CaseState, Dispatch, Send } from "../case/state.ts";
import { earliest, longestWaitMs, plus } from "../instants.ts";
import type { Instant } from "../instants.ts";
import { mayLeave } from "./gate.ts";
import { notBeforeOf } from "./pacing.ts";
import { openPurposes } from "./purposes.ts";
import type { OpenPurpose } from "./purposes.ts";

/** What the courier of a case is to do now: ids and instants only, since it stays in the history. */
export type CourierStep =
  /** Intended messages are not to leave any more, or not yet: they get their outcome. */
  | { readonly kind: "withdraw" }
  /** Ask the directory who is to hear of these. */
  | { readonly kind: "resolve"; readonly purposes: readonly SendPurpose[] }
  /** Hand over the next messages, the nearest legal date first. */
  | { readonly kind: "send" }
  /** Ask the provider about messages whose outcome nobody knows. */
  | { readonly kind: "reconcile" }
  | { readonly kind: "sleep"; readonly until: Instant }
  /** Nothing is open: wait for a wake. */
  | { readonly kind: "idle" }
  /** Nothing is open, and nothing comes any more unless the case is opened again. */
  | { readonly kind: "settled" };

/** What a far end asked for, by what is asked of it. Instants; left out: now. */
export interface CourierPauses {
  /** The mail provider wants to be left alone until then. */
  readonly sendAt?: Instant | undefined;
  /** The directory did not answer; it is asked again then. */
  readonly resolveAt?: Instant | undefined;
  /** The provider could not say what became of a message; it is asked again then. */
  readonly reconcileAt?: Instant | undefined;
}

/** So many purposes are resolved in one step: each leaves an entry. */
const purposesMax = 20;

/**
 * What is still to leave a case and what to do about it now. Pure: the same entries, duties and instant give the same
 * step. Waiting for one far end holds up nothing that does not need it.
 */
export function nextCourierStep(
  state: CaseState,
  duties: readonly ComputedDuty[],
  at: { readonly now: Instant; readonly pauses: CourierPauses; readonly policy: Policy },
): CourierStep {
  const { now, pauses, policy } = at;
  const isPast = (instant: Instant | null | undefined): boolean =>
    instant == null || Date.parse(instant) <= Date.parse(now);
  if (obsoleteSends(state, duties, now).length > 0) return { kind: "withdraw" };

  const open = openPurposes(state, duties, now, policy);
  const released = open.filter(({ notBefore }) => isPast(notBefore));
  const unresolved = released.filter(({ purpose, isOrdered }) => isUnresolved(state, purpose, isOrdered));
  if (unresolved.length > 0 && isPast(pauses.resolveAt))
    return { kind: "resolve", purposes: unresolved.slice(0, purposesMax).map(({ purpose }) => purpose) };

  const sendable = messageInstants(state, released, now);
  if (sendable.some(isPast) && isPast(pauses.sendAt)) return { kind: "send" };

  const uncertain = uncertainSends(state);
  const askAt = uncertain.map(({ settledAt, intendedAt }) => plus(settledAt ?? intendedAt, reconcileAfterMs));
  if (askAt.some(isPast) && isPast(pauses.reconcileAt)) return { kind: "reconcile" };

  const waits = [
    ...open.flatMap(({ notBefore }) => (isPast(notBefore) ? [] : [notBefore])),
    ...(unresolved.length > 0 ? [later(pauses.resolveAt, now)] : []),
    // A pause never passes the next milestone of what it carries: by then it may be another message.
    ...(sendable.length > 0
      ? [later(pauses.sendAt, earliest(...sendable)), nextMilestoneAt(state, now)]
      : []),
    ...(uncertain.length > 0 ? [later(pauses.reconcileAt, earliest(...askAt))] : []),
  ];
  return waits.every((wait) => wait === null)
    ? { kind: state.closed ? "settled" : "idle" }
    : { kind: "sleep", until: earliest(plus(now, longestWaitMs), ...waits) };
}

/** A provider needs a moment until it can say what became of a message. */
const reconcileAfterMs = 60_000;

const later = (a: Instant | undefined, b: Instant): Instant =>
  a !== undefined && Date.parse(a) > Date.parse(b) ? a : b;

/** Nobody is known yet, the list is not whole, or it stands in for an answer of the directory. */
function isUnresolved(state: CaseState, purpose: SendPurpose, isOrdered: boolean): boolean {
  const resolution = dispatchFor(state, purpose)?.resolution;
  if (isOrdered && resolution) return false;
  return !resolution?.isComplete || resolution.recipients.length === 0 || resolution.isProvisional;
}

/** When each message that is still to be handed over may be: in the past for what may be now. */
const messageInstants = (state: CaseState, open: readonly OpenPurpose[], now: Instant): readonly Instant[] =>
  open.flatMap(({ purpose }) => {
    const dispatch = dispatchFor(state, purpose);
    if (!dispatch?.resolution?.isComplete) return [];
    const isAnybodyNew = dispatch.keys.size < dispatch.resolution.recipients.length;
    const waiting = unsettledOf(state, dispatch).filter(({ status }) => status !== "uncertain");
    return [...(isAnybodyNew ? [now] : []), ...waiting.map(notBeforeOf)];
  });

export interface ObsoleteSend {
  readonly send: Send;
  readonly because: WithdrawalReason;
}

/** Messages that were intended and by the gate may not leave any more, or not yet; each with the reason. */
export function obsoleteSends(
  state: CaseState,
  duties: readonly ComputedDuty[],
  now: Instant,
): readonly ObsoleteSend[] {
  return [...state.unsettled].flatMap((name) => {
    const dispatch = state.dispatches.get(name);
    if (!dispatch) return [];
    return unsettledOf(state, dispatch).flatMap((send): readonly ObsoleteSend[] => {
      if (send.status === "uncertain") return [];
      const { purpose, isOrdered } = send;
      const { personId } = send.recipient;
      const verdict = mayLeave(state, { purpose, personId, isOrdered }, duties, now);
      if (verdict.kind === "withdraw") return [{ send, because: verdict.because }];
      return verdict.kind === "hold" && send.status === "intended" ? [{ send, because: "held" }] : [];
    });
  });
}

export const uncertainSends = (state: CaseState): readonly Send[] =>
  [...state.unsettled].flatMap((name) => {
    const dispatch = state.dispatches.get(name);
    return dispatch ? unsettledOf(state, dispatch).filter(({ status }) => status === "uncertain") : [];
  });

const unsettledOf = (state: CaseState, { unsettled }: Dispatch): readonly Send[] =>
  [...unsettled].flatMap((key) => state.sends.get(key) ?? []);
