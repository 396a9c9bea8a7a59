import type { Alert, AlertForm, AlertSource } from "../../domain/alert/alert.ts";
import { alertOf } from "../alert-draft.ts";
import { readEntities } from "../entities.ts";
import { fieldsAt, fieldsOf, type Fields, foldedAt, listAt, textAt, textsAt, verbatimAt } from "../fields.ts";
import { timeOf } from "../instants.ts";
import { defenderKey, defenderKeyIn, isDefenderId, key } from "../keys.ts";
import { nativeIdOf } from "../native-id.ts";
import { sensitivityIn } from "../sensitivity.ts";
import { bearsSampleMark, namesTestFile, suspectValues } from "../simulated.ts";
import type { Source } from "../source.ts";
import { tacticsOf, techniquesOf } from "../tactics.ts";

/** The REST form of a Defender for Cloud alert, API versions 2022-01-01 and 2019-01-01. */
export const defenderArm: Source = {
  name: "Defender for Cloud alert, ARM form",
  recognises: ({ fields }) => {
    const type = foldedAt(fields, "type");
    if (type !== null && !type.startsWith("microsoft.security/")) return false;
    if (type?.endsWith("/alerts")) return fields.has("properties");
    const properties = fieldsAt(fields, "properties");
    return (
      properties.has("alertdisplayname") &&
      (properties.has("systemalertid") || properties.has("alerttype") || properties.has("alertname"))
    );
  },
  read: ({ fields }) => {
    const properties = fieldsAt(fields, "properties");
    // The name can differ from the alert's id, and the tail of `id` from both.
    const id = textAt(properties, "systemalertid") ?? textAt(fields, "name");
    return defenderProperties({
      source: "defender-for-cloud",
      form: "defender.arm",
      id,
      properties,
      keys: [defenderKey(id)],
    });
  },
};

/** Sentinel's entity of kind SecurityAlert wears the same properties; its id is Sentinel's own unless it looks like Defender's. */
export const sentinelAlert: Source = {
  name: "Sentinel alert entity",
  recognises: ({ fields }) =>
    foldedAt(fields, "kind") === "securityalert" &&
    fields.has("properties") &&
    (foldedAt(fields, "type", "id")?.includes("microsoft.securityinsights") ?? true),
  read: ({ fields }) => {
    const properties = fieldsAt(fields, "properties");
    const id = textAt(properties, "systemalertid");
    return defenderProperties({
      source: "sentinel",
      form: "sentinel.alert",
      id,
      properties,
      keys: containedAlertKeys(properties),
    });
  },
};

/** Every name that an alert inside Sentinel is known by: Sentinel's own id, and Defender's where it can be found. */
export function containedAlertKeys(properties: Fields): readonly (string | null)[] {
  const additional = fieldsAt(properties, "additionaldata", "extendedproperties");
  const ids = [
    textAt(properties, "systemalertid"),
    textAt(properties, "vendororiginalid"),
    textAt(properties, "provideralertid"),
    textAt(additional, "originalalertid", "systemalertid"),
  ];
  const xdrIds = ids.map((id) =>
    id !== null && /^d[a-z]\d+_-?\d+$/.test(id.toLowerCase()) ? key("xdr-alert", id) : null,
  );
  const links = [textAt(properties, "alertlink", "alerturi"), textAt(additional, "alertlink", "alerturi")];
  const ofDefender = ids.map((id) => (id !== null && isDefenderId(id) ? defenderKey(id) : null));
  return [...ofDefender, ...links.map(defenderKeyIn), ...xdrIds, key("security-alert", ids[0])];
}

function defenderProperties(about: {
  readonly source: AlertSource;
  readonly form: AlertForm;
  readonly id: string | null;
  readonly properties: Fields;
  readonly keys: readonly (string | null)[];
}): Alert {
  const { properties, id } = about;
  const extended = fieldsAt(properties, "extendedproperties");
  const entities = readEntities(listAt(properties, "entities"));
  const identifiers = listAt(properties, "resourceidentifiers").map(fieldsOf);
  const title = verbatimAt(properties, "alertdisplayname");
  const type = textAt(properties, "alerttype", "alertname");
  return alertOf({
    source: about.source,
    form: about.form,
    class: "alert",
    nativeId: nativeIdOf(id),
    title,
    type,
    nativeSeverity: textAt(properties, "severity", "reportedseverity"),
    status: textAt(properties, "status", "state"),
    times: {
      started: timeOf(properties.get("starttimeutc")) ?? timeOf(properties.get("detectedtimeutc")),
      ended: timeOf(properties.get("endtimeutc")),
      detected: timeOf(
        properties.get("timegeneratedutc") ??
          properties.get("timegenerated") ??
          properties.get("reportedtimeutc"),
      ),
      changed: timeOf(properties.get("processingendtimeutc") ?? properties.get("processingendtime")),
    },
    tenant: textAt(
      identifiers.find((each) => each.has("azureresourcetenantid")) ?? extended,
      "azureresourcetenantid",
    ),
    resources: [
      textAt(properties, "associatedresource"),
      ...identifiers.filter(isAzureResource).map((each) => textAt(each, "azureresourceid")),
      ...entities.resources,
    ],
    entities: entities.counts,
    tactics: tacticsOf([
      ...textsAt(properties, "intent"),
      ...textsAt(properties, "tactics"),
      ...textsAt(extended, "killchainintent"),
    ]),
    techniques: techniquesOf([...textsAt(properties, "techniques"), ...textsAt(properties, "subtechniques")]),
    product: textAt(properties, "productname") ?? "Microsoft Defender for Cloud",
    portalLink: textAt(properties, "alerturi", "alertlink"),
    simulated:
      bearsSampleMark(title, type, textAt(properties, "description")) ||
      namesTestFile([title, ...entities.suspectNames, ...suspectValues(extended)]),
    sensitivity: sensitivityIn(extended),
    keys: about.keys,
  });
}

function isAzureResource(identifier: Fields): boolean {
  return foldedAt(identifier, "type") === "azureresource";
}
