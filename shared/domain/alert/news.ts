import type { AlertSeverity } from "./alert.ts";
import type { CaseAlert } from "../case/events.ts";

type Known = Pick<CaseAlert, "severity" | "resources" | "tactics">;

const order: readonly AlertSeverity[] = ["informational", "low", "medium", "high"];
/** A mail that lists a hundred resources tells nobody anything. */
const namedMax = 5;

/**
 * What an alert tells a case that the case did not know, in words for the commander. Nothing means that nobody has to
 * be woken: the alert is only recorded.
 */
export function newsOf(alert: Known, known: readonly Known[]): readonly string[] {
  const news: string[] = [];
  const gravest = Math.max(-1, ...known.map(({ severity }) => order.indexOf(severity as AlertSeverity)));
  if (order.indexOf(alert.severity as AlertSeverity) > gravest)
    news.push(`severity is now ${alert.severity}`);
  const resources = new Set(known.flatMap((each) => each.resources));
  const tactics = new Set(known.flatMap((each) => each.tactics));
  const further = alert.resources.filter((id) => !resources.has(id));
  for (const id of further.slice(0, namedMax)) news.push(`another resource is concerned: ${id}`);
  if (further.length > namedMax) news.push(`${further.length - namedMax} more resources are concerned`);
  for (const tactic of alert.tactics)
    if (!tactics.has(tactic)) news.push(`another tactic was seen: ${tactic}`);
  return news;
}
