import { alertOf } from "../alert-draft.ts";
import { readEntities } from "../entities.ts";
import { fieldsAt, fieldsOf, type Fields, foldedAt, listAt, textAt, textsAt, verbatimAt } from "../fields.ts";
import { timeOf } from "../instants.ts";
import { defenderKey } from "../keys.ts";
import { nativeIdOf } from "../native-id.ts";
import { sensitivityIn } from "../sensitivity.ts";
import { bearsSampleMark, namesTestFile, suspectValues } from "../simulated.ts";
import type { Source } from "../source.ts";
import { tacticsOf, techniquesOf } from "../tactics.ts";

/** The flat form: continuous export through an Event Hub, or workflow automation through a Logic App. */
export const defenderExport: Source = {
  name: "Defender for Cloud alert, exported",
  recognises: ({ fields }) =>
    !fields.has("properties") &&
    (fields.has("systemalertid") ||
      (fields.has("alerttype") && (fields.has("alertdisplayname") || fields.has("compromisedentity")))),
  read: ({ fields }) => {
    const extended = fieldsAt(fields, "extendedproperties");
    const entities = readEntities(listAt(fields, "entities"));
    const identifiers = listAt(fields, "resourceidentifiers").map(fieldsOf);
    const id = textAt(fields, "systemalertid");
    const title = verbatimAt(fields, "alertdisplayname", "displayname");
    const type = textAt(fields, "alerttype");
    return alertOf({
      source: "defender-for-cloud",
      form: "defender.export",
      class: "alert",
      nativeId: nativeIdOf(id),
      title,
      type,
      nativeSeverity: textAt(fields, "severity", "alertseverity"),
      status: textAt(fields, "status"),
      times: {
        started: timeOf(fields.get("starttimeutc")) ?? timeOf(fields.get("starttime")),
        ended: timeOf(fields.get("endtimeutc")),
        detected: timeOf(fields.get("timegenerated") ?? fields.get("timegeneratedutc")),
        changed: timeOf(fields.get("processingendtime")),
      },
      tenant: tenantOf(identifiers),
      resources: [
        textAt(fields, "azureresourceid"),
        ...identifiers.filter(isAzureResource).map((each) => textAt(each, "azureresourceid")),
        ...entities.resources,
      ],
      entities: entities.counts,
      tactics: tacticsOf([...textsAt(fields, "intent"), ...textsAt(extended, "killchainintent")]),
      techniques: techniquesOf(textsAt(fields, "techniques")),
      product: textAt(fields, "productname") ?? "Microsoft Defender for Cloud",
      portalLink: textAt(fields, "alerturi", "alertlink"),
      simulated:
        bearsSampleMark(title, type, textAt(fields, "description")) ||
        namesTestFile([title, ...entities.suspectNames, ...suspectValues(extended)]),
      sensitivity: sensitivityIn(extended),
      keys: [defenderKey(id)],
    });
  },
};

function isAzureResource(identifier: Fields): boolean {
  return foldedAt(identifier, "type") === "azureresource";
}

function tenantOf(identifiers: readonly Fields[]): string | null {
  for (const identifier of identifiers) {
    const tenant = textAt(identifier, "azureresourcetenantid", "aadtenantid");
    if (tenant !== null) return tenant;
  }
  return null;
}
