import { app } from "@azure/functions";
import type { InvocationContext } from "@azure/functions";
import { takeArrival } from "../../shared/cases/intake.ts";
import type { Taken } from "../../shared/cases/intake.ts";
import { clockworkOf, durableClient, house, triageRules } from "../../shared/wiring.ts";

const json = "application/json";
const bytesOf = (value: unknown): Uint8Array =>
  new TextEncoder().encode(typeof value === "string" ? value : JSON.stringify(value));

/**
 * Defender for Cloud's continuous export. The hub's checkpoint moves on even over a thrown error, so
 * each message stands by itself and content never throws.
 */
app.eventHub("defenderExport", {
  connection: "EventHub",
  eventHubName: "%EventHub__name%",
  cardinality: "many",
  retry: { strategy: "fixedDelay", maxRetryCount: 5, delayInterval: { seconds: 10 } },
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

async function take(context: InvocationContext, value: unknown, door: string): Promise<void> {
  const arrival = { bytes: bytesOf(value), contentType: json, door };
  report(context, await takeArrival(house(), clockworkOf(context), arrival, await triageRules(context)));
}

function report(context: InvocationContext, taken: readonly Taken[]): void {
  for (const item of taken) {
    if (item.kind === "opened") context.info(`case ${item.caseId} opened`);
    if (item.kind === "quarantined") context.warn(`a payload was quarantined: ${item.reason}`);
  }
}
