import type { CaseState } from "../../domain/case/state.ts";
import { decide } from "../../domain/case/decide.ts";
import type { Command, Decided, Refusal } from "../../domain/case/commands.ts";
import type { Actor, CaseEvent, LedgerEntry } from "../../domain/case/events.ts";
import type { CaseId } from "../../domain/ids.ts";
import { previewChange } from "../../domain/case/preview.ts";
import { evolve, foldCase } from "../../domain/case/evolve.ts";
import { TransientFailure } from "../../domain/failures.ts";
import { sealEntry } from "../../ledger/chain.ts";
import { genesis } from "../../ledger/format.ts";
import type { AppContext } from "../app-context.ts";
import { nextSteps } from "./next-instant.ts";
import { rowOf } from "./row.ts";

export type Committed =
  | { readonly ok: true; readonly state: CaseState; readonly written: number }
  | {
      readonly ok: false;
      readonly error: Refusal | { readonly kind: "unknown-case"; readonly message: string };
    };

/** One command, several in one batch, or those that follow from the state that they are appended to. */
export type Commands = Command | readonly Command[] | ((state: CaseState) => Promise<readonly Command[]>);

const triesMax = 12;

/**
 * Reads the case, decides, appends; again from the reading when somebody else wrote in between. May be repeated: what
 * stands already is not written twice. A crash between two entries of one command leaves the first, and the repeat
 * writes the rest. Throws TransientFailure when the ledger cannot be reached or is too busy.
 */
export async function commit(
  appContext: AppContext,
  caseId: CaseId,
  actor: Actor,
  commands: Commands,
): Promise<Committed> {
  for (let attempt = 0; attempt < triesMax; attempt++) {
    const state = await loadCase(appContext, caseId);
    if (!state) return { ok: false, error: { kind: "unknown-case", message: `There is no case ${caseId}.` } };
    const decided = decideAll(appContext, state, actor, await listOf(commands, state));
    if (!decided.ok) return decided;
    const written = await appendAll(appContext, state, actor, decided.events);
    if (written) {
      if (decided.events.length > 0)
        await appContext.index.putCase(rowOf(written, nextSteps(appContext, written)));
      return { ok: true, state: written, written: decided.events.length };
    }
  }
  throw new TransientFailure(`case ${caseId} is being written to by too many at once`);
}

const listOf = async (commands: Commands, state: CaseState): Promise<readonly Command[]> =>
  typeof commands === "function"
    ? commands(state)
    : Array.isArray(commands)
      ? (commands as readonly Command[])
      : [commands as Command];

/** Each decided on the case as the ones before it leave it. The first refusal is the answer to all. */
function decideAll(
  { clock, settings }: AppContext,
  state: CaseState,
  actor: Actor,
  commands: readonly Command[],
): Decided {
  const now = clock.now();
  const events: CaseEvent[] = [];
  let after = state;
  for (const command of commands) {
    const decided = decide(after, command, now, settings.policy);
    if (!decided.ok) return decided;
    events.push(...decided.events);
    after = previewChange(after, decided.events, { now, actor });
  }
  return { ok: true, events };
}

export async function loadCaseAt(
  appContext: AppContext,
  caseId: CaseId,
  seq: number,
): Promise<CaseState | undefined> {
  return foldCase((await appContext.ledger.read(caseId)).filter((entry) => entry.seq <= seq));
}

export async function loadCase(appContext: AppContext, caseId: CaseId): Promise<CaseState | undefined> {
  return foldCase(await appContext.ledger.read(caseId));
}

/** The state with all of them written, or undefined when another entry took the place of one. */
async function appendAll(
  appContext: AppContext,
  state: CaseState,
  actor: Actor,
  events: readonly CaseEvent[],
): Promise<CaseState | undefined> {
  let after = state;
  for (const event of events) {
    const entry = seal(
      appContext,
      { caseId: after.caseId, seq: after.seq + 1, previous: after.head },
      actor,
      event,
    );
    if ((await appContext.ledger.append(entry)) === "taken") return undefined;
    after = evolve(after, entry);
  }
  return after;
}

/** The first entry of a case: whoever creates it has opened the case, everybody else finds it open. */
export async function open(
  appContext: AppContext,
  caseId: CaseId,
  actor: Actor,
  event: CaseEvent,
): Promise<"opened" | "open-already"> {
  const entry = seal(appContext, { caseId, seq: 0, previous: genesis }, actor, event);
  if ((await appContext.ledger.append(entry)) === "taken") return "open-already";
  return "opened";
}

function seal(
  appContext: AppContext,
  place: { readonly caseId: CaseId; readonly seq: number; readonly previous: string },
  actor: Actor,
  event: CaseEvent,
): LedgerEntry {
  return sealEntry({ ...place, recordedAt: appContext.clock.now(), actor, event }, appContext.sha256);
}
