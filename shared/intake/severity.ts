import type { AlertSeverity } from "../domain/alert/alert.ts";
import { textOf } from "./fields.ts";

const levels: ReadonlyMap<string, AlertSeverity> = new Map([
  ["high", "high"],
  ["sev0", "high"],
  ["sev1", "high"],
  ["medium", "medium"],
  ["sev2", "medium"],
  ["low", "low"],
  ["sev3", "low"],
  ["informational", "informational"],
  ["sev4", "informational"],
]);

/** What is not on the scale is unknown, and unknown is not low. */
export function severityOf(native: unknown): AlertSeverity {
  return levels.get(textOf(native)?.toLowerCase() ?? "") ?? "unknown";
}
