import type { AlertClass } from "../../domain/alert/alert.ts";
import { alertOf } from "../alert-draft.ts";
import { fieldsAt, fieldsOf, type Fields, foldedAt, listAt, textAt, verbatimAt } from "../fields.ts";
import { timeOf } from "../instants.ts";
import { key } from "../keys.ts";
import { nativeIdOf } from "../native-id.ts";
import { sensitivityOf } from "../sensitivity.ts";
import { bearsSampleMark } from "../simulated.ts";
import type { Source } from "../source.ts";

/** A record of the Office 365 management activity API; data loss prevention is one category of its alerts. */
export const office365Audit: Source = {
  name: "Office 365 management activity",
  recognises: ({ fields }) =>
    fields.has("operation") &&
    fields.has("recordtype") &&
    (fields.has("workload") || fields.has("creationtime") || fields.has("alertid")),
  read: ({ fields }) => {
    const data = fieldsAt(fields, "data");
    const id = textAt(fields, "alertid");
    const title = verbatimAt(fields, "name");
    const isDlp = foldedAt(fields, "category") === "datalossprevention";
    return alertOf({
      source: isDlp ? "purview" : "microsoft-365",
      form: isDlp ? "purview.dlp" : "office365.audit",
      class: isDlp ? "alert" : classOf(fields),
      nativeId: nativeIdOf(id),
      title,
      type: textAt(fields, "category") ?? textAt(fields, "operation"),
      nativeSeverity: textAt(fields, "severity"),
      status: textAt(fields, "status"),
      times: {
        started: timeOf(data.get("ts")),
        ended: timeOf(data.get("te")),
        detected: timeOf(fields.get("creationtime")),
      },
      tenant: textAt(data, "tid") ?? textAt(fields, "organizationid"),
      product: textAt(fields, "source", "workload"),
      simulated: bearsSampleMark(title, textAt(fields, "comments")),
      sensitivity: sensitivityOf([], informationTypesIn(data)),
      keys: [key("office365-alert", id), id === null ? key("office365-record", textAt(fields, "id")) : null],
    });
  },
};

/** Most records of that feed only say who opened what. */
function classOf(fields: Fields): AlertClass {
  if (fields.has("alertid") || foldedAt(fields, "operation")?.startsWith("alert")) return "alert";
  return foldedAt(fields, "operation") === "dlprulematch" ? "enrichment" : "noise";
}

/** `sitmi`: the information types that matched; a list of names, or of objects that carry one. */
function informationTypesIn(data: Fields): readonly unknown[] {
  const matches = listAt(data, "sitmi");
  if (matches.length === 0) return textAt(data, "sitmi")?.split(",") ?? [];
  return matches.map((match) =>
    typeof match === "string"
      ? match
      : textAt(fieldsOf(match), "sensitiveinformationtypename", "name", "n", "sit"),
  );
}
