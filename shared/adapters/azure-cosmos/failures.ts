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
export const statusesThatPass = new Set([408, 410, 449, 429, 503]);

/** A throttle as short as this is waited out here; a longer one is for the orchestration, which waits without a worker. */
const throttleMsMax = 1_000;
const throttlesMax = 4;

/**
 * Runs one question to Cosmos, again after a short throttle, so it must be safe to repeat. What may pass by itself
 * becomes a TransientFailure, anything else keeps its error as the cause.
 */
export async function askCosmos<Answer>(doing: string, question: () => Promise<Answer>): Promise<Answer> {
  for (let throttles = 0; ; throttles += 1) {
    try {
      return await question();
    } catch (cause) {
      const waitMs = throttleMsOf(cause);
      if (waitMs === undefined || waitMs > throttleMsMax || throttles === throttlesMax)
        throw failureOf(cause, doing);
      await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
  }
}

function failureOf(cause: unknown, doing: string): unknown {
  const status = statusOf(cause);
  if (isLostAnswer(cause) || (status !== undefined && statusesThatPass.has(status))) {
    const retryAfterMs = throttleMsOf(cause);
    const wish = retryAfterMs === undefined ? {} : { retryAfterMs };
    return new TransientFailure(`Cosmos could not be asked while ${doing}`, { cause, ...wish });
  }
  return status === undefined ? cause : new Error(`Cosmos refused with ${status} while ${doing}`, { cause });
}

/** How long the account wants to be left alone, if it said so. */
function throttleMsOf(error: unknown): number | undefined {
  return error instanceof ErrorResponse && error.code === 429 ? error.retryAfterInMs : undefined;
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
