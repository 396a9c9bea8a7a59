import type { Alert, AlertForm, AlertSource } from "../../domain/alert/alert.ts";
import { alertOf } from "../alert-draft.ts";
import {
  fieldAt,
  fieldsOf,
  type Fields,
  foldedAt,
  isRecord,
  listOf,
  textAt,
  textsAt,
  verbatimAt,
} from "../fields.ts";
import { timeOf } from "../instants.ts";
import { defenderKeyIn, key } from "../keys.ts";
import { nativeIdOf } from "../native-id.ts";
import { bearsSampleMark } from "../simulated.ts";
import type { Source } from "../source.ts";
import { tacticsOf, techniquesOf } from "../tactics.ts";
import { earliest, evidenceOf, xdrTimes } from "../xdr-evidence.ts";

const alertsMax = 1000;

/** An incident of Graph security. */
export const graphIncident: Source = {
  name: "Graph security incident",
  recognises: ({ fields }) => {
    if (foldedAt(fields, "@odata.type") === "#microsoft.graph.security.incident") return true;
    return (
      fields.has("displayname") &&
      fields.has("createddatetime") &&
      (fields.has("incidentweburl") || fields.has("redirectincidentid"))
    );
  },
  read: ({ fields }) =>
    incidentOf(fields, {
      source: "graph",
      form: "graph.incident",
      id: textAt(fields, "id"),
      title: verbatimAt(fields, "displayname"),
    }),
};

/** An incident of the older Defender XDR REST API: a numeric id, other names for the same things. */
export const xdrIncident: Source = {
  name: "Defender XDR incident",
  recognises: ({ fields }) =>
    /^\d+$/.test(textAt(fields, "incidentid") ?? "") &&
    !fields.has("alertid") &&
    (fields.has("incidentname") || fields.has("incidenturi") || typeof fields.get("alerts") === "object"),
  read: ({ fields }) =>
    incidentOf(fields, {
      source: "defender-xdr",
      form: "xdr.incident",
      id: textAt(fields, "incidentid"),
      title: verbatimAt(fields, "incidentname", "displayname"),
    }),
};

function incidentOf(
  fields: Fields,
  about: {
    readonly source: AlertSource;
    readonly form: AlertForm;
    readonly id: string | null;
    readonly title: string | null;
  },
): Alert {
  const alerts = alertsIn(fields);
  const evidence = alerts.map(evidenceOf);
  const tenant = textAt(fields, "tenantid", "azuretenantid");
  const { detected, changed, resolved } = xdrTimes(fields);
  return alertOf({
    source: about.source,
    form: about.form,
    class: "alert",
    nativeId: nativeIdOf(about.id, tenant),
    title: about.title,
    nativeSeverity: textAt(fields, "severity"),
    status: textAt(fields, "status"),
    conclusion: textAt(fields, "classification"),
    times: {
      started: earliest(alerts.map((alert) => xdrTimes(alert).started)),
      detected: detected ?? timeOf(fields.get("createdtime")),
      changed,
      resolved,
    },
    tenant,
    resources: evidence.flatMap((each) => each.resources),
    entities: alerts.length > 0 ? [{ kind: "alert", count: alerts.length }] : [],
    tactics: tacticsOf(alerts.flatMap((alert) => textsAt(alert, "category"))),
    techniques: techniquesOf(alerts.flatMap((alert) => textsAt(alert, "mitretechniques"))),
    product: "Microsoft Defender XDR",
    portalLink: textAt(fields, "incidentweburl", "incidenturi"),
    simulated:
      bearsSampleMark(about.title, textAt(fields, "description")) ||
      (alerts.length > 0 && alerts.every(isSampleAlert)),
    keys: [...alerts.flatMap(alertKeys), key("xdr-incident", about.id)],
  });
}

/** A list in the API; one agent splits it and leaves a single object. */
function alertsIn(fields: Fields): readonly Fields[] {
  const alerts = fieldAt(fields, "alerts");
  const list = isRecord(alerts) ? [alerts] : listOf(alerts);
  return list.slice(0, alertsMax).map(fieldsOf);
}

function isSampleAlert(alert: Fields): boolean {
  return bearsSampleMark(textAt(alert, "title"), textAt(alert, "description"));
}

function alertKeys(alert: Fields): readonly (string | null)[] {
  const providerId = textAt(alert, "provideralertid");
  return [
    defenderKeyIn(providerId),
    key("xdr-alert", textAt(alert, "id", "alertid")),
    key("xdr-alert", providerId),
  ];
}
