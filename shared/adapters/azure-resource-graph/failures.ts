/** How Resource Graph says no. */
import { RestError } from "@azure/core-rest-pipeline";
import { TransientFailure } from "../../domain/failures.ts";

/**
 * Whatever went wrong, as our own failure. A missing permission passes too: once the role is granted, the same question
 * is answered. Only a question that the service does not understand is our bug.
 */
export function failureOf(error: unknown): Error {
  if (!(error instanceof RestError) || error.statusCode === undefined)
    return new TransientFailure("Resource Graph cannot be reached", { cause: error });
  const { statusCode } = error;
  const said = `${statusCode} ${error.code ?? ""}`.trim();
  if (statusCode === 401 || statusCode === 403)
    return new TransientFailure(`Resource Graph refuses the service's identity (${said})`, { cause: error });
  if (statusCode === 400 || statusCode === 404)
    return new Error(`Resource Graph does not understand the question (${said})`, { cause: error });
  const retryAfterMs = waitOf(error.response?.headers);
  return new TransientFailure(
    statusCode === 429 ? `Resource Graph is throttling (${said})` : `Resource Graph answered ${said}`,
    { cause: error, ...(retryAfterMs !== undefined && { retryAfterMs }) },
  );
}

interface Headers {
  get(name: string): string | undefined;
}

/** `Retry-After` in seconds; else the time until the caller's quota begins anew, as `hh:mm:ss`. */
function waitOf(headers: Headers | undefined): number | undefined {
  const given = headers?.get("retry-after");
  if (given !== undefined && /^\d+$/.test(given.trim())) return Number(given) * 1000;
  const [, hours, minutes, seconds] =
    /^(\d+):(\d\d):(\d\d)/.exec(headers?.get("x-ms-user-quota-resets-after") ?? "") ?? [];
  if (hours === undefined) return undefined;
  return ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
}
