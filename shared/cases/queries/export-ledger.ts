import type { LedgerEntry } from "../../domain/case/events.ts";
import type { CaseId } from "../../domain/ids.ts";
import { exportLines } from "../../ledger/export.ts";
import type { Ledger } from "../../ports/ledger.ts";
import type { AppContext } from "../app-context.ts";

/**
 * The lines of an export of the whole ledger, or of one case, each with its line feed. Reads one case at a time, so
 * memory stays that of the longest case, and as it stands, so that one damaged case does not keep the others from an
 * export that shows the damage; entries that are written meanwhile to a case already passed are not in it.
 */
export function exportLedger(
  appContext: Pick<AppContext, "ledger" | "clock" | "sha256">,
  caseId?: CaseId,
): AsyncGenerator<string, void, undefined> {
  const { ledger, clock, sha256 } = appContext;
  return exportLines(entriesOf(ledger, caseId), { exportedAt: clock.now(), scope: caseId ?? "all", sha256 });
}

async function* entriesOf(ledger: Ledger, caseId?: CaseId): AsyncGenerator<LedgerEntry, void, undefined> {
  for (const id of caseId === undefined ? await ledger.caseIds() : [caseId])
    yield* await ledger.readAsItStands(id);
}
