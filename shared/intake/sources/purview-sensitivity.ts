import { alertOf } from "../alert-draft.ts";
import { fieldsAt, fieldsOf, foldedAt, listAt, textAt } from "../fields.ts";
import { timeOf } from "../instants.ts";
import { key } from "../keys.ts";
import { nativeIdOf } from "../native-id.ts";
import { sensitivityOf } from "../sensitivity.ts";
import type { Source } from "../source.ts";

/** Purview scanned something and says what it found there. A label may be missing where types were found. */
export const purviewClassification: Source = {
  name: "Purview data sensitivity",
  recognises: ({ fields }) =>
    foldedAt(fields, "type") === "purviewdatasensitivitylogs" ||
    (fields.has("sourcepath") && (fields.has("classification") || fields.has("sensitivitylabel"))),
  read: ({ fields }) =>
    alertOf({
      source: "purview",
      form: "purview.sensitivity",
      class: "enrichment",
      type: textAt(fields, "activitytype"),
      times: { started: timeOf(fields.get("timegenerated")) },
      tenant: textAt(fields, "purviewtenantid"),
      subscription: textAt(fields, "sourcesubscriptionid"),
      resources: [textAt(fields, "sourcepath")],
      product: "Microsoft Purview",
      sensitivity: sensitivityOf(listAt(fields, "sensitivitylabel"), listAt(fields, "classification")),
      keys: [
        key(
          "purview",
          textAt(fields, "sourcescanid"),
          textAt(fields, "assetpath"),
          textAt(fields, "timegenerated"),
        ),
      ],
    }),
};

/** The tenant's thresholds and order of labels: no event, but what labels are to be read by. */
export const sensitivitySettings: Source = {
  name: "Defender sensitivity settings",
  recognises: ({ fields }) => foldedAt(fields, "type") === "microsoft.security/sensitivitysettings",
  read: ({ fields }) =>
    alertOf({
      source: "purview",
      form: "purview.sensitivity",
      class: "enrichment",
      nativeId: nativeIdOf(textAt(fields, "id")),
      type: textAt(fields, "type"),
      product: "Microsoft Defender for Cloud",
      sensitivity: sensitivityOf(
        listAt(fieldsAt(fieldsAt(fields, "properties"), "mipinformation"), "labels").map((label) =>
          textAt(fieldsOf(label), "name"),
        ),
        [],
      ),
      keys: [key("sensitivity-settings", textAt(fields, "id"))],
    }),
};
