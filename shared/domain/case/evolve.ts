import { assert } from "../failures.ts";
import { alertJoined, opened } from "./evolve/alerts.ts";
import { clockOpenedOrMoved, clockWithdrawn, milestoneStruck, obligationMet } from "./evolve/clocks.ts";
import {
  deliveryReported,
  recipientsNotFound,
  recipientsResolved,
  recipientsWaived,
  resendOrdered,
  sendAccepted,
  sendIntended,
  sendNotArrived,
  sendRefused,
  sendUncertain,
  sendWithdrawn,
} from "./evolve/delivery.ts";
import { awarenessDecided, awarenessProposed, factsChanged, held } from "./evolve/facts.ts";
import { noticeDrafted } from "./evolve/notices.ts";
import {
  decisionRecorded,
  questionAsked,
  questionExpired,
  questionReminded,
  questionWithdrawn,
} from "./evolve/questions.ts";
import type { CaseEventKind, LedgerEntry } from "./events.ts";
import type { CaseState } from "./state.ts";

type EntryOf<Kind extends CaseEventKind> = Extract<LedgerEntry, { kind: Kind }>;
type Evolvers = {
  readonly [Kind in Exclude<CaseEventKind, "caseOpened">]: (
    state: CaseState,
    entry: EntryOf<Kind>,
  ) => CaseState;
};

/** Stands in streams that are no case. */
const unchanged = (state: CaseState): CaseState => state;

/** One function a kind of event. Each shares with the state before whatever it does not change. */
const evolvers: Evolvers = {
  alertTriaged: unchanged,
  payloadQuarantined: unchanged,
  payloadResubmitted: unchanged,
  payloadDismissed: unchanged,
  roleResolved: unchanged,
  alertJoined,
  factsChanged,
  awarenessProposed,
  awarenessDecided,
  holdPlaced: held,
  holdExtended: held,
  holdLifted: held,
  clockOpened: clockOpenedOrMoved,
  clockMoved: clockOpenedOrMoved,
  clockWithdrawn,
  milestoneStruck,
  obligationMet,
  questionAsked,
  questionReminded,
  questionExpired,
  questionWithdrawn,
  decisionRecorded,
  noticeDrafted,
  recipientsResolved,
  recipientsNotFound,
  recipientsWaived,
  sendIntended,
  sendAccepted,
  sendRefused,
  sendUncertain,
  sendNotArrived,
  sendWithdrawn,
  resendOrdered,
  deliveryReported,
  caseClosed: (state, { recordedAt, body: { outcome, reason } }) => ({
    ...state,
    closed: { at: recordedAt, outcome, reason },
  }),
  caseReopened: (state, { seq, recordedAt, body: { reason } }) => ({
    ...state,
    closed: null,
    reopened: { seq, at: recordedAt, reason },
  }),
};

/** Folds a case's entries into its state, from the first on or onto a state. No entries and no state: no case. */
export function foldCase(entries: readonly LedgerEntry[], from?: CaseState): CaseState | undefined {
  let state = from;
  for (const entry of entries) state = evolve(state, entry);
  return state;
}

/** The state after one more entry. The entries of one case in the order of their `seq`, none left out. */
export function evolve(state: CaseState | undefined, entry: LedgerEntry): CaseState {
  if (entry.kind === "caseOpened") {
    assert(state === undefined, `case ${entry.caseId} was opened twice`);
    return opened(entry);
  }
  assert(state !== undefined, `entry ${entry.seq} of ${entry.caseId} stands before the case was opened`);
  assert(entry.seq === state.seq + 1, `entry ${entry.seq} of ${entry.caseId} follows entry ${state.seq}`);
  // The table is typed by kind, which TypeScript does not follow through an index.
  const apply = evolvers[entry.kind] as (state: CaseState, entry: LedgerEntry) => CaseState;
  return { ...apply(state, entry), seq: entry.seq, head: entry.hash };
}
