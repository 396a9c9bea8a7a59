/** Answers of the durable API in the real extension's form, and its lenient reading of a query. */
import type { HostClock, HostLog, PlainRequest, PlainResponse } from "../types.ts";
import type { Engine } from "./engine.ts";
import type { Misbehaviour } from "./faults.ts";
import type { Hub } from "./links.ts";

/** What an answer is made from. */
export interface Api {
  readonly engine: Engine;
  readonly clock: HostClock;
  readonly hub: Hub;
  readonly misbehaviour: Misbehaviour;
  readonly log: HostLog;
}

export const notFound: PlainResponse = { status: 404 };
export const accepted: PlainResponse = { status: 202 };
export const gone: PlainResponse = { status: 410 };

export function json(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): PlainResponse {
  return {
    status,
    headers: { "content-type": "application/json; charset=utf-8", ...headers },
    body: JSON.stringify(body),
  };
}

export function exception(status: number, message: string, type: string, what: string): PlainResponse {
  return json(status, {
    Message: message,
    ExceptionMessage: what,
    ExceptionType: type,
    StackTrace: "   at the one-machine host",
  });
}

export const refused = (why: string): PlainResponse => json(501, { Message: why });

/** Our own word, where the real engine would wait for its storage to come back. */
export const storeFailed = (error: unknown): PlainResponse =>
  json(503, { Message: `The durable store could not be written, so nothing was done: ${String(error)}` });

export function jsonComplaint(body: string): PlainResponse | undefined {
  try {
    JSON.parse(body);
    return undefined;
  } catch {
    const what =
      body === ""
        ? "Error reading JToken from JsonReader. Path '', line 0, position 0."
        : "Unexpected character encountered while parsing value. Path '', line 1, position 1.";
    return exception(400, "Invalid JSON content", "Newtonsoft.Json.JsonReaderException", what);
  }
}

export function queryOf(request: PlainRequest, name: string): string | undefined {
  for (const [key, value] of request.query) if (key.toLowerCase() === name.toLowerCase()) return value;
  return undefined;
}

export function flag(request: PlainRequest, name: string, otherwise: boolean): boolean {
  const value = queryOf(request, name)?.toLowerCase();
  if (value === undefined) return otherwise;
  return value === "true";
}

export const wholeNumber = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
