/**
 * Delivery reports of Communication Services e-mail, as Event Grid delivers them: in its own schema or as CloudEvents,
 * and with either spelling of the attempt's time that the service and its documentation have used.
 */
import { z } from "zod";
import type { DeliveryStatus, Instant } from "../domain/entries.ts";

export interface DeliveryReport {
  readonly operationId: string;
  readonly recipient: string;
  /** As the provider wrote it. */
  readonly status: string;
  readonly at: Instant;
  readonly detail: string | null;
}

export type DeliveryReading =
  | { readonly kind: "report"; readonly eventId: string; readonly report: DeliveryReport }
  /** Well-formed and not for us: engagement, a validation, another service. */
  | { readonly kind: "other"; readonly eventType: string }
  /** Says that it is a delivery report and cannot be read as one: it belongs into quarantine. */
  | { readonly kind: "malformed"; readonly reason: string };

const deliveryReportReceived = "Microsoft.Communication.EmailDeliveryReportReceived";

const Envelope = z.object({
  id: z.string().min(1),
  eventType: z.string().optional(),
  type: z.string().optional(),
  eventTime: z.string().optional(),
  time: z.string().optional(),
  data: z.unknown(),
});

const instant = z.string().transform((text, context) => {
  const at = new Date(text);
  if (!Number.isNaN(at.getTime())) return at.toISOString();
  context.addIssue({ code: "custom", message: "is not an instant" });
  return z.NEVER;
});

const Data = z.object({
  messageId: z.guid().toLowerCase(),
  recipient: z.string().min(1),
  status: z.string().min(1),
  deliveryAttemptTimestamp: instant.optional(),
  deliveryAttemptTimeStamp: instant.optional(),
  deliveryStatusDetails: z.object({ statusMessage: z.string().nullish() }).nullish(),
});

/** Reads one event; an array is its caller's to take apart, so that one bad event does not take others with it. */
export function readDeliveryEvent(event: unknown): DeliveryReading {
  const envelope = Envelope.safeParse(event);
  if (!envelope.success) return { kind: "malformed", reason: reasonOf(envelope.error) };
  const { id, eventType, type, eventTime, time, data } = envelope.data;
  // Both can be there; Event Grid's own name is the one that the service fills.
  const kind = eventType ?? type ?? "";
  if (kind !== deliveryReportReceived) return { kind: "other", eventType: kind };
  const read = Data.safeParse(data);
  if (!read.success) return { kind: "malformed", reason: reasonOf(read.error) };
  const { messageId, recipient, status, deliveryStatusDetails } = read.data;
  const attemptAt = read.data.deliveryAttemptTimestamp ?? read.data.deliveryAttemptTimeStamp;
  const at = attemptAt ?? instant.safeParse(eventTime ?? time).data;
  if (at === undefined) return { kind: "malformed", reason: "neither the attempt nor the event has a time" };
  const detail = deliveryStatusDetails?.statusMessage || null;
  return { kind: "report", eventId: id, report: { operationId: messageId, recipient, status, at, detail } };
}

/** Names the place and the rule, never the value: it may be a person's address. */
function reasonOf(error: z.ZodError): string {
  const [issue] = error.issues;
  return `${issue?.path.join(".") || "event"}: ${issue?.message ?? "cannot be read"}`;
}

const statuses: Readonly<Record<string, DeliveryStatus | undefined>> = {
  delivered: "delivered",
  expanded: "expanded",
  bounced: "bounced",
  failed: "failed",
  suppressed: "suppressed",
  quarantined: "quarantined",
  filteredspam: "filtered-spam",
};

/** What the provider's word means here. A word that nobody knows yet settles nothing. */
export function deliveryStatusOf(native: string): DeliveryStatus {
  return statuses[native.toLowerCase()] ?? "unknown";
}
