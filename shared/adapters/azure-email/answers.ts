/** What came back from Communication Services: an answer with its status, or nothing. */
import type { HttpHeaders } from "@azure/core-rest-pipeline";
import { RestError } from "@azure/core-rest-pipeline";

export type Answer =
  | {
      readonly kind: "answered";
      readonly status: number;
      readonly code?: string;
      readonly message?: string;
      readonly retryAfterMs?: number;
      readonly error?: unknown;
    }
  | { readonly kind: "lost"; readonly error: unknown };

export function answerOf(error: unknown): Answer {
  if (!(error instanceof RestError) || error.statusCode === undefined) return { kind: "lost", error };
  const { response } = error;
  const body = bodyOf(response?.bodyAsText);
  const code = response?.headers.get("x-ms-error-code") ?? body?.code;
  return {
    kind: "answered",
    status: error.statusCode,
    ...(code !== undefined && { code }),
    message: withoutAddresses(body?.message ?? ""),
    ...(response && { retryAfterMs: retryAfterMsOf(response.headers) }),
    error,
  };
}

function bodyOf(text: string | null | undefined): { code?: string; message?: string } | undefined {
  try {
    return (JSON.parse(text ?? "") as { error?: { code?: string; message?: string } }).error;
  } catch {
    return undefined; // a gateway's page; the status says enough
  }
}

/** A provider's reason goes into the ledger for good, and the address in it belongs to a person. */
export function withoutAddresses(reason: string): string {
  return reason.replaceAll(/[^\s<>"'(),;:]+@[^\s<>"'(),;:]+/g, "<address>");
}

/** No connection was made, so nothing can have been sent. */
const codesBeforeSending = [
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "CERT_HAS_EXPIRED",
];

export function isBeforeSending(error: unknown): boolean {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if (at instanceof AggregateError && at.errors.length > 0 && at.errors.every(isBeforeSending)) return true;
    if (codesBeforeSending.includes((at as { code?: string }).code ?? "")) return true;
  }
  return false;
}

/** A provider that does not say how long is left alone for a minute. */
export const retryAfterMsByDefault = 60_000;

/** In seconds, or as a date, which is measured by the provider's own clock and not by ours. */
export function retryAfterMsOf(headers: Pick<HttpHeaders, "get">): number {
  const wish = headers.get("retry-after");
  if (wish === undefined) return retryAfterMsByDefault;
  const seconds = Number(wish);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const ms = Date.parse(wish) - Date.parse(headers.get("date") ?? "");
  return Number.isFinite(ms) ? Math.max(0, ms) : retryAfterMsByDefault;
}
