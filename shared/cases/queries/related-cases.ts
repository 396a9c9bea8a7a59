import type { CaseId, Instant } from "../../domain/case/events.ts";
import { isPlaceKey } from "../../intake/keys.ts";
import { loadCase } from "../store/commit.ts";
import type { House } from "../app-context.ts";

/**
 * The open case that a related alert belongs to. What names the same incident or another alert of the case joins it as
 * long as it is open; what only shares a resource joins within the house's window, since one storage account may see two
 * breaches. A closed case takes no more, and a drill never takes a real alert, nor the other way round.
 */
export async function openCaseBeside(
  house: House,
  correlates: readonly string[],
  alert: { readonly receivedAt: Instant; readonly isDrill: boolean },
): Promise<CaseId | undefined> {
  if (correlates.length === 0) return undefined;
  const named = await house.index.findByKeys(correlates);
  const related = await house.index.findRelated(correlates);
  const since = Date.parse(alert.receivedAt) - house.settings.policy.joinWithinMs;
  const near = related.filter(({ key, at }) => !isPlaceKey(key) || Date.parse(at) >= since);
  for (const caseId of new Set([
    ...(named === undefined ? [] : [named]),
    ...near.map((each) => each.caseId),
  ])) {
    const state = await loadCase(house, caseId);
    if (state && !state.closed && state.drill === alert.isDrill) return caseId;
  }
  return undefined;
}
