import { evolve } from "../../domain/case/evolve.ts";
import type { LedgerEntry } from "../../domain/case/events.ts";
import type { CaseState } from "../../domain/case/state.ts";
import { LedgerDamage } from "../../domain/failures.ts";
import type { CaseId } from "../../domain/ids.ts";
import { faultOf } from "../../ledger/chain.ts";
import type { Ledger } from "../../ports/ledger.ts";
import type { AppContext } from "../app-context.ts";

type StoreContext = Pick<AppContext, "ledger" | "sha256">;

/**
 * What this process knows of the cases of one ledger. It is never older than true: whoever loads a case reads the
 * entries after the newest state that is kept. States are immutable and share what did not change.
 */
interface CaseStore {
  /** By case, the least recently used first; a case's states ascend by `seq`, the last one is the newest known. */
  readonly states: Map<CaseId, CaseState[]>;
  /** The turn of whoever writes to a case next. */
  readonly turns: Map<CaseId, Promise<unknown>>;
}

const casesMax = 500;
/** Enough for the states before and after the last commands: a message is made from the state of its intent. */
const statesPerCaseMax = 16;
const storesByLedger = new WeakMap<Ledger, CaseStore>();

function storeOf({ ledger }: Pick<AppContext, "ledger">): CaseStore {
  const known = storesByLedger.get(ledger);
  if (known) return known;
  const store: CaseStore = { states: new Map(), turns: new Map() };
  storesByLedger.set(ledger, store);
  return store;
}

/**
 * The case as its last entry left it; undefined where no entry stands. Reads only entries that this process does not
 * know, and checks place, schema, link and hash of each. Throws LedgerDamage and forgets what it knew where one is wrong.
 */
export async function loadCase(appContext: StoreContext, caseId: CaseId): Promise<CaseState | undefined> {
  const base = storeOf(appContext).states.get(caseId)?.at(-1);
  return following(appContext, caseId, base, () => appContext.ledger.read(caseId, (base?.seq ?? -1) + 1));
}

/** The case as entry `seq` left it. Throws when the case has no such entry. */
export async function loadCaseAt(appContext: StoreContext, caseId: CaseId, seq: number): Promise<CaseState> {
  const known = storeOf(appContext).states.get(caseId) ?? [];
  const base = known.findLast((state) => state.seq <= seq);
  if (base?.seq === seq) return base;
  const state = await following(appContext, caseId, base, async () => {
    const entries = await appContext.ledger.read(caseId, (base?.seq ?? -1) + 1);
    return entries.filter((entry) => entry.seq <= seq);
  });
  if (state?.seq !== seq) throw new Error(`case ${caseId} has no entry ${seq}`);
  return state;
}

async function following(
  appContext: StoreContext,
  caseId: CaseId,
  base: CaseState | undefined,
  read: () => Promise<readonly LedgerEntry[]>,
): Promise<CaseState | undefined> {
  const { states } = storeOf(appContext);
  try {
    let state = base;
    for (const entry of await read()) {
      const reason = faultOf(entry, state, appContext.sha256);
      if (reason !== null) throw new LedgerDamage({ caseId, seq: entry.seq, reason });
      state = evolve(state, entry);
    }
    if (state) keepState(appContext, state);
    return state;
  } catch (error) {
    if (error instanceof LedgerDamage) states.delete(caseId);
    throw error;
  }
}

/** Remembers a state that stands in the ledger. */
export function keepState(appContext: Pick<AppContext, "ledger">, state: CaseState): void {
  const { states } = storeOf(appContext);
  const known = states.get(state.caseId) ?? [];
  const others = known.filter(({ seq }) => seq !== state.seq);
  states.delete(state.caseId);
  states.set(
    state.caseId,
    [...others, state].sort((one, other) => one.seq - other.seq).slice(-statesPerCaseMax),
  );
  const [oldest] = states.keys();
  if (states.size > casesMax && oldest !== undefined) states.delete(oldest);
}

/** Runs after whoever else in this process writes to the case; others go on. */
export function inTurn<Result>(
  appContext: Pick<AppContext, "ledger">,
  caseId: CaseId,
  write: () => Promise<Result>,
): Promise<Result> {
  const { turns } = storeOf(appContext);
  const before = turns.get(caseId) ?? Promise.resolve();
  const result = before.then(write);
  // The writer hears of its failure; the next one writes all the same.
  const turn = result
    .catch(() => undefined)
    .then(() => {
      if (turns.get(caseId) === turn) turns.delete(caseId);
    });
  turns.set(caseId, turn);
  return result;
}
