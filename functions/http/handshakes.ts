/** Questions of senders that carry no alert: whether we want to be written to. Each is answered as its sender expects. */
import type { HttpRequest, HttpResponseInit } from "@azure/functions";
import { readBody } from "../../shared/intake/read-body.ts";

/**
 * CloudEvents 1.0, webhook abuse protection: OPTIONS asks by `WebHook-Request-Origin`. Only Event Grid sends us events,
 * and so only it is allowed, whoever asks; what it then delivers is let in by its key or token, not by this.
 */
export const allowance: HttpResponseInit = {
  status: 200,
  headers: { "WebHook-Allowed-Origin": "eventgrid.azure.net", "WebHook-Allowed-Rate": "*" },
};

/** Graph asks at the creation of a subscription, and wants its own word back as plain text. */
export function graphEcho(request: HttpRequest): HttpResponseInit | undefined {
  const token = request.query.get("validationToken");
  if (token === null || token.length > 2_000) return undefined;
  return {
    status: 200,
    headers: { "Content-Type": "text/plain; charset=utf-8", "X-Content-Type-Options": "nosniff" },
    body: token,
  };
}

/**
 * Event Grid's own schema: the code of the validation event comes back, at once and with 200 (202 is refused).
 * Undefined for everything else, also for a handshake that holds no code: that is kept like any body.
 */
export function eventGridAnswer(request: HttpRequest, bytes: Uint8Array): HttpResponseInit | undefined {
  switch (request.headers.get("aeg-event-type")?.toLowerCase()) {
    case "subscriptionvalidation": {
      const code = validationCodeIn(bytes);
      return code === null ? undefined : { status: 200, jsonBody: { validationResponse: code } };
    }
    case "unsubscribe":
      return { status: 200 };
    default:
      return undefined;
  }
}

function validationCodeIn(bytes: Uint8Array): string | null {
  for (const item of readBody(bytes))
    if (item.kind === "recognised" && item.alert.handshake?.validationCode)
      return item.alert.handshake.validationCode;
  return null;
}
