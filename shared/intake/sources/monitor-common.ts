import type { Alert, AlertClass } from "../../domain/alert/alert.ts";
import { alertOf } from "../alert-draft.ts";
import {
  fieldsAt,
  type Fields,
  foldedAt,
  isRecord,
  listAt,
  textAt,
  textOf,
  valueTextAt,
  verbatimAt,
} from "../fields.ts";
import { timeOf } from "../instants.ts";
import { defenderKey, key } from "../keys.ts";
import { nativeIdOf } from "../native-id.ts";
import { sensitivityIn } from "../sensitivity.ts";
import { bearsSampleMark } from "../simulated.ts";
import type { Source } from "../source.ts";
import { tacticsOf } from "../tactics.ts";
import { isSimulatedSecurityEvent } from "./activity-log.ts";

const hintsMax = 50;

/** The common alert schema of Azure Monitor, whole or, as some documentation has it, its context alone. */
export const monitorCommon: Source = {
  name: "Azure Monitor common alert",
  recognises: ({ fields }) => {
    const schema = foldedAt(fields, "schemaid");
    if (schema !== null) return schema === "azuremonitorcommonalertschema";
    return (
      isRecord(fields.get("alertcontext")) ||
      isRecord(fields.get("essentials")) ||
      isRecord(fieldsAt(fields, "data").get("essentials"))
    );
  },
  read: ({ fields }) => {
    const data = fields.has("data") ? fieldsAt(fields, "data") : fields;
    const essentials = fieldsAt(data, "essentials");
    const context = fieldsAt(data, "alertcontext");
    if (essentials.size === 0 && context.size === 0)
      return { refused: "a common alert without essentials and context" };
    return essentials.size === 0 ? bareContext(context) : commonAlert(data, essentials, context);
  },
};

function commonAlert(data: Fields, essentials: Fields, context: Fields): Alert {
  const service = serviceOf(essentials);
  const properties = fieldsAt(context, "properties");
  const isSecurity = service === "activitylogsecurity";
  const condition = textAt(essentials, "monitorcondition");
  const title = verbatimAt(essentials, "alertrule");
  const nativeId = nativeIdOf(textAt(essentials, "alertid"), condition);
  return alertOf({
    source: "azure-monitor",
    form: "monitor.common",
    class: classOf(service, properties),
    nativeId,
    title,
    type: textAt(essentials, "monitoringservice"),
    nativeSeverity: isSecurity ? textAt(properties, "severity") : textAt(essentials, "severity"),
    status: condition,
    times: {
      started: timeOf(essentials.get("fireddatetime")),
      resolved: timeOf(essentials.get("resolveddatetime")),
      detected: isSecurity ? timeOf(context.get("eventtimestamp")) : undefined,
    },
    resources: listAt(essentials, "alerttargetids"),
    tactics: isSecurity ? tacticsOf([textAt(properties, "intent")]) : [],
    product: "Azure Monitor",
    portalLink: textAt(essentials, "investigationlink"),
    simulated:
      isActionGroupTest(essentials) ||
      bearsSampleMark(title, textAt(essentials, "description")) ||
      (isSecurity &&
        isSimulatedSecurityEvent(
          valueTextAt(context, "eventname"),
          textAt(context, "description"),
          properties,
        )),
    ...(isSecurity && { sensitivity: sensitivityIn(properties) }),
    hints: hintsIn(data, context),
    ...operationIn(context),
    // Fired and resolved are two messages about one thing.
    keys: [isSecurity ? defenderKey(textAt(context, "correlationid")) : null, key("monitor", nativeId)],
    correlates: [
      key("monitor-alert", textAt(essentials, "alertid")),
      key("monitor-origin", textAt(essentials, "originalertid")),
      isSecurity ? null : key("arm-correlation", textAt(context, "correlationid")),
    ],
  });
}

function serviceOf(essentials: Fields): string {
  return (foldedAt(essentials, "monitoringservice") ?? foldedAt(essentials, "signaltype") ?? "").replace(
    /[^a-z]/g,
    "",
  );
}

