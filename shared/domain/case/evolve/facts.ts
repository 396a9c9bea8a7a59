import { assert } from "../../failures.ts";
import { governingAwareness } from "../awareness.ts";
import type { Awareness } from "../awareness.ts";
import { statementsOf } from "../holds.ts";
import type { CaseHold } from "../holds.ts";
import type { FactsPatch, LedgerEntry } from "../events.ts";
import type { CaseState, FactChange } from "../state.ts";

type EntryOf<Kind extends LedgerEntry["kind"]> = Extract<LedgerEntry, { kind: Kind }>;

export const factsChanged = (state: CaseState, entry: EntryOf<"factsChanged">): CaseState =>
  withFacts(state, entry, entry.body.set, entry.body.reason);

export function awarenessProposed(state: CaseState, entry: EntryOf<"awarenessProposed">): CaseState {
  const proposal = { ...entry.body, seq: entry.seq, by: entry.actor.name };
  const proposals = [...state.awareness.proposals, proposal];
  return withAwareness(state, entry, { ...state.awareness, proposals }, entry.body.reason);
}

export function awarenessDecided(state: CaseState, entry: EntryOf<"awarenessDecided">): CaseState {
  const decided = { ...entry.body, seq: entry.seq, at: entry.recordedAt, by: entry.actor.name };
  return withAwareness(state, entry, { ...state.awareness, decided }, entry.body.reason);
}

function withFacts(state: CaseState, entry: LedgerEntry, set: FactsPatch, reason: string): CaseState {
  const change: FactChange = { seq: entry.seq, at: entry.recordedAt, by: entry.actor.name, set, reason };
  return {
    ...state,
    facts: { ...state.facts, ...set },
    factsSeq: entry.seq,
    factChanges: [...state.factChanges, change],
  };
}

/** The moment that governs is a fact like any other, so that every page and letter says the same. */
function withAwareness(
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
