import type { CaseState } from "../../domain/case/state.ts";
import { decide } from "../../domain/case/decide.ts";
import type { Command, Refusal } from "../../domain/case/commands.ts";
import type { Actor, CaseId, Happening, LedgerEntry } from "../../domain/case/events.ts";
import { evolve, foldCase } from "../../domain/case/evolve.ts";
import { TransientFailure } from "../../domain/failures.ts";
import { sealEntry } from "../../ledger/chain.ts";
import { genesis } from "../../ledger/format.ts";
import type { House } from "../app-context.ts";
import { nextInstant } from "./next-instant.ts";
import { rowOf } from "./row.ts";

export type Committed =
  | { readonly ok: true; readonly state: CaseState; readonly written: number }
  | {
      readonly ok: false;
      readonly error: Refusal | { readonly kind: "unknown-case"; readonly message: string };
    };

const triesMax = 12;

/**
 * Reads the case, decides, appends; again from the reading when somebody else wrote in between. May be repeated: what
 * stands already is not written twice. A crash between two entries of one command leaves the first, and the repeat
 * writes the rest. Throws TransientFailure when the ledger cannot be reached or is too busy.
 */
export async function commit(
  house: House,
  caseId: CaseId,
  actor: Actor,
  command: Command,
): Promise<Committed> {
  for (let attempt = 0; attempt < triesMax; attempt++) {
    const state = await loadCase(house, caseId);
    if (!state) return { ok: false, error: { kind: "unknown-case", message: `There is no case ${caseId}.` } };
    const decided = decide(state, command, house.clock.now(), house.settings.policy);
    if (!decided.ok) return decided;
    const written = await appendAll(house, state, actor, decided.happenings);
    if (written) {
      if (decided.happenings.length > 0)
        await house.index.putCase(
          rowOf(written, { now: house.clock.now(), nextAt: nextInstant(house, written) }),
        );
      return { ok: true, state: written, written: decided.happenings.length };
    }
  }
  throw new TransientFailure(`case ${caseId} is being written to by too many at once`);
}

export async function loadCase(house: House, caseId: CaseId): Promise<CaseState | undefined> {
  return foldCase(await house.ledger.read(caseId));
}

/** The state with all of them written, or undefined when another entry took the place of one. */
async function appendAll(
  house: House,
  state: CaseState,
  actor: Actor,
  happenings: readonly Happening[],
): Promise<CaseState | undefined> {
  let after = state;
  for (const happening of happenings) {
    const entry = seal(
      house,
      { caseId: after.caseId, seq: after.seq + 1, previous: after.head },
      actor,
      happening,
    );
    if ((await house.ledger.append(entry)) === "taken") return undefined;
    after = evolve(after, entry);
  }
  return after;
}

/** The first entry of a case: whoever creates it has opened the case, everybody else finds it open. */
export async function open(
  house: House,
  caseId: CaseId,
  actor: Actor,
  happening: Happening,
): Promise<"opened" | "open-already"> {
  const entry = seal(house, { caseId, seq: 0, previous: genesis }, actor, happening);
  if ((await house.ledger.append(entry)) === "taken") return "open-already";
  return "opened";
}

function seal(
  house: House,
  place: { readonly caseId: CaseId; readonly seq: number; readonly previous: string },
  actor: Actor,
  happening: Happening,
): LedgerEntry {
  return sealEntry({ ...place, recordedAt: house.clock.now(), actor, happening }, house.sha256);
}
