import type { Alert } from "../../domain/alert/alert.ts";
import { alertOf } from "../alert-draft.ts";
import { fieldsAt, type Fields, foldedAt, textAt, textOf, textsAt, verbatimAt } from "../fields.ts";
import { timeOf } from "../instants.ts";
import { key } from "../keys.ts";
import { nativeIdOf } from "../native-id.ts";
import { sensitivityOf } from "../sensitivity.ts";
import { bearsSampleMark, namesTestFile } from "../simulated.ts";
import type { Source } from "../source.ts";
import { tacticsOf, techniquesOf } from "../tactics.ts";

const prefix = "advancedhunting-";

/** A record of Defender XDR's streaming API. Evidence may come before the alert that it belongs to. */
export const xdrStreaming: Source = {
  name: "Defender XDR streaming",
  recognises: ({ fields }) =>
    (foldedAt(fields, "category")?.startsWith(prefix) ?? false) && fields.has("properties"),
  read: ({ fields }) => {
    const table = foldedAt(fields, "category")?.slice(prefix.length) ?? "";
    const row = fieldsAt(fields, "properties");
    const tenant = textAt(fields, "tenantid");
    return table === "alertinfo" || table === "alertevidence"
      ? alertRow(table, row, tenant)
      : huntingRow(table, row, tenant);
  },
};

function alertRow(table: string, row: Fields, tenant: string | null): Alert {
  const id = textAt(row, "alertid");
  const title = verbatimAt(row, "title");
  return alertOf({
    source: "defender-xdr",
    form: "xdr.streaming",
    class: "alert",
    nativeId: nativeIdOf(id, tenant),
    title,
    type: table,
    nativeSeverity: textAt(row, "severity"),
    times: { started: timeOf(row.get("timestamp")) },
    tenant,
    resources: [textAt(row, "resourceid")],
    entities:
      table === "alertevidence"
        ? [{ kind: foldedAt(row, "entitytype")?.slice(0, 60) ?? "unknown", count: 1 }]
        : [],
    tactics: tacticsOf([...textsAt(row, "category"), ...textsAt(row, "categories")]),
    techniques: techniquesOf(textsAt(row, "attacktechniques")),
    product: textAt(row, "servicesource"),
    simulated:
      bearsSampleMark(title) || namesTestFile([title, textAt(row, "threatfamily"), textAt(row, "filename")]),
    sensitivity: sensitivityOf(labelsIn(row), []),
    keys: [key("xdr-alert", id)],
  });
}

/** Of the other tables only what touches labelled files tells us anything. */
function huntingRow(table: string, row: Fields, tenant: string | null): Alert {
  const labels = labelsIn(row);
  return alertOf({
    source: "defender-xdr",
    form: "xdr.streaming",
    class: foldedAt(row, "actiontype") === "sensitivefileread" || labels.length > 0 ? "enrichment" : "noise",
    type: textAt(row, "actiontype") ?? table,
    times: { started: timeOf(row.get("timestamp")) },
    tenant,
    resources: [textAt(row, "resourceid")],
    product: "Microsoft Defender XDR",
    sensitivity: sensitivityOf(labels, []),
    keys: [key("xdr-row", table, textAt(row, "deviceid"), textAt(row, "reportid"), textAt(row, "timestamp"))],
  });
}

function labelsIn(row: Fields): readonly string[] {
  const labels: string[] = [];
  for (const [name, value] of row) {
    const label = /^sensitivity(?:sub)?label/.test(name) ? textOf(value) : null;
    if (label !== null) labels.push(label);
  }
  return labels;
}
