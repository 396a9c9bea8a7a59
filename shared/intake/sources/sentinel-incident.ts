import type { Alert, AlertForm } from "../../domain/alert/alert.ts";
import { alertOf } from "../alert-draft.ts";
import { fieldsAt, fieldsOf, type Fields, foldedAt, listAt, textAt, textsAt, verbatimAt } from "../fields.ts";
import { timeOf } from "../instants.ts";
import { key } from "../keys.ts";
import { nativeIdOf } from "../native-id.ts";
import { bearsSampleMark } from "../simulated.ts";
import type { Source } from "../source.ts";
import { tacticsOf, techniquesOf } from "../tactics.ts";
import { containedAlertKeys } from "./defender-arm.ts";

const provider = "/providers/microsoft.securityinsights";

/** An incident as ARM shows it, or as the Python SDK prints it: flat, in snake case. */
export const sentinelIncident: Source = {
  name: "Sentinel incident",
  recognises: ({ fields }) => isIncident(fields),
  read: ({ fields }) => incidentOf(fields, { form: "sentinel.incident", workspaceId: null, change: null }),
};

/** What an automation rule hands to a playbook, and a playbook to us. */
export const sentinelIncidentTrigger: Source = {
  name: "Sentinel incident trigger",
  recognises: ({ fields }) => {
    if (!fields.has("object")) return false;
    if (foldedAt(fields, "objectschematype") === "incident" || fields.has("objecteventtype")) return true;
    return isIncident(fieldsAt(fields, "object"));
  },
  read: ({ fields }) => {
    const event = foldedAt(fields, "objecteventtype");
    return incidentOf(fieldsAt(fields, "object"), {
      form: "sentinel.incident-trigger",
      workspaceId: textAt(fields, "workspaceid"),
      change: event === "create" ? "create" : event === "update" ? "update" : null,
    });
  },
};

function isIncident(fields: Fields): boolean {
  const type = foldedAt(fields, "type");
  if (type !== null && type !== "incident" && type !== "incidents")
    return type === "microsoft.securityinsights/incidents";
  if (fields.has("incident_number") || fields.has("incident_url")) return fields.has("title");
  const properties = fieldsAt(fields, "properties");
  return properties.has("title") && (properties.has("incidentnumber") || properties.has("incidenturl"));
}

function incidentOf(
  fields: Fields,
  about: { readonly form: AlertForm; readonly workspaceId: string | null; readonly change: Alert["change"] },
): Alert {
  const nested = fieldsAt(fields, "properties");
  const properties = nested.size > 0 ? nested : fields;
  const additional = fieldsAt(properties, "additionaldata", "additional_data");
  const workspace = workspaceOf(textAt(fields, "id")) ?? about.workspaceId;
  const name = textAt(fields, "name");
  const alerts = listAt(properties, "alerts").map((each) => fieldsAt(fieldsOf(each), "properties"));
  const title = verbatimAt(properties, "title");
  const nativeId = nativeIdOf(workspace, name);
  return alertOf({
    source: "sentinel",
    form: about.form,
    class: "alert",
    nativeId,
    title,
    nativeSeverity: textAt(properties, "severity"),
    status: textAt(properties, "status"),
    conclusion: textAt(properties, "classification"),
    change: about.change,
    times: {
      started: timeOf(properties.get("firstactivitytimeutc") ?? properties.get("first_activity_time_utc")),
      ended: timeOf(properties.get("lastactivitytimeutc") ?? properties.get("last_activity_time_utc")),
      detected: timeOf(properties.get("createdtimeutc") ?? properties.get("created_time_utc")),
      changed: timeOf(properties.get("lastmodifiedtimeutc") ?? properties.get("last_modified_time_utc")),
    },
    subscription: workspace?.toLowerCase().startsWith("/subscriptions/")
      ? (workspace.split("/")[2] ?? null)
      : null,
    tactics: tacticsOf(textsAt(additional, "tactics")),
    techniques: techniquesOf(textsAt(additional, "techniques")),
    product: textsAt(additional, "alertproductnames", "alert_product_names")[0] ?? "Microsoft Sentinel",
    portalLink: textAt(properties, "incidenturl", "incident_url"),
    simulated:
      bearsSampleMark(title, textAt(properties, "description")) ||
      (alerts.length > 0 && alerts.every(isSampleAlert)),
    keys: [...alerts.flatMap(containedAlertKeys), key("sentinel", nativeId)],
    correlates: [providerIncidentKey(properties)],
  });
}

function isSampleAlert(alert: Fields): boolean {
  return bearsSampleMark(
    textAt(alert, "alertdisplayname"),
    textAt(alert, "alerttype"),
    textAt(alert, "description"),
  );
}

/** The incident's id up to the provider; null where the id is no such path. */
function workspaceOf(id: string | null): string | null {
  const at = id?.startsWith("/") ? id.toLowerCase().indexOf(provider) : -1;
  return id !== null && at > 0 ? id.slice(0, at) : null;
}

/** Incidents that Defender XDR opened carry its number; Sentinel's own number is unique in a workspace only. */
function providerIncidentKey(properties: Fields): string | null {
  const providerName = foldedAt(properties, "providername", "provider_name");
  if (providerName === null || providerName.includes("sentinel")) return null;
  return key("xdr-incident", textAt(properties, "providerincidentid", "provider_incident_id"));
}
