import type { LedgerEntry } from "../../domain/case/events.ts";
import type { CaseState } from "../../domain/case/state.ts";
import type { CaseId } from "../../domain/ids.ts";
import type { AppContext } from "../app-context.ts";
import { loadEntries } from "../store/case-entries.ts";
import { loadCaseAt } from "../store/case-store.ts";

export interface ReadCase {
  readonly state: CaseState;
  readonly entries: readonly LedgerEntry[];
}

/** A case with its entries; undefined for an id that no case has (streams of what opened none are no cases). */
export async function caseOf(
  appContext: Pick<AppContext, "ledger" | "sha256">,
  caseId: CaseId,
): Promise<ReadCase | undefined> {
  if (!/^case-[A-Za-z0-9]+$/.test(caseId)) return undefined;
  const entries = await loadEntries(appContext, caseId);
  const last = entries.at(-1);
  return last && { state: await loadCaseAt(appContext, caseId, last.seq), entries };
}
