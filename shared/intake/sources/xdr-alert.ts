import { alertOf } from "../alert-draft.ts";
import { textAt, textsAt, verbatimAt } from "../fields.ts";
import { defenderKeyIn, key } from "../keys.ts";
import { nativeIdOf } from "../native-id.ts";
import { bearsSampleMark, namesTestFile } from "../simulated.ts";
import type { Source } from "../source.ts";
import { tacticsOf, techniquesOf } from "../tactics.ts";
import { evidenceOf, xdrTimes } from "../xdr-evidence.ts";

/** An alert of the Defender XDR or Defender for Endpoint REST API. */
export const xdrAlert: Source = {
  name: "Defender XDR alert",
  recognises: ({ fields }) =>
    fields.has("title") &&
    ((fields.has("alertid") &&
      (fields.has("incidentid") || fields.has("detectionsource") || fields.has("servicesource"))) ||
      (fields.has("id") &&
        fields.has("incidentid") &&
        (fields.has("alertcreationtime") || fields.has("investigationstate")))),
  read: ({ fields }) => {
    const id = textAt(fields, "alertid", "id");
    const providerId = textAt(fields, "provideralertid");
    const evidence = evidenceOf(fields);
    const title = verbatimAt(fields, "title");
    return alertOf({
      source: "defender-xdr",
      form: "xdr.alert",
      class: "alert",
      nativeId: nativeIdOf(id),
      title,
      type: textAt(fields, "detectorid", "threatname"),
      nativeSeverity: textAt(fields, "severity"),
      status: textAt(fields, "status"),
      conclusion: textAt(fields, "classification"),
      times: xdrTimes(fields),
      tenant: textAt(fields, "tenantid", "aadtenantid"),
      resources: evidence.resources,
      entities: evidence.counts,
      tactics: tacticsOf(textsAt(fields, "category")),
      techniques: techniquesOf(textsAt(fields, "mitretechniques")),
      product: textAt(fields, "servicesource", "detectionsource"),
      simulated:
        bearsSampleMark(title, textAt(fields, "description")) ||
        namesTestFile([
          title,
          textAt(fields, "threatfamilyname"),
          textAt(fields, "threatname"),
          ...evidence.fileNames,
        ]),
      keys: [defenderKeyIn(providerId), key("xdr-alert", id), key("xdr-alert", providerId)],
      correlates: [key("xdr-incident", textAt(fields, "incidentid"))],
    });
  },
};
