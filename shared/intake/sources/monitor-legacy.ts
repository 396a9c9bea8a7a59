import { alertOf } from "../alert-draft.ts";
import { fieldsAt, foldedAt, isRecord, textAt, verbatimAt } from "../fields.ts";
import { timeOf } from "../instants.ts";
import type { Source } from "../source.ts";

/**
 * Bodies from before the common alert schema. They are no source of ours: the rule's author must switch the common
 * schema on. Must stand behind the common schema.
 */
export const monitorLegacy: Source = {
  name: "Azure Monitor legacy alert",
  recognises: ({ fields }) => {
    if (foldedAt(fields, "schemaid") !== null) return true;
    if (fields.has("alertrulename") && (fields.has("searchquery") || fields.has("searchresult"))) return true;
    const data = fields.has("context") ? fields : fieldsAt(fields, "data");
    return isRecord(data.get("context")) && data.has("status");
  },
  read: ({ fields }) => {
    const data = fields.has("context") ? fields : fieldsAt(fields, "data");
    const context = fieldsAt(data, "context");
    const severity = textAt(context, "severity");
    return alertOf({
      source: "azure-monitor",
      form: "monitor.legacy",
      class: "noise",
      title: verbatimAt(context, "name"),
      type: textAt(fields, "schemaid") ?? textAt(context, "conditiontype"),
      // A bare number here; "Sev" is only written elsewhere.
      nativeSeverity: severity !== null && /^\d$/.test(severity) ? `Sev${severity}` : severity,
      status: textAt(data, "status"),
      times: { started: timeOf(context.get("timestamp")) },
      subscription: textAt(context, "subscriptionid"),
      resources: [textAt(context, "resourceid")],
      product: "Azure Monitor",
      portalLink: textAt(context, "portallink"),
    });
  },
};
