import type { CaseState } from "../../domain/case/state.ts";
import type { LedgerEntry } from "../../domain/case/events.ts";
import type { CaseId } from "../../domain/ids.ts";
import { foldCase } from "../../domain/case/evolve.ts";
import type { AppContext } from "../app-context.ts";

export interface ReadCase {
  readonly state: CaseState;
  readonly entries: readonly LedgerEntry[];
}

/** A case with its entries; undefined for an id that no case has (streams of what opened none are no cases). */
export async function caseOf(
  { ledger }: Pick<AppContext, "ledger">,
  caseId: CaseId,
): Promise<ReadCase | undefined> {
  if (!/^case-[A-Za-z0-9]+$/.test(caseId)) return undefined;
  const entries = await ledger.read(caseId);
  const state = foldCase(entries);
  return state && { state, entries };
}
