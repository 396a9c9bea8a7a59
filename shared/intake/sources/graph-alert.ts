import { alertOf } from "../alert-draft.ts";
import { fieldsAt, fieldsOf, type Fields, foldedAt, listAt, textAt, textsAt, verbatimAt } from "../fields.ts";
import { timeOf } from "../instants.ts";
import { defenderKeyIn, key } from "../keys.ts";
import { nativeIdOf } from "../native-id.ts";
import { bearsSampleMark, namesTestFile } from "../simulated.ts";
import type { Source } from "../source.ts";
import { tacticsOf, techniquesOf } from "../tactics.ts";
import { evidenceOf, xdrTimes } from "../xdr-evidence.ts";

/** Graph security `alerts_v2`. */
export const graphAlert: Source = {
  name: "Graph security alert",
  recognises: ({ fields }) => {
    if (foldedAt(fields, "@odata.type") === "#microsoft.graph.security.alert") return true;
    if (!fields.has("id") || !fields.has("title") || fields.has("vendorinformation")) return false;
    return (
      ["servicesource", "detectionsource", "alertweburl", "firstactivitydatetime", "evidence"].some((name) =>
        fields.has(name),
      ) && fields.has("createddatetime")
    );
  },
  read: ({ fields }) => {
    const id = textAt(fields, "id");
    const providerId = textAt(fields, "provideralertid");
    const evidence = evidenceOf(fields);
    const title = verbatimAt(fields, "title");
    return alertOf({
      source: "graph",
      form: "graph.alert",
      class: "alert",
      nativeId: nativeIdOf(id, textAt(fields, "tenantid", "azuretenantid")),
      title,
      type: textAt(fields, "detectorid"),
      nativeSeverity: textAt(fields, "severity"),
      status: textAt(fields, "status"),
      conclusion: textAt(fields, "classification"),
      times: xdrTimes(fields),
      tenant: textAt(fields, "tenantid", "azuretenantid"),
      resources: evidence.resources,
      entities: evidence.counts,
      tactics: tacticsOf(textsAt(fields, "category")),
      techniques: techniquesOf(textsAt(fields, "mitretechniques")),
      product: textAt(fields, "productname", "servicesource"),
      portalLink: textAt(fields, "alertweburl"),
      simulated:
        bearsSampleMark(title, textAt(fields, "description")) ||
        namesTestFile([
          title,
          textAt(fields, "threatdisplayname"),
          textAt(fields, "threatfamilyname"),
          ...evidence.fileNames,
        ]),
      keys: [defenderKeyIn(providerId), key("xdr-alert", id), key("xdr-alert", providerId)],
      correlates: [key("xdr-incident", textAt(fields, "incidentid"))],
    });
  },
};

/** The older `security/alerts`, still what change notifications are documented for. */
export const graphAlertLegacy: Source = {
  name: "Graph security alert, legacy",
  recognises: ({ fields }) =>
    fields.has("vendorinformation") &&
    fields.has("title") &&
    ["eventdatetime", "azuretenantid", "hoststates", "filestates", "userstates"].some((name) =>
      fields.has(name),
    ),
  read: ({ fields }) => {
    const id = textAt(fields, "id");
    const title = verbatimAt(fields, "title");
    const vendor = fieldsAt(fields, "vendorinformation");
    return alertOf({
      source: "graph",
      form: "graph.alert-legacy",
      class: "alert",
      nativeId: nativeIdOf(id, textAt(fields, "tenantid", "azuretenantid")),
      title,
      nativeSeverity: textAt(fields, "severity"),
      status: textAt(fields, "status"),
      conclusion: textAt(fields, "feedback"),
      times: {
        started: timeOf(fields.get("eventdatetime")),
        detected: timeOf(fields.get("createddatetime")),
        changed: timeOf(fields.get("lastmodifieddatetime")),
        resolved: timeOf(fields.get("closeddatetime")),
      },
      tenant: textAt(fields, "tenantid", "azuretenantid"),
      subscription: textAt(fields, "azuresubscriptionid"),
      entities: stateCounts(fields),
      tactics: tacticsOf(textsAt(fields, "category")),
      product: textAt(vendor, "provider", "vendor"),
      portalLink: textsAt(fields, "sourcematerials")[0] ?? null,
      simulated:
        bearsSampleMark(title, textAt(fields, "description")) ||
        namesTestFile([title, ...stateNames(fields)]),
      keys: [defenderKeyIn(id), key("xdr-alert", id)],
    });
  },
};

function stateCounts(fields: Fields) {
  const kinds = [
    "hoststates",
    "userstates",
    "filestates",
    "malwarestates",
    "networkconnections",
    "processes",
  ];
  return kinds
    .map((kind) => ({ kind: kind.replace(/states$/, ""), count: listAt(fields, kind).length }))
    .filter(({ count }) => count > 0);
}

function stateNames(fields: Fields): readonly (string | null)[] {
  const states = [...listAt(fields, "filestates"), ...listAt(fields, "malwarestates")];
  return states
    .slice(0, 500)
    .flatMap((state) => [textAt(fieldsOf(state), "name"), textAt(fieldsOf(state), "family")]);
}
