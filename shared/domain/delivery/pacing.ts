import type { ComputedDuty } from "../case/clock-changes.ts";
import type { Recipient, SendPurpose } from "../case/events.ts";
import type { Policy } from "../case/policy.ts";
import { dispatchFor, sendKey } from "../case/state.ts";
import type { CaseState, Send } from "../case/state.ts";
import { plus } from "../instants.ts";
import type { Instant } from "../instants.ts";
import { openPurposes } from "./purposes.ts";

/** So many messages are made ready and handed over between two looks at the ledger; their intents are one batch. */
export const windowMax = 64;

const second = 1_000;
const minute = 60 * second;
/** After each hand-over of one operation that is known not to have arrived, how long until the next. */
const againAfterMs = [15 * second, minute, 5 * minute, 30 * minute, 2 * 60 * minute];

/** So often one operation is handed over by itself; then a person decides. */
export const handOversMax = againAfterMs.length + 1;

/** When an intended message may be handed over: at once, or some time after it did not arrive. */
export const notBeforeOf = ({ notArrived, settledAt, intendedAt }: Send): Instant =>
  notArrived === 0 || settledAt === null
    ? intendedAt
    : plus(settledAt, againAfterMs[Math.min(notArrived, againAfterMs.length) - 1] ?? minute);

/** The next messages of a case, at most `windowMax`: the nearest legal date first. */
export interface SendWindow {
  /** Operation ids of what is intended already. */
  readonly intended: readonly string[];
  /** To be intended: a first message, or one more after the one that `before` names. */
  readonly fresh: readonly {
    readonly purpose: SendPurpose;
    readonly recipient: Recipient;
    readonly before: Send | undefined;
  }[];
}

export function nextWindow(
  state: CaseState,
  duties: readonly ComputedDuty[],
  now: Instant,
  policy: Policy,
): SendWindow {
  const intended: string[] = [];
  const fresh: SendWindow["fresh"][number][] = [];
  for (const { purpose, notBefore } of openPurposes(state, duties, now, policy)) {
    const dispatch = dispatchFor(state, purpose);
    if (!dispatch?.resolution?.isComplete || (notBefore !== null && Date.parse(now) < Date.parse(notBefore)))
      continue;
    const isFull = (): boolean => intended.length + fresh.length >= windowMax;
    for (const key of dispatch.unsettled) {
      const send = state.sends.get(key);
      if (!send || isFull()) break;
      if (send.status === "intended" && Date.parse(notBeforeOf(send)) <= Date.parse(now))
        intended.push(send.operationId);
      if (send.status === "again" || send.status === "held")
        fresh.push({ purpose, recipient: send.recipient, before: send });
    }
    if (dispatch.keys.size >= dispatch.resolution.recipients.length) continue;
    for (const recipient of dispatch.resolution.recipients) {
      if (isFull()) break;
      if (!state.sends.has(sendKey(state.caseId, purpose, recipient.personId)))
        fresh.push({ purpose, recipient, before: undefined });
    }
  }
  return { intended, fresh };
}
