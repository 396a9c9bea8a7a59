import type { Alert, AlertClass } from "../../domain/alert/alert.ts";
import { alertOf } from "../alert-draft.ts";
import {
  fieldAt,
  fieldsAt,
  fieldsOf,
  type Fields,
  foldedAt,
  listOf,
  textAt,
  textsAt,
  valueTextAt,
} from "../fields.ts";
import { timeOf } from "../instants.ts";
import { defenderKey, key } from "../keys.ts";
import { nativeIdOf } from "../native-id.ts";
import { sensitivityIn } from "../sensitivity.ts";
import { bearsSampleMark, namesTestFile, suspectValues } from "../simulated.ts";
import type { Source } from "../source.ts";
import { tacticsOf } from "../tactics.ts";

const categories: ReadonlySet<string> = new Set([
  "administrative",
  "security",
  "policy",
  "servicehealth",
  "resourcehealth",
  "alert",
  "autoscale",
  "recommendation",
]);

/** An event of the activity log, as REST and portal show it or as diagnostic settings stream it. */
export const activityLog: Source = {
  name: "activity log",
  recognises: ({ fields }) =>
    categories.has(categoryOf(fields)) &&
    fields.has("operationname") &&
    (fields.has("eventdataid") || fields.has("eventtimestamp") || fields.has("resourceid")),
  read: ({ fields }) => {
    switch (categoryOf(fields)) {
      case "security":
        return securityEvent(fields);
      case "policy":
        return otherEvent(fields, "posture");
      default:
        return otherEvent(fields, "noise");
    }
  },
};

function categoryOf(fields: Fields): string {
  return valueTextAt(fields, "category")?.toLowerCase() ?? "";
}

/** A Defender alert, told once more. `level` is always Informational and `resourceId` is the alert itself. */
function securityEvent(fields: Fields): Alert {
  const properties = fieldsAt(fields, "properties");
  const id = textAt(fields, "correlationid");
  const title = valueTextAt(fields, "eventname");
  const description = textAt(fields, "description");
  return alertOf({
    source: "activity-log",
    form: "activity-log",
    class: "alert",
    nativeId: nativeIdOf(id),
    title,
    type: textAt(properties, "alerttype", "alertname"),
    nativeSeverity: textAt(properties, "severity"),
    status: valueTextAt(fields, "status"),
    times: {
      started: timeOf(fieldAt(fields, "eventtimestamp", "time")),
      detected: timeOf(fields.get("submissiontimestamp")),
    },
    tenant: textAt(fields, "tenantid"),
    subscription: textAt(fields, "subscriptionid"),
    tactics: tacticsOf(textsAt(properties, "intent")),
    product: "Microsoft Defender for Cloud",
    simulated: isSimulatedSecurityEvent(title, description, properties),
    sensitivity: sensitivityIn(properties),
    keys: [defenderKey(id)],
  });
}

/** Marks may stand in the event's texts or among the properties. */
export function isSimulatedSecurityEvent(
  title: string | null,
  description: string | null,
  properties: Fields,
): boolean {
  const type = textAt(properties, "alerttype", "alertname", "alertdisplayname");
  return (
    bearsSampleMark(title, description, type, textAt(properties, "description")) ||
    namesTestFile([title, ...suspectValues(properties)])
  );
}

function otherEvent(fields: Fields, as: AlertClass): Alert {
  const id = textAt(fields, "eventdataid");
  const operation = valueTextAt(fields, "operationname")?.toLowerCase() ?? null;
  return alertOf({
    source: "activity-log",
    form: "activity-log",
    class: as,
    nativeId: nativeIdOf(id),
    status: valueTextAt(fields, "status"),
    times: {
      started: timeOf(fieldAt(fields, "eventtimestamp", "time")),
      detected: timeOf(fields.get("submissiontimestamp")),
    },
    tenant: textAt(fields, "tenantid"),
    subscription: textAt(fields, "subscriptionid"),
    resources: [textAt(fields, "resourceid")],
    product: as === "posture" ? "Azure Policy" : "Azure activity log",
    ...(operation !== null && { operation: { name: operation, result: resultOf(fields) } }),
    ...(as === "posture" && policyIn(fields)),
    keys: [key("activity-log", id)],
    correlates: [key("arm-correlation", textAt(fields, "correlationid"))],
  });
}

function resultOf(fields: Fields) {
  const status = valueTextAt(fields, "status")?.toLowerCase() ?? foldedAt(fields, "resulttype") ?? "";
  if (status === "succeeded" || status === "success") return "success";
  return status === "failed" || status === "failure" ? "failure" : "unknown";
}

/** The policies that were evaluated stand as text holding JSON; an audit or deny event means one was not met. */
function policyIn(fields: Fields): Pick<Alert, "policy"> {
  const properties = fieldsAt(fields, "properties");
  const policy = fieldsOf(listOf(properties.get("policies"))[0]);
  const isCheckOnly = foldedAt(properties, "iscompliancecheck") === "true";
  return {
    policy: {
      complianceState: isCheckOnly || policy.size > 0 ? "noncompliant" : null,
      definitionId: textAt(policy, "policydefinitionid")?.toLowerCase() ?? null,
      assignmentId: textAt(policy, "policyassignmentid")?.toLowerCase() ?? null,
      setDefinitionId: textAt(policy, "policysetdefinitionid")?.toLowerCase() ?? null,
      referenceId: textAt(policy, "policydefinitionreferenceid"),
    },
  };
}