/** Health, budgets and administration are no alerts of ours, unless Service Health speaks of security. */
function classOf(service: string, properties: Fields): AlertClass {
  if (service === "activitylogsecurity") return "alert";
  if (service === "activitylogpolicy") return "posture";
  if (service === "servicehealth")
    return foldedAt(properties, "incidenttype") === "security" ? "alert" : "noise";
  return service.startsWith("activitylog") || service === "resourcehealth" || service === "costalerts"
    ? "noise"
    : "alert";
}

/** The test button of an action group: fixed names, whatever the rest looks like. */
function isActionGroupTest(essentials: Fields): boolean {
  if (foldedAt(essentials, "alertid")?.endsWith("/test_alert")) return true;
  const targets = listAt(essentials, "alerttargetids");
  return (
    (foldedAt(essentials, "alertrule")?.startsWith("test-") ?? false) &&
    targets.length > 0 &&
    targets.every((target) => `${textOf(target)?.toLowerCase() ?? ""}/`.includes("/resourcegroups/test-rg/"))
  );
}

/** Custom properties: beside the context for metric alerts, inside it for log alerts, or both. */
function hintsIn(data: Fields, context: Fields): Alert["hints"] {
  const hints: Record<string, string> = {};
  const bags = [
    fieldsAt(data, "customproperties"),
    isMeasurement(context) ? fieldsAt(context, "properties") : new Map<string, unknown>(),
  ];
  for (const bag of bags)
    for (const [name, value] of [...bag].slice(0, hintsMax)) {
      const text = textOf(value);
      if (text !== null && name !== "__proto__") hints[name.slice(0, 100)] ??= text.slice(0, 500);
    }
  return hints;
}

function operationIn(context: Fields): Pick<Alert, "operation"> {
  const name = valueTextAt(context, "operationname")?.toLowerCase();
  if (name === undefined) return {};
  const status = valueTextAt(context, "status")?.toLowerCase();
  return {
    operation: {
      name,
      result: status === "succeeded" ? "success" : status === "failed" ? "failure" : "unknown",
    },
  };
}

/** The context of a metric or log alert, which has no record of the activity log in it. */
function isMeasurement(context: Fields): boolean {
  return context.has("condition") || context.has("conditiontype") || context.has("searchquery");
}

/** Without essentials the context is read as the record of the activity log that it is. */
function bareContext(context: Fields): Alert {
  const properties = fieldsAt(context, "properties");
  const eventSource = (
    valueTextAt(context, "eventsource") ??
    valueTextAt(context, "category") ??
    ""
  ).toLowerCase();
  const operation = valueTextAt(context, "operationname")?.toLowerCase() ?? "";
  const isSecurity =
    eventSource === "security" || operation.startsWith("microsoft.security/locations/alerts/");
  const id = textAt(context, "correlationid");
  return alertOf({
    source: "azure-monitor",
    form: "monitor.common",
    class: isSecurity || isMeasurement(context) ? "alert" : eventSource === "policy" ? "posture" : "noise",
    nativeId: nativeIdOf(id),
    type: "Activity Log",
    nativeSeverity: isSecurity ? textAt(properties, "severity") : null,
    status: valueTextAt(context, "status"),
    times: {
      started: timeOf(context.get("eventtimestamp")),
      detected: timeOf(context.get("submissiontimestamp")),
    },
    resources: isSecurity ? [] : [textAt(context, "resourceid")],
    tactics: tacticsOf([textAt(properties, "intent")]),
    product: "Azure Monitor",
    simulated:
      isSecurity &&
      isSimulatedSecurityEvent(valueTextAt(context, "eventname"), textAt(context, "description"), properties),
    ...operationIn(context),
    keys: [isSecurity ? defenderKey(id) : key("activity-log", textAt(context, "eventdataid"))],
    correlates: [isSecurity ? null : key("arm-correlation", id)],
  });
}
