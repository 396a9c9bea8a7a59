import { readEntry } from "../../contracts/entry.ts";
import type { Command, Refusal } from "../../domain/case/commands.ts";
import { decide } from "../../domain/case/decide.ts";
import { evolve } from "../../domain/case/evolve.ts";
import type { Actor, CaseEvent, LedgerEntry } from "../../domain/case/events.ts";
import type { CaseState } from "../../domain/case/state.ts";
import { TransientFailure } from "../../domain/failures.ts";
import type { CaseId } from "../../domain/ids.ts";
import type { Instant } from "../../domain/instants.ts";
import { bytesOf, entryBytesMax, inBatches } from "../../ledger/batches.ts";
import { genesis, sealEntry } from "../../ledger/chain.ts";
import type { AppContext } from "../app-context.ts";
import { inTurn, keepState, loadCase } from "./case-store.ts";
import { markDue, tryToWriteRow } from "./index-row.ts";

export { loadCase, loadCaseAt } from "./case-store.ts";

export type CommitRefusal =
  Refusal | { readonly kind: "unknown-case" | "not-writable"; readonly message: string };

export type Committed =
  | {
      readonly ok: true;
      readonly state: CaseState;
      readonly written: number;
      /** It is recorded, and lists will show it within a minute: the index could not be written. */
      readonly pagesMayLag: boolean;
    }
  | { readonly ok: false; readonly error: CommitRefusal };

/** One command, several in one batch, or those that follow from the very state that they are appended to. */
export type Commands = Command | readonly Command[] | ((state: CaseState) => Promise<readonly Command[]>);

const triesMax = 12;

/**
 * Reads the case, decides, appends; again from the reading when somebody else wrote in between. Several commands decide
 * one after another, each on what the one before made of the case, and are written as one: a refusal of any leaves
 * nothing. May be repeated: what stands already is not written twice. Writers of one case in this process wait for each
 * other. Throws TransientFailure, whose `changed` says whether something may have been written all the same.
 */
export function commit(
  appContext: AppContext,
  caseId: CaseId,
  actor: Actor,
  commands: Commands,
): Promise<Committed> {
  return inTurn(appContext, caseId, () => commitInTurn(appContext, caseId, actor, commands));
}

async function commandsFor(commands: Commands, state: CaseState): Promise<readonly Command[]> {
  if (typeof commands === "function") return commands(state);
  return isOne(commands) ? [commands] : commands;
}

const isOne = (commands: Command | readonly Command[]): commands is Command => !Array.isArray(commands);

async function commitInTurn(
  appContext: AppContext,
  caseId: CaseId,
  actor: Actor,
  commands: Commands,
): Promise<Committed> {
  for (let attempt = 0; attempt < triesMax; attempt++) {
    const state = await loadCase(appContext, caseId);
    if (!state) return refused("unknown-case", `There is no case ${caseId}.`);
    const decided = decideAll(appContext, state, actor, await commandsFor(commands, state));
    if (!decided.ok) return decided;
    const { entries, after } = decided;
    if (entries.length === 0) return { ok: true, state, written: 0, pagesMayLag: false };
    await markDue(appContext, caseId, state.seq + 1);
    if (!(await appendAll(appContext, entries))) continue;
    keepState(appContext, after);
    const pagesMayLag = await tryToWriteRow(appContext, after);
    return { ok: true, state: after, written: entries.length, pagesMayLag };
  }
  throw new TransientFailure(`case ${caseId} is being written to by too many at once`);
}

/** The entries that the commands make of the case, and the case after them. */
function decideAll(
  appContext: AppContext,
  state: CaseState,
  actor: Actor,
  commands: readonly Command[],
):
  | { readonly ok: true; readonly entries: readonly LedgerEntry[]; readonly after: CaseState }
  | Extract<Committed, { readonly ok: false }> {
  const now = appContext.clock.now();
  const entries: LedgerEntry[] = [];
  let after = state;
  for (const command of commands) {
    const decided = decide(after, command, now, appContext.settings.policy);
    if (!decided.ok) return decided;
    for (const event of decided.events) {
      const place = { caseId: state.caseId, seq: after.seq + 1, previous: after.head, recordedAt: now };
      const entry = seal(appContext, place, actor, event);
      if (typeof entry === "string") return refused("not-writable", entry);
      entries.push(entry);
      after = evolve(after, entry);
    }
  }
  return { ok: true, entries, after };
}

/**
 * False when another entry took the place of the first. What does not fit into one transaction is written as several:
 * after the first of them nobody can say any more that nothing was changed.
 */
async function appendAll(appContext: AppContext, entries: readonly LedgerEntry[]): Promise<boolean> {
  const [first, ...rest] = inBatches(entries);
  if (!first || (await appContext.ledger.append(first)) === "taken") return false;
  for (const batch of rest) {
    const answer = await appContext.ledger.append(batch).catch((cause: unknown) => {
      if (!(cause instanceof TransientFailure)) throw cause;
      const { message, retryAfterMs } = cause;
      throw new TransientFailure(message, { cause, retryAfterMs, changed: "unknown" });
    });
    if (answer === "taken") return false;
  }
  return true;
}

/**
 * The first entry of a case: whoever creates it has opened the case, everybody else finds it open. The index has its row
 * before that, so that an opening whose process dies is found. Throws TransientFailure, and where the entry could not
 * be read again an error that names the member.
 */
export function open(
  appContext: AppContext,
  caseId: CaseId,
  actor: Actor,
  event: CaseEvent,
): Promise<"opened" | "open-already"> {
  return inTurn(appContext, caseId, async () => {
    if (await loadCase(appContext, caseId)) return "open-already";
    const place = { caseId, seq: 0, previous: genesis, recordedAt: appContext.clock.now() };
    const entry = seal(appContext, place, actor, event);
    if (typeof entry === "string") throw new Error(entry);
    await markDue(appContext, caseId, 0);
    if ((await appContext.ledger.append([entry])) === "taken") return "open-already";
    const state = evolve(undefined, entry);
    keepState(appContext, state);
    await tryToWriteRow(appContext, state);
    return "opened";
  });
}

/** The next entry, or in words why it could not be read again or does not fit. */
function seal(
  appContext: AppContext,
  place: {
    readonly caseId: CaseId;
    readonly seq: number;
    readonly previous: string;
    readonly recordedAt: Instant;
  },
  actor: Actor,
  event: CaseEvent,
): LedgerEntry | string {
  const entry = sealEntry({ ...place, actor, event }, appContext.sha256);
  const bytes = bytesOf(entry);
  if (bytes > entryBytesMax)
    return `What is to be recorded is too long: ${largestMember(entry)} makes an entry of ${bytes} bytes, at most ${entryBytesMax} fit.`;
  try {
    readEntry(entry);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return entry;
}

/** The member of an entry's body that takes the most room. */
function largestMember({ body }: LedgerEntry): string {
  const members = Object.entries(body).map(([name, value]) => ({
    name,
    length: JSON.stringify(value)?.length ?? 0,
  }));
  return `body.${members.toSorted((one, other) => other.length - one.length)[0]?.name ?? ""}`;
}

const refused = (
  kind: Extract<CommitRefusal, { kind: "unknown-case" | "not-writable" }>["kind"],
  message: string,
): Extract<Committed, { readonly ok: false }> => ({ ok: false, error: { kind, message } });
