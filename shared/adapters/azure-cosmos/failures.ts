import { ErrorResponse } from "@azure/cosmos";
import { TransientFailure } from "../../domain/failures.ts";

/** What happens to a connection before, or instead of, an answer; the SDK's own time-out counts too. */
const connectionCodes = new Set([
  "ECONNABORTED",
  "ECONNREFUSED",
  "ECONNRESET",
  "EAI_AGAIN",
  "ENOTFOUND",
  "EPIPE",
  "ETIMEDOUT",
  "REQUEST_SEND_ERROR",
  "TimeoutError",
]);
/** 408 and 410: a replica moved or was slow; 449: a concurrent write; 429: over the throughput; 503: unavailable. */
const statusesThatPass = new Set([408, 410, 449, 429, 503]);

/** Runs one question to Cosmos; what may pass by itself becomes a TransientFailure, anything else keeps its error. */
export async function askCosmos<Answer>(doing: string, question: () => Promise<Answer>): Promise<Answer> {
  try {
    return await question();
  } catch (cause) {
    const status = statusOf(cause);
    if (isLostAnswer(cause) || (status !== undefined && statusesThatPass.has(status))) {
      const retryAfterMs = cause instanceof ErrorResponse ? cause.retryAfterInMs : undefined;
      const wish = retryAfterMs === undefined ? {} : { retryAfterMs };
      throw new TransientFailure(`Cosmos could not be asked while ${doing}`, { cause, ...wish });
    }
    if (status === undefined) throw cause;
    throw new Error(`Cosmos refused with ${status} while ${doing}`, { cause });
  }
}

/** The HTTP status that Cosmos answered with, if it was Cosmos that answered. */
export function statusOf(error: unknown): number | undefined {
  return error instanceof ErrorResponse && typeof error.code === "number" ? error.code : undefined;
}

/** Nobody knows whether the request was carried out. */
export function isLostAnswer(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: unknown };
  return error.name === "AbortError" || (typeof code === "string" && connectionCodes.has(code));
}
