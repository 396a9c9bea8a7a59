import { alertOf } from "../alert-draft.ts";
import { entityFingerprint, readEntities } from "../entities.ts";
import { fieldsAt, type Fields, foldedAt, listAt, textAt, textsAt, verbatimAt } from "../fields.ts";
import { timeOf } from "../instants.ts";
import { defenderKey, defenderKeyIn, isDefenderId, key } from "../keys.ts";
import { nativeIdOf } from "../native-id.ts";
import { sensitivityIn } from "../sensitivity.ts";
import { bearsSampleMark, namesTestFile, suspectValues } from "../simulated.ts";
import type { Source } from "../source.ts";
import { tacticsOf, techniquesOf } from "../tactics.ts";

/** A row of the SecurityAlert table: Defender's alerts, those of scheduled rules, and other vendors'. */
export const defenderLogAnalytics: Source = {
  name: "SecurityAlert row of Log Analytics",
  recognises: ({ fields }) => isSecurityAlertRow(fields),
  read: ({ fields }) => {
    const vendorId = textAt(fields, "vendororiginalid");
    const systemId = textAt(fields, "systemalertid");
    const id = vendorId !== null && isDefenderId(vendorId) ? vendorId : systemId;
    const extended = fieldsAt(fields, "extendedproperties");
    const entityList = listAt(fields, "entities");
    const entities = readEntities(entityList);
    const title = verbatimAt(fields, "displayname", "alertdisplayname");
    const type = textAt(fields, "alerttype");
    const startedAt = timeOf(fields.get("starttime")) ?? timeOf(fields.get("starttimeutc"));
    const endedAt = timeOf(fields.get("endtime")) ?? timeOf(fields.get("endtimeutc"));
    const ofDefender = id !== null && isDefenderId(id);
    return alertOf({
      source: "defender-for-cloud",
      form: "defender.log-analytics",
      class: "alert",
      nativeId: nativeIdOf(id),
      title,
      type,
      nativeSeverity: textAt(fields, "alertseverity", "severity"),
      status: textAt(fields, "status"),
      times: {
        started: startedAt,
        ended: endedAt,
        detected: timeOf(fields.get("timegenerated")),
        changed: timeOf(fields.get("processingendtime")),
      },
      // `TenantId` is the workspace, so the row names no tenant.
      resources: [textAt(fields, "resourceid", "azureresourceid"), ...entities.resources],
      entities: entities.counts,
      tactics: tacticsOf([...textsAt(fields, "tactics"), ...textsAt(extended, "killchainintent")]),
      techniques: techniquesOf(textsAt(fields, "techniques")),
      product: textAt(fields, "productname", "vendorname"),
      portalLink: textAt(fields, "alertlink"),
      simulated:
        bearsSampleMark(title, type, textAt(fields, "description"), textAt(fields, "alertname")) ||
        namesTestFile([title, ...entities.suspectNames, ...suspectValues(extended)]),
      sensitivity: sensitivityIn(extended),
      keys: [
        ofDefender ? defenderKey(id) : defenderKeyIn(textAt(fields, "alertlink")),
        key("security-alert", systemId),
        // A scheduled rule raises the same activity again under a new id, so its words identify it too.
        ofDefender ? null : sameActivityKey(title ?? type, startedAt?.at, endedAt?.at, entityList),
      ],
    });
  },
};

function sameActivityKey(
  rule: string | null,
  startedAt: string | null | undefined,
  endedAt: string | null | undefined,
  entities: readonly unknown[],
): string | null {
  return key("rule-activity", rule, startedAt, endedAt, entityFingerprint(entities));
}

/** Some words stand only in this table, some only in the export; what is left is told by its stringified objects. */
function isSecurityAlertRow(fields: Fields): boolean {
  if (fields.has("properties")) return false;
  if (foldedAt(fields, "type") === "securityalert")
    return fields.has("systemalertid") || fields.has("alerttype");
  if (!fields.has("systemalertid") && !fields.has("vendororiginalid")) return false;
  if (fields.has("vendororiginalid") || fields.has("alertseverity")) return true;
  if (fields.has("azureresourceid") || fields.has("resourceidentifiers") || fields.has("intent"))
    return false;
  return (
    fields.has("resourceid") ||
    typeof fields.get("entities") === "string" ||
    typeof fields.get("extendedproperties") === "string"
  );
}
