import type { AlertTime, EntityCount } from "../domain/alert/alert.ts";
import { fieldsAt, fieldsOf, type Fields, foldedAt, listAt, textAt } from "./fields.ts";
import { timeOf } from "./instants.ts";

const evidenceMax = 2000;

export interface EvidenceReading {
  readonly counts: readonly EntityCount[];
  readonly resources: readonly string[];
  /** For telling a test file; they go no further than that. */
  readonly fileNames: readonly string[];
}

/** Evidence of Graph, devices and entities of the XDR REST API. Azure machines say which resource they are. */
export function evidenceOf(alert: Fields): EvidenceReading {
  const counts = new Map<string, number>();
  const resources: string[] = [];
  const fileNames: string[] = [];
  const members = [...listAt(alert, "evidence"), ...listAt(alert, "devices"), ...listAt(alert, "entities")];
  for (const member of members.slice(0, evidenceMax)) {
    const fields = fieldsOf(member);
    const kind = kindOf(fields);
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
    const resource = textAt(fieldsAt(fields, "vmmetadata"), "resourceid");
    if (resource !== null) resources.push(resource);
    const file =
      textAt(fieldsAt(fields, "filedetails", "imagefile"), "filename") ?? textAt(fields, "filename");
    if (file !== null) fileNames.push(file);
  }
  return { counts: [...counts].map(([kind, count]) => ({ kind, count })), resources, fileNames };
}

function kindOf(fields: Fields): string {
  const odata = textAt(fields, "@odata.type");
  const name =
    odata?.slice(odata.lastIndexOf(".") + 1).replace(/Evidence$/, "") ??
    foldedAt(fields, "entitytype") ??
    "device";
  return name.slice(0, 60).toLowerCase();
}

/** The same instants under Graph's, the XDR REST API's and Defender for Endpoint's names. */
export function xdrTimes(
  alert: Fields,
): Record<"started" | "ended" | "detected" | "changed" | "resolved", AlertTime | undefined> {
  const first = (...names: readonly string[]) => {
    for (const name of names) {
      const time = timeOf(alert.get(name));
      if (time !== undefined) return time;
    }
    return undefined;
  };
  return {
    started: first("firstactivitydatetime", "firstactivity", "firsteventtime"),
    ended: first("lastactivitydatetime", "lastactivity", "lasteventtime"),
    detected: first("createddatetime", "creationtime", "createdtime", "alertcreationtime"),
    changed: first("lastupdatedatetime", "lastupdatedtime", "lastupdatetime"),
    resolved: first("resolveddatetime", "resolvedtime"),
  };
}

/** The earliest of some instants; what cannot be read does not count. */
export function earliest(times: readonly (AlertTime | undefined)[]): AlertTime | undefined {
  let first: AlertTime | undefined;
  for (const time of times) {
    if (time?.at && (!first?.at || time.at < first.at)) first = time;
  }
  return first;
}
