import type { CaseId } from "../../domain/ids.ts";
import type { Instant } from "../../domain/instants.ts";
import { isPlaceKey } from "../../intake/keys.ts";
import { loadCase } from "../store/case-store.ts";
import type { AppContext } from "../app-context.ts";

/**
 * The open case that a related alert belongs to. What names the same incident or another alert of the case joins it as
 * long as it is open; what only shares a resource joins within the house's window, since one storage account may see two
 * breaches. A closed case takes no more, and a drill never takes a real alert, nor the other way round.
 */
export async function openCaseBeside(
  appContext: AppContext,
  correlates: readonly string[],
  alert: { readonly receivedAt: Instant; readonly isDrill: boolean },
): Promise<CaseId | undefined> {
  if (correlates.length === 0) return undefined;
  const named = await appContext.index.findByKeys(correlates);
  const related = await appContext.index.findRelated(correlates);
  const since = Date.parse(alert.receivedAt) - appContext.settings.policy.joinWithinMs;
  const near = related.filter(({ key, at }) => !isPlaceKey(key) || Date.parse(at) >= since);
  for (const caseId of new Set([
    ...(named === undefined ? [] : [named]),
    ...near.map((each) => each.caseId),
  ])) {
    const state = await loadCase(appContext, caseId);
    if (state && !state.closed && state.drill === alert.isDrill) return caseId;
  }
  return undefined;
}
