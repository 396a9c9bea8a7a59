import type { Alert } from "../domain/alert/alert.ts";
import { envelopeOf } from "./event-grid-envelope.ts";
import { foldKeys } from "./fields.ts";
import type { Candidate, Refusal, Source } from "./source.ts";
import { activityLog } from "./sources/activity-log.ts";
import { defenderArm, sentinelAlert } from "./sources/defender-arm.ts";
import { defenderExport } from "./sources/defender-export.ts";
import { defenderExportOther } from "./sources/defender-export-other.ts";
import { defenderLogAnalytics } from "./sources/defender-log-analytics.ts";
import { eventGridEmailDelivery, eventGridEmailEngagement } from "./sources/event-grid-email.ts";
import { eventGridHealthData } from "./sources/event-grid-health-data.ts";
import { eventGridKeyVault } from "./sources/event-grid-key-vault.ts";
import { eventGridMalwareScan } from "./sources/event-grid-malware-scan.ts";
import { eventGridOther } from "./sources/event-grid-other.ts";
import { eventGridPolicy } from "./sources/event-grid-policy.ts";
import { eventGridResource } from "./sources/event-grid-resource.ts";
import { eventGridStorage } from "./sources/event-grid-storage.ts";
import { eventGridValidation } from "./sources/event-grid-validation.ts";
import { graphAlert, graphAlertLegacy } from "./sources/graph-alert.ts";
import { graphIncident, xdrIncident } from "./sources/graph-incident.ts";
import { graphNotification, graphPartnerEvent } from "./sources/graph-notification.ts";
import { monitorCommon } from "./sources/monitor-common.ts";
import { monitorLegacy } from "./sources/monitor-legacy.ts";
import { office365Audit } from "./sources/office365-audit.ts";
import { purviewClassification, sensitivitySettings } from "./sources/purview-sensitivity.ts";
import { sentinelIncident, sentinelIncidentTrigger } from "./sources/sentinel-incident.ts";
import { xdrAlert } from "./sources/xdr-alert.ts";
import { xdrStreaming } from "./sources/xdr-streaming.ts";

/** Asked in this order; the first that recognises a record reads it. The less a kind is told by, the later it stands. */
export const sources: readonly Source[] = [
  eventGridStorage,
  eventGridEmailDelivery,
  eventGridEmailEngagement,
  eventGridPolicy,
  eventGridResource,
  eventGridMalwareScan,
  eventGridKeyVault,
  eventGridHealthData,
  eventGridValidation,
  graphPartnerEvent,
  eventGridOther,
  xdrStreaming,
  office365Audit,
  sensitivitySettings,
  sentinelIncidentTrigger,
  sentinelAlert,
  sentinelIncident,
  defenderArm,
  defenderLogAnalytics,
  defenderExport,
  defenderExportOther,
  monitorCommon,
  activityLog,
  graphNotification,
  graphAlertLegacy,
  graphIncident,
  xdrIncident,
  graphAlert,
  xdrAlert,
  purviewClassification,
  monitorLegacy,
];

/** The alert in a record, why its source refuses it, or null when no source knows it. May throw on what is no JSON. */
export function recognise(record: Readonly<Record<string, unknown>>): Alert | Refusal | null {
  const fields = foldKeys(record);
  const candidate: Candidate = { record, fields, envelope: envelopeOf(fields) };
  for (const source of sources) if (source.recognises(candidate)) return source.read(candidate);
  return null;
}
