/**
 * Event Hubs and Cosmos DB change feed triggers. Nothing of those services runs here: events and documents are handed
 * in through a door, `POST /runtime/webhooks/eventhubs?functionName=X` (`cosmosdb` likewise), as a JSON array.
 */
import type { RpcTypedData } from "./core-types.ts";
import { emptyAnswer, textAnswer, type Answer } from "./http-message.ts";
import type { Call } from "./invoke.ts";
import type { AppFunction } from "./load-app.ts";
import type { HostClock } from "./types.ts";

export interface FeedServices {
  readonly functions: readonly AppFunction[];
  readonly call: Call;
  readonly clock: HostClock;
  /** Events of one call at most; `extensions.eventHubs.maxEventBatchSize`. */
  readonly eventBatchMax: number;
}

export type Feed = "eventhubs" | "cosmosdb";

const triggerTypes = { eventhubs: "eventhubtrigger", cosmosdb: "cosmosdbtrigger" } as const;

export function isFeed(name: string): name is Feed {
  return Object.hasOwn(triggerTypes, name);
}

export function feedOf(found: AppFunction): Feed | undefined {
  return (Object.keys(triggerTypes) as Feed[]).find(
    (feed) => triggerTypes[feed] === found.triggerType.toLowerCase(),
  );
}

/** 202 once every call has ended well; 500 when one failed, though the others have run, as with a real batch. */
export async function handleFeed(
  feed: Feed,
  functionName: string,
  body: Buffer,
  services: FeedServices,
): Promise<Answer> {
  const found = services.functions.find((one) => one.name === functionName && feedOf(one) === feed);
  if (found === undefined) return textAnswer(404, `cannot find function: '${functionName}'`);
  const items = parseItems(body.toString("utf8"));
  if (items === undefined) return textAnswer(400, "The body must be a JSON array.");
  const outcomes = await Promise.allSettled(callsFor(found, items, services));
  const failed = outcomes.some((outcome) => outcome.status === "rejected");
  return failed
    ? textAnswer(500, `Exception while executing function: Functions.${found.name}`)
    : emptyAnswer(202);
}

function parseItems(text: string): unknown[] | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** The calls that a batch makes. An event is its body: text stays text, anything else is sent as JSON. */
export function callsFor(
  found: AppFunction,
  items: readonly unknown[],
  services: FeedServices,
): ReturnType<Call>[] {
  const binding = found.bindings[found.triggerName]!;
  if (feedOf(found) === "cosmosdb") {
    const most = typeof binding.maxItemsPerInvocation === "number" ? binding.maxItemsPerInvocation : 100;
    return batches(items, most).map((documents) =>
      services.call(found.name, { json: JSON.stringify(documents) }),
    );
  }
  const texts = items.map((item) => (typeof item === "string" ? item : JSON.stringify(item)));
  const enqueuedAt = new Date(services.clock.now()).toISOString();
  // As bytes where the app wants them so: the worker parses texts that happen to be JSON.
  const asBytes = binding.dataType === "binary";
  if (binding.cardinality !== "many") {
    return texts.map((text, i) =>
      services.call(found.name, asBytes ? { bytes: Buffer.from(text) } : { string: text }, {
        triggerMetadata: oneEvent(enqueuedAt, i),
      }),
    );
  }
  return batches(texts, services.eventBatchMax).map((batch) =>
    services.call(
      found.name,
      asBytes
        ? { collectionBytes: { bytes: batch.map((text) => Buffer.from(text)) } }
        : { collectionString: { string: batch } },
      { triggerMetadata: manyEvents(enqueuedAt, batch.length) },
    ),
  );
}

function batches<T>(items: readonly T[], most: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / most) }, (_, i) =>
    items.slice(i * most, (i + 1) * most),
  );
}

const json = (value: unknown): RpcTypedData => ({ json: JSON.stringify(value) });

function oneEvent(enqueuedAt: string, sequenceNumber: number): Record<string, RpcTypedData> {
  const place = {
    EnqueuedTimeUtc: enqueuedAt,
    SequenceNumber: sequenceNumber,
    Offset: String(sequenceNumber),
    PartitionKey: null,
  };
  return { ...typed(place), Properties: json({}), SystemProperties: json(place) };
}

/** Batches carry parallel arrays, indexed like the events. */
function manyEvents(enqueuedAt: string, count: number): Record<string, RpcTypedData> {
  const of = <T>(value: (i: number) => T) => json(Array.from({ length: count }, (_, i) => value(i)));
  return {
    EnqueuedTimeUtcArray: of(() => enqueuedAt),
    SequenceNumberArray: of((i) => i),
    OffsetArray: of(String),
    PartitionKeyArray: of(() => null),
    PropertiesArray: of(() => ({})),
    SystemPropertiesArray: of((i) => ({
      EnqueuedTimeUtc: enqueuedAt,
      SequenceNumber: i,
      Offset: String(i),
      PartitionKey: null,
    })),
  };
}

function typed(values: Record<string, unknown>): Record<string, RpcTypedData> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, json(value)]));
}
