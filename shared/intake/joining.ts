import type { Alert, AlertSeverity } from "../domain/alert.ts";

/** What a case already knows of its alerts; the ledger's own record of an alert fits. */
export interface KnownAlert {
  readonly severity: string;
  readonly resources: readonly string[];
  readonly tactics: readonly string[];
}

const order: readonly AlertSeverity[] = ["informational", "low", "medium", "high"];

/**
 * What an alert tells a case that the case did not know, in words for the commander. Nothing means that nobody has to
 * be woken: the alert is only recorded.
 */
export function newsOf(alert: Alert, known: readonly KnownAlert[]): readonly string[] {
  const news: string[] = [];
  const gravest = Math.max(-1, ...known.map(({ severity }) => order.indexOf(severity as AlertSeverity)));
  if (order.indexOf(alert.severity) > gravest) news.push(`severity is now ${alert.severity}`);
  const resources = new Set(known.flatMap((each) => each.resources));
  const tactics = new Set(known.flatMap((each) => each.tactics));
  for (const id of alert.resources) if (!resources.has(id)) news.push(`another resource is concerned: ${id}`);
  for (const tactic of alert.tactics)
    if (!tactics.has(tactic)) news.push(`another tactic was seen: ${tactic}`);
  return news;
}
