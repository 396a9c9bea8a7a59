import { assert } from "../../failures.ts";
import type { ClockReading, LedgerEntry } from "../events.ts";
import { noticeIdFor } from "../state.ts";
import type { CaseClock, CaseState } from "../state.ts";
import type { ObligationId } from "../../ids.ts";

type EntryOf<Kind extends LedgerEntry["kind"]> = Extract<LedgerEntry, { kind: Kind }>;

/** A clock runs from here on by this reading; one that had been met keeps what was filed then. */
export function clockOpenedOrMoved(
  state: CaseState,
  { seq, recordedAt, body }: EntryOf<"clockOpened" | "clockMoved">,
): CaseState {
  const before = state.clocks[body.obligationId];
  const filed = before?.met && {
    seq,
    at: before.met.at,
    version: state.notices[noticeIdFor(body.obligationId)]?.version ?? 0,
    jurisdictions: before.reading.jurisdictions ?? [],
  };
  return setClock(state, {
    reading: readingOf(body),
    seq,
    since: recordedAt,
    why: body.why,
    status: "running",
    struck: before?.struck ?? [],
    metBefore: [...(before?.metBefore ?? []), ...(filed ? [filed] : [])],
    met: null,
  });
}

export function clockWithdrawn(state: CaseState, entry: EntryOf<"clockWithdrawn">): CaseState {
  const clock = clockOf(state, entry.body.obligationId, "withdrawn");
  return setClock(state, {
    ...clock,
    status: "withdrawn",
    since: entry.recordedAt,
    why: entry.body.why,
  });
}

export function milestoneStruck(state: CaseState, entry: EntryOf<"milestoneStruck">): CaseState {
  const clock = clockOf(state, entry.body.obligationId, "struck");
  const { milestone, due } = entry.body;
  return setClock(state, { ...clock, struck: [...clock.struck, { milestone, due, at: entry.recordedAt }] });
}

export function obligationMet(state: CaseState, entry: EntryOf<"obligationMet">): CaseState {
  const clock = clockOf(state, entry.body.obligationId, "met");
  const { metAt, how, reference, late, reason } = entry.body;
  return setClock(state, { ...clock, status: "met", met: { at: metAt, how, reference, late, reason } });
}

function readingOf(body: ClockReading): ClockReading {
  const { obligationId, title, citation, clockStart, due, notBefore, latestArguable, rule } = body;
  const reading = { obligationId, title, citation, clockStart, due, notBefore, latestArguable, rule };
  return body.jurisdictions === undefined ? reading : { ...reading, jurisdictions: body.jurisdictions };
}

function clockOf(state: CaseState, obligationId: ObligationId, what: string): CaseClock {
  const clock = state.clocks[obligationId];
  assert(clock, `clock ${obligationId} was ${what} before it was opened`);
  return clock;
}

const setClock = (state: CaseState, clock: CaseClock): CaseState => ({
  ...state,
  clocks: { ...state.clocks, [clock.reading.obligationId]: clock },
});
