/**
 * The alerts of a case: `alertItems` (all, with their ledger entries), `openingAlert`, `whatHappened` (in a sentence).
 */
import type { AlertItem } from "../../shared/contracts/views.ts";
import type { CaseState } from "../../shared/domain/case/state.ts";
import type { CaseAlert, LedgerEntry } from "../../shared/domain/case/events.ts";
import { formatInstantInLine } from "../../shared/domain/wording/times.ts";
import { formatList } from "./words.ts";

export function alertItems(entries: readonly LedgerEntry[]): readonly AlertItem[] {
  return entries.flatMap((entry) =>
    entry.kind === "caseOpened" || entry.kind === "alertJoined" ? [itemOf(entry.body.alert, entry.seq)] : [],
  );
}

/** The alert that opened the case stands in its first entry. */
export function openingAlert(state: CaseState): AlertItem {
  const [alert] = state.alerts;
  if (!alert) throw new Error(`bug: case ${state.caseId} has no alert`);
  return itemOf(alert, 0);
}

function itemOf(alert: CaseAlert, entrySeq: number): AlertItem {
  const { title, severity, product, tactics, occurredAt, detectedAt, receivedAt, portalLink, simulated } =
    alert;
  const resources = alert.resources.map(resourceName);
  return {
    title,
    severity,
    product,
    resources,
    tactics,
    occurredAt,
    detectedAt,
    receivedAt,
    portalLink,
    simulated,
    entrySeq,
  };
}

/** `/subscriptions/…/storageaccounts/radiology` is told by its last two parts: kind and name. */
function resourceName(resource: string): string {
  const parts = resource.split("/").filter((part) => part !== "");
  return resource.startsWith("/") && parts.length > 2 ? parts.slice(-2).join("/") : resource;
}

/** One or two sentences for somebody who has never heard of it. */
export function whatHappened(state: CaseState): string {
  const alert = openingAlert(state);
  const who = alert.product ?? "A security product";
  const at = alert.detectedAt ?? alert.receivedAt;
  const where = alert.resources.length === 0 ? "" : ` on ${formatList(alert.resources.slice(0, 3))}`;
  const first = `${who} reported “${alert.title}”${where} on ${formatInstantInLine(at, state.entity.timeZone)}.`;
  const more = state.alerts.length - 1;
  if (more === 0) return first;
  return `${first} ${more === 1 ? "One further alert belongs" : `${more} further alerts belong`} to the same case.`;
}
