import { Map, OrderedMap, Set as PersistentSet } from "immutable";
import { noAwareness, proposalIdFor } from "../awareness.ts";
import type { AwarenessProposal } from "../awareness.ts";
import type { LedgerEntry } from "../events.ts";
import type { CaseState } from "../state.ts";

/** A case at its first entry: what the alert and the settings know. */
export function opened(entry: Extract<LedgerEntry, { kind: "caseOpened" }>): CaseState {
  const { alert, rule, reason, code, entity, facts, drill } = entry.body;
  return {
    caseId: entry.caseId,
    seq: entry.seq,
    head: entry.hash,
    openedAt: entry.recordedAt,
    title: alert.title,
    code,
    rule,
    reason,
    entity,
    drill,
    alerts: [alert],
    alertKeys: PersistentSet(alert.keys),
    news: [],
    facts,
    factsSeq: entry.seq,
    factChanges: [
      {
        seq: entry.seq,
        at: entry.recordedAt,
        by: "alert",
        set: facts,
        reason: "known when the case was opened",
      },
    ],
    awareness: { ...noAwareness, proposals: proposalsAtOpening(entry) },
    holds: [],
    clocks: {},
    questions: [],
    notices: {},
    dispatches: OrderedMap(),
    sends: OrderedMap(),
    keyByOperation: Map(),
    deadLetters: PersistentSet(),
    unsettled: PersistentSet(),
    closed: null,
    reopened: null,
  };
}

/** When the product raised the alert, and when it reached us: nobody has to propose these two. */
function proposalsAtOpening(
  entry: Extract<LedgerEntry, { kind: "caseOpened" }>,
): readonly AwarenessProposal[] {
  const { alert, facts } = entry.body;
  if (facts.awareAt == null) return [];
  const awareAt = new Date(facts.awareAt).toISOString();
  const common = { seq: entry.seq, by: entry.actor.name };
  const received: AwarenessProposal = {
    ...common,
    proposalId: proposalIdFor(alert.receivedAt),
    awareAt: alert.receivedAt,
    source: "alert-received",
    reason: "the alert reached us",
  };
  if (awareAt === alert.receivedAt) return [received];
  const raised: AwarenessProposal = {
    ...common,
    proposalId: proposalIdFor(awareAt),
    awareAt,
    source: "alert-raised",
    reason: `${alert.product ?? "the product"} raised the alert`,
  };
  return [raised, received];
}

export function alertJoined(
  state: CaseState,
  entry: Extract<LedgerEntry, { kind: "alertJoined" }>,
): CaseState {
  const { alert, news: words = [] } = entry.body;
  const news = { seq: entry.seq, at: entry.recordedAt, title: alert.title, words };
  return {
    ...state,
    alerts: [...state.alerts, alert],
    alertKeys: state.alertKeys.union(alert.keys),
    news: words.length > 0 ? [...state.news, news] : state.news,
  };
}
