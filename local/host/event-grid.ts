/** The Event Grid webhook, `/runtime/webhooks/eventgrid`: handshakes and deliveries. The key has been checked. */
import type { RpcTypedData } from "./core-types.ts";
import { emptyAnswer, queryValue, textAnswer, type Answer } from "./http-message.ts";
import type { Call } from "./invoke.ts";
import type { AppFunction } from "./load-app.ts";

export interface EventGridRequest {
  readonly method: string;
  readonly query: string;
  /** Of several `aeg-event-type` headers the first. */
  readonly eventType: string | undefined;
  readonly body: () => Promise<Buffer>;
}

export interface EventGridServices {
  readonly functions: readonly AppFunction[];
  readonly call: Call;
}

export async function handleEventGrid(
  request: EventGridRequest,
  services: EventGridServices,
): Promise<Answer> {
  if (request.method === "HEAD") return emptyAnswer(404);
  const name = queryValue(request.query, "functionname") ?? "";
  const found = services.functions.find((one) => one.name === name && isEventGrid(one));
  if (found === undefined) return textAnswer(404, `cannot find function: '${name}'`);
  if (request.method === "OPTIONS")
    return emptyAnswer(200, { "WebHook-Allowed-Origin": "eventgrid.azure.net" });
  switch (request.eventType?.toLowerCase()) {
    case "subscriptionvalidation":
      return validationAnswer(await request.body());
    case "notification":
      return deliver(found, await request.body(), services.call);
    case "unsubscribe":
      return emptyAnswer(202);
    default:
      return emptyAnswer(400);
  }
}

export function isEventGrid(found: AppFunction): boolean {
  return found.triggerType.toLowerCase() === "eventgridtrigger";
}

/** Calls the function with one event, as a delivery of cardinality one does. */
export function callWithEvent(
  found: AppFunction,
  event: Record<string, unknown>,
  call: Call,
  newIdPerAttempt = false,
) {
  return call(found.name, json(event), { triggerMetadata: metadata(event.data), newIdPerAttempt });
}

function validationAnswer(body: Buffer): Answer {
  const parsed = parseLeniently(body.toString("utf8"));
  const event: unknown = Array.isArray(parsed) ? parsed[0] : parsed;
  const data = isObject(event) ? event.data : undefined;
  const code = isObject(data)
    ? data.validationCode
    : isObject(doubled(data))
      ? (doubled(data) as Record<string, unknown>).validationCode
      : undefined;
  if (typeof code !== "string") return emptyAnswer(500);
  return textAnswer(200, JSON.stringify({ validationResponse: code }));
}

/** A CloudEvents handshake may carry its data as JSON text. */
function doubled(data: unknown): unknown {
  return typeof data === "string" ? parseLeniently(data) : undefined;
}

async function deliver(found: AppFunction, body: Buffer, call: Call): Promise<Answer> {
  const parsed = parseLeniently(body.toString("utf8"));
  const events: unknown[] | undefined = Array.isArray(parsed)
    ? parsed
    : isObject(parsed)
      ? [parsed]
      : undefined;
  if (events === undefined) return emptyAnswer(500);
  // What stands before the first entry that is no event runs all the same, although the answer is a failure.
  const firstBad = events.findIndex((event) => !isObject(event));
  const good = (firstBad < 0 ? events : events.slice(0, firstBad)) as Record<string, unknown>[];
  const many = bindingOf(found).cardinality === "many";
  if (many && firstBad >= 0) return emptyAnswer(500);
  const calls = many
    ? [call(found.name, json(good), { triggerMetadata: metadata(good.map((event) => event.data)) })]
    : good.map((event) => callWithEvent(found, event, call));
  const outcomes = await Promise.allSettled(calls);
  if (firstBad >= 0) return emptyAnswer(500);
  const failed = outcomes.some((outcome) => outcome.status === "rejected");
  return failed
    ? textAnswer(500, `Exception while executing function: Functions.${found.name}`)
    : emptyAnswer(202);
}

function bindingOf(found: AppFunction): Record<string, unknown> {
  return found.bindings[found.triggerName]!;
}

const json = (value: unknown): RpcTypedData => ({ json: JSON.stringify(value) });
const metadata = (data: unknown): Record<string, RpcTypedData> =>
  data === undefined ? {} : { data: json(data) };

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The platform's parser takes trailing commas and single quotes. Undefined when it is no JSON even so. */
export function parseLeniently(text: string): unknown {
  for (const prepare of [(plain: string) => plain, withoutLiberties]) {
    try {
      return JSON.parse(prepare(text).replace(/^\uFEFF/, ""));
    } catch {
      continue;
    }
  }
  return undefined;
}

function withoutLiberties(text: string): string {
  return text.replace(
    /"[^"\\]*(?:\\.[^"\\]*)*"|'([^'\\]*(?:\\.[^'\\]*)*)'|,(?=\s*[\]}])/gs,
    (all, single: string | undefined) => {
      if (single !== undefined) return `"${single.replaceAll("\\'", "'").replaceAll('"', '\\"')}"`;
      return all.startsWith(",") ? "" : all;
    },
  );
}
