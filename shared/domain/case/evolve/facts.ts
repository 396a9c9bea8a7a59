import { governingAwareness, noAwareness, proposalIdFor } from "../awareness.ts";
import type { Awareness, AwarenessProposal } from "../awareness.ts";
import { statementsOf } from "../holds.ts";
import type { CaseHold } from "../holds.ts";
import type { CaseState, FactChange } from "../state.ts";
import type { FactsChange, LedgerEntry } from "../events.ts";
import { assert } from "../../failures.ts";

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
    resolutions: [],
    sends: {},
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
    news: words.length > 0 ? [...state.news, news] : state.news,
  };
}

export function withFacts(state: CaseState, entry: LedgerEntry, set: FactsChange, reason: string): CaseState {
  const change: FactChange = { seq: entry.seq, at: entry.recordedAt, by: entry.actor.name, set, reason };
  return {
    ...state,
    facts: { ...state.facts, ...set },
    factsSeq: entry.seq,
    factChanges: [...state.factChanges, change],
  };
}

/** The moment that governs is a fact like any other, so that every page and letter says the same. */
export function withAwareness(
  state: CaseState,
  entry: LedgerEntry,
  awareness: Awareness,
  reason: string,
): CaseState {
  const awareAt = governingAwareness(awareness);
  const known = state.facts.awareAt == null ? null : new Date(state.facts.awareAt).toISOString();
  const next = { ...state, awareness };
  return awareAt === known || awareAt === null ? next : withFacts(next, entry, { awareAt }, reason);
}

export function held(
  state: CaseState,
  entry: Extract<LedgerEntry, { kind: "holdPlaced" | "holdExtended" | "holdLifted" }>,
): CaseState {
  const holds = holdsAfter(state.holds, entry);
  const lawEnforcementHolds = statementsOf(state.facts, holds);
  const reason = entry.kind === "holdLifted" ? entry.body.reason : "stated by law enforcement";
  return withFacts({ ...state, holds }, entry, { lawEnforcementHolds }, reason);
}

function holdsAfter(
  holds: readonly CaseHold[],
  entry: Extract<LedgerEntry, { kind: "holdPlaced" | "holdExtended" | "holdLifted" }>,
): readonly CaseHold[] {
  const at = entry.recordedAt;
  const by = entry.actor.name;
  const { holdId } = entry.body;
  if (entry.kind === "holdPlaced") {
    const statements = [{ seq: entry.seq, at, by, statement: entry.body.statement }];
    return [...holds, { holdId, placedAt: at, statements, lifted: null }];
  }
  assert(
    holds.some((hold) => hold.holdId === holdId),
    `hold ${holdId} was ${entry.kind === "holdLifted" ? "lifted" : "extended"} before it was placed`,
  );
  return holds.map((hold): CaseHold => {
    if (hold.holdId !== holdId) return hold;
    if (entry.kind === "holdLifted")
      return { ...hold, lifted: { at: entry.body.liftedAt, by, reason: entry.body.reason } };
    const { statement } = entry.body;
    return { ...hold, statements: [...hold.statements, { seq: entry.seq, at, by, statement }] };
  });
}
