import type { CaseRow } from "../../contracts/case-row.ts";
import type { CaseState } from "../../domain/case/state.ts";
import type { CaseId } from "../../domain/ids.ts";
import type { Instant } from "../../domain/instants.ts";
import type { CaseIndex } from "../../ports/case-index.ts";
import type { AppContext } from "../app-context.ts";
import { nextSteps } from "./next-instant.ts";
import type { NextSteps } from "./next-instant.ts";
import { rowOf } from "./row.ts";

type IndexContext = Pick<AppContext, "index" | "clock" | "settings">;

interface LastRow {
  readonly seq: number;
  readonly nextAt: Instant | null;
  readonly caseAt: Instant | null;
  readonly courierAt: Instant | null;
  readonly writtenAt: Instant;
}

/** What this process last wrote of each case: a hint that saves a write, never the truth. */
const lastRowsByIndex = new WeakMap<CaseIndex, Map<CaseId, LastRow>>();
const lastRowsMax = 2_000;
/** Another process may have reckoned the case as asleep since. */
const hintStandsMs = 5_000;

/**
 * Before an append: the index says "look now", so that a process that dies after the append leaves a case that the
 * sweeper finds. Left out where this process has just written that the case is due already. Throws TransientFailure;
 * then nothing was appended.
 */
export async function markDue(appContext: IndexContext, caseId: CaseId, seq: number): Promise<void> {
  const at = appContext.clock.now();
  const last = lastRowsByIndex.get(appContext.index)?.get(caseId);
  const isFresh = last?.seq === seq - 1 && Date.parse(at) - Date.parse(last.writtenAt) < hintStandsMs;
  if (isFresh && last.nextAt !== null && last.nextAt <= at) return;
  await appContext.index.markDue(caseId, { seq, at });
}

/** Writes what lists say of the case. May be repeated, and by several at once. Throws TransientFailure. */
export async function writeRow(
  appContext: IndexContext,
  state: CaseState,
  next: NextSteps = nextSteps(appContext, state),
): Promise<void> {
  const row = rowOf(state, next);
  const rows = lastRowsByIndex.get(appContext.index) ?? new Map<CaseId, LastRow>();
  lastRowsByIndex.set(appContext.index, rows);
  const last = rows.get(state.caseId);
  if (last && saysTheSame(last, row)) return;
  rows.delete(state.caseId);
  await appContext.index.put(row);
  const { seq, nextAt, caseAt, courierAt, derivedAt: writtenAt } = row;
  rows.set(state.caseId, { seq, nextAt, caseAt, courierAt, writtenAt });
  const [oldest] = rows.keys();
  if (rows.size > lastRowsMax && oldest !== undefined) rows.delete(oldest);
}

/** A look that follows a command at once finds the row as the command wrote it. What is due is due since whenever. */
function saysTheSame(last: LastRow, row: CaseRow): boolean {
  const isFresh = Date.parse(row.derivedAt) - Date.parse(last.writtenAt) < hintStandsMs;
  const isAlike = (one: Instant | null, other: Instant | null): boolean =>
    one === other || (one !== null && other !== null && one <= last.writtenAt && other <= row.derivedAt);
  return (
    isFresh &&
    last.seq === row.seq &&
    isAlike(last.caseAt, row.caseAt) &&
    isAlike(last.courierAt, row.courierAt)
  );
}

/**
 * The same after an append, whose entries stand whatever becomes of this, so no failure of it is the command's. Answers
 * whether the lists may lag: the row was marked as due before, so the sweeper writes it within a minute, and says in the
 * log what is wrong if it cannot.
 */
export async function tryToWriteRow(
  appContext: IndexContext,
  state: CaseState,
  next?: NextSteps,
): Promise<boolean> {
  try {
    await writeRow(appContext, state, next);
    return false;
  } catch {
    return true;
  }
}
