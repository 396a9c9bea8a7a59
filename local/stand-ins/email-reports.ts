/** Delivery reports as Event Grid sends them: at least once, in no promised order, again until they are taken. */
import type { EmailMessage } from "./email-message.ts";
import { messageIdOf } from "./email-message.ts";
import type { EmailStore, StoredOperation } from "./email-store.ts";
import type { Faults } from "./faults.ts";
import type { Worker } from "./worker.ts";
import { startWorker } from "./worker.ts";

export interface ReportTarget {
  /** The webhook, as an event subscription names it. */
  readonly eventGridUrl?: string | undefined;
  /** System key of the Functions host; goes into the query as `code`. */
  readonly key?: string | undefined;
}

const topic =
  "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/local/providers/Microsoft.Communication/communicationServices/local";

export function reportEvent(
  operation: StoredOperation,
  message: EmailMessage,
  recipient: string,
  outcome: { readonly status: string; readonly detail: string | undefined },
  at: number,
) {
  const instant = new Date(at).toISOString();
  return {
    id: crypto.randomUUID(),
    topic,
    subject: `sender/${message.senderAddress}/message/${operation.id}`,
    data: {
      sender: message.senderAddress,
      recipient,
      internetMessageId: messageIdOf(message, operation.id),
      messageId: operation.id,
      status: outcome.status,
      deliveryStatusDetails: {
        statusMessage: outcome.detail ?? "",
        recipientMailServerHostName: recipient.slice(recipient.lastIndexOf("@") + 1),
      },
      deliveryAttemptTimestamp: instant.replace("Z", "+00:00"),
    },
    eventType: "Microsoft.Communication.EmailDeliveryReportReceived",
    dataVersion: "1.0",
    metadataVersion: "1",
    eventTime: instant,
  };
}

/** Event Grid's first waits, shortened for a person who is watching; the last one repeats. Never given up. */
const retryDelaysMs = [500, 1000, 2000, 5000, 10_000];

export function startReporting(options: {
  readonly store: EmailStore;
  readonly faults: Faults;
  readonly target: () => ReportTarget;
  readonly busy: () => () => void;
}): Worker {
  const { store, faults } = options;
  return startWorker(async () => {
    const { eventGridUrl, key } = options.target();
    const report = eventGridUrl === undefined ? undefined : store.nextReport();
    if (!report || eventGridUrl === undefined) return "idle";
    const early = report.dueAt - Date.now();
    if (early > 0) return early;

    const fault = faults.take("report");
    if (fault?.action === "kill") process.kill(process.pid, "SIGKILL");
    if (fault?.action === "wait") {
      store.postponeReport(report.eventId, Date.now() + fault.waitMs);
      return 0;
    }
    const isLost = fault?.action === "drop";
    let isTaken = isLost || (await post(eventGridUrl, key, report.event, report.attempts));
    if (fault?.action === "repeat") isTaken = await post(eventGridUrl, key, report.event, report.attempts);
    faults.killAt("reported");
    if (isTaken) store.markPosted(report.eventId);
    else store.postponeReport(report.eventId, Date.now() + (retryDelaysMs[report.attempts] ?? 10_000));
    return 0;
  }, options.busy);
}

async function post(
  webhook: string,
  key: string | undefined,
  event: string,
  attempts: number,
): Promise<boolean> {
  const url = new URL(webhook);
  if (key !== undefined) url.searchParams.set("code", key);
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: {
        "content-type": "application/json; charset=utf-8",
        "aeg-event-type": "Notification",
        "aeg-subscription-name": "DELIVERY-REPORTS",
        "aeg-delivery-count": String(attempts),
        "aeg-data-version": "1.0",
        "aeg-metadata-version": "1",
      },
      body: `[${event}]`,
      signal: AbortSignal.timeout(30_000),
    });
    await response.arrayBuffer();
    return response.status >= 200 && response.status <= 204;
  } catch {
    return false; // refused or lost: the same as not taken, and tried again
  }
}
