import { z } from "zod";
import type { Alert } from "../domain/alert/alert.ts";

const instant = z.iso.datetime({ precision: 3 });
const text = z.string().min(1);
const texts = z.array(text).readonly();
const time = z.strictObject({ at: instant.nullable(), native: text.max(64) }).readonly();

const forms = [
  "event-grid.policy",
  "event-grid.malware-scan",
  "event-grid.key-vault",
  "event-grid.resource",
  "event-grid.email-delivery",
  "event-grid.email-engagement",
  "event-grid.validation",
  "event-grid.storage",
  "event-grid.health-data",
  "event-grid.other",
  "defender.arm",
  "defender.export",
  "defender.export-other",
  "defender.log-analytics",
  "activity-log",
  "sentinel.incident",
  "sentinel.incident-trigger",
  "sentinel.alert",
  "graph.alert",
  "graph.alert-legacy",
  "graph.incident",
  "graph.notification",
  "xdr.incident",
  "xdr.alert",
  "xdr.streaming",
  "monitor.common",
  "monitor.legacy",
  "purview.dlp",
  "purview.sensitivity",
  "office365.audit",
] as const;

/** An alert as it crosses from intake to a case, through an activity's input or a queue. */
export const IntakeAlert: z.ZodType<Alert> = z.strictObject({
  source: z.enum([
    "event-grid",
    "defender-for-cloud",
    "activity-log",
    "sentinel",
    "graph",
    "defender-xdr",
    "azure-monitor",
    "microsoft-365",
    "purview",
  ]),
  form: z.enum(forms),
  class: z.enum(["alert", "posture", "receipt", "enrichment", "noise", "handshake", "reference"]),
  nativeId: text.nullable(),
  title: text.max(4096).nullable(),
  type: text.nullable(),
  severity: z.enum(["high", "medium", "low", "informational", "unknown"]),
  nativeSeverity: text.nullable(),
  status: text.nullable(),
  conclusion: text.nullable(),
  change: z.enum(["create", "update"]).nullable(),
  startedAt: instant.nullable(),
  times: z
    .strictObject({
      started: time.exactOptional(),
      ended: time.exactOptional(),
      detected: time.exactOptional(),
      changed: time.exactOptional(),
      resolved: time.exactOptional(),
    })
    .readonly(),
  tenant: text.nullable(),
  subscription: text.nullable(),
  resources: z.array(z.string().startsWith("/subscriptions/").lowercase()).readonly(),
  entities: z.array(z.strictObject({ kind: text, count: z.int().positive() }).readonly()).readonly(),
  tactics: texts,
  techniques: texts,
  product: text.nullable(),
  portalLink: z.string().startsWith("https://").nullable(),
  simulated: z.boolean(),
  keys: z.array(text).min(1).readonly(),
  correlates: texts,
  sensitivity: z.strictObject({ labels: texts, informationTypes: texts }).readonly(),
  hints: z.record(z.string(), z.string()).readonly(),
  policy: z
    .strictObject({
      complianceState: text.nullable(),
      definitionId: text.nullable(),
      assignmentId: text.nullable(),
      setDefinitionId: text.nullable(),
      referenceId: text.nullable(),
    })
    .readonly()
    .exactOptional(),
  operation: z
    .strictObject({ name: text, result: z.enum(["success", "failure", "cancel", "unknown"]) })
    .readonly()
    .exactOptional(),
  receipt: z
    .strictObject({
      messageId: text,
      recipient: text.nullable(),
      status: text.nullable(),
      at: instant.nullable(),
      detail: text.nullable(),
    })
    .readonly()
    .exactOptional(),
  verdict: text.exactOptional(),
  handshake: z
    .strictObject({ validationCode: text.nullable(), validationUrl: text.nullable() })
    .readonly()
    .exactOptional(),
});
