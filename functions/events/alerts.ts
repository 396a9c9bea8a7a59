import { app } from "@azure/functions";
import type { InvocationContext } from "@azure/functions";
import { takeInboundPayload } from "../../shared/cases/commands/intake.ts";
import type { IntakeResult } from "../../shared/cases/commands/inbound-payload.ts";
import { orchestratorOf, durableClient, appContext, triageRules } from "../../shared/wiring.ts";

const json = "application/json";
const bytesOf = (value: unknown): Uint8Array =>
  value instanceof Uint8Array
    ? value
    : new TextEncoder().encode(typeof value === "string" ? value : JSON.stringify(value));

/** The host knows this setting of a binding, the library's types do not. */
const asBytes = { dataType: "binary" } as const;

/**
 * Defender for Cloud's continuous export, as bytes, since what cannot be read is to be kept as it came. The hub's
 * checkpoint moves on even over a thrown error, so content never throws, each message stands by itself, and while a
 * store cannot be reached the batch is tried again for as long as it takes: the hub keeps what comes after it.
 */
app.eventHub("defenderExport", {
  connection: "EventHub",
  eventHubName: "%EventHub__name%",
  cardinality: "many",
  ...asBytes,
  retry: {
    strategy: "exponentialBackoff",
    maxRetryCount: -1,
    minimumInterval: { seconds: 5 },
    maximumInterval: { minutes: 5 },
  },
  extraInputs: [durableClient],
  handler: async (messages, context) => {
    for (const message of Array.isArray(messages) ? (messages as unknown[]) : [messages])
      await take(context, message, "event-hub");
  },
});

/** Policy, malware verdicts, Key Vault, resources, and the mail provider's delivery reports: one event a call. */
app.eventGrid("platformEvents", {
  extraInputs: [durableClient],
  handler: async (event: unknown, context: InvocationContext) => {
    await take(context, event, "event-grid");
  },
});

async function take(context: InvocationContext, value: unknown, channel: string): Promise<void> {
  const sender = { address: topicOf(value), agent: null, application: null };
  const arrival = { bytes: bytesOf(value), contentType: json, channel, sender };
  report(
    context,
    await takeInboundPayload(appContext(), orchestratorOf(context), arrival, await triageRules(context)),
  );
}

/** What an event of Event Grid says that it comes from; a hub's message says nothing. */
function topicOf(value: unknown): string | null {
  const { topic, source } = (value ?? {}) as { readonly topic?: unknown; readonly source?: unknown };
  const said = typeof topic === "string" ? topic : source;
  return typeof said === "string" && said !== "" ? said.slice(0, 200).toWellFormed() : null;
}

function report(context: InvocationContext, taken: readonly IntakeResult[]): void {
  for (const item of taken) {
    if (item.kind === "opened") context.info(`case ${item.caseId} opened`);
    if (item.kind === "quarantined") context.warn(`a payload was quarantined: ${item.reason}`);
  }
}
