import { alertOf } from "../alert-draft.ts";
import { fieldsAt, foldedAt, textAt, verbatimAt } from "../fields.ts";
import { timeOf } from "../instants.ts";
import { key } from "../keys.ts";
import { nativeIdOf } from "../native-id.ts";
import type { Source } from "../source.ts";

/**
 * What shares the hub with the alerts: assessments and sub-assessments, secure scores, regulatory compliance, as they
 * change and as weekly snapshots.
 */
export const defenderExportOther: Source = {
  name: "Defender for Cloud posture record",
  recognises: ({ fields }) =>
    fields.has("securityeventdataenrichment") ||
    (foldedAt(fields, "type")?.startsWith("microsoft.security/") ?? false),
  read: ({ fields }) => {
    const properties = fieldsAt(fields, "properties");
    const status = fieldsAt(properties, "status");
    const changedAt = timeOf(status.get("statuschangedate"));
    const nativeId = nativeIdOf(textAt(fields, "id"));
    return alertOf({
      source: "defender-for-cloud",
      form: "defender.export-other",
      class: "posture",
      nativeId,
      title: verbatimAt(properties, "displayname", "description"),
      type: textAt(fields, "type"),
      nativeSeverity: textAt(fieldsAt(properties, "metadata"), "severity") ?? textAt(status, "severity"),
      status: textAt(status, "code"),
      times: { started: changedAt ?? timeOf(properties.get("timegenerated")), changed: changedAt },
      tenant: textAt(fields, "tenantid"),
      resources: [textAt(fieldsAt(properties, "resourcedetails"), "id")],
      product: "Microsoft Defender for Cloud",
      keys: [key("defender-posture", nativeId, changedAt?.native ?? "-")],
      correlates: [key("defender-posture", nativeId)],
    });
  },
};
