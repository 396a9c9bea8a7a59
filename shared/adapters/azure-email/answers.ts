/** What came back from Communication Services: an answer with its status, or nothing. */
import { RestError } from "@azure/core-rest-pipeline";

export type Answer =
  | {
      readonly kind: "answered";
      readonly status: number;
      readonly code?: string;
      readonly message?: string;
      readonly retryAfter?: string | undefined;
      readonly error?: unknown;
    }
  | { readonly kind: "lost"; readonly error: unknown };

export function answerOf(error: unknown): Answer {
  if (!(error instanceof RestError) || error.statusCode === undefined) return { kind: "lost", error };
  const retryAfter = error.response?.headers.get("retry-after");
  const body = bodyOf(error.response?.bodyAsText);
  const code = error.response?.headers.get("x-ms-error-code") ?? body?.code ?? error.code;
  return {
    kind: "answered",
    status: error.statusCode,
    ...(code !== undefined && { code }),
    message: body?.message ?? "",
    retryAfter,
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

const retryAfterMsByDefault = 60_000;

/** Seconds, or a date; a provider that names neither is left alone for a minute. */
export function retryAfterMsOf(answer: { readonly retryAfter?: string | undefined }): number {
  const { retryAfter } = answer;
  if (retryAfter === undefined) return retryAfterMsByDefault;
  const seconds = Number(retryAfter);
  return Number.isFinite(seconds) ? seconds * 1000 : retryAfterMsByDefault;
}
