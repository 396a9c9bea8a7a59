/** Function-level retry policies: honoured for every trigger, the caller waits. */
import type { RetryOptions } from "./core.ts";
import type { RetryContext } from "./core-types.ts";
import type { HostClock } from "./types.ts";

/** Calls until it succeeds or the policy is used up; then throws what the last call threw. */
export async function withRetries<T>(
  functionName: string,
  policy: RetryOptions,
  clock: HostClock,
  call: (retryContext: RetryContext) => Promise<T>,
): Promise<T> {
  let exception: RetryContext["exception"];
  for (let retryCount = 0; ; retryCount++) {
    try {
      return await call({ retryCount, maxRetryCount: policy.maxRetryCount, ...(exception && { exception }) });
    } catch (error) {
      if (policy.maxRetryCount >= 0 && retryCount >= policy.maxRetryCount) throw error;
      exception = exceptionOf(functionName, error);
      await waited(clock, delayMs(policy, retryCount));
    }
  }
}

function delayMs(policy: RetryOptions, retryCount: number): number {
  if (policy.retryStrategy !== "exponentialBackoff") return (policy.delayInterval?.seconds ?? 0) * 1000;
  const least = (policy.minimumInterval?.seconds ?? 0) * 1000;
  const most = (policy.maximumInterval?.seconds ?? 0) * 1000;
  return Math.min(most, least * 2 ** Math.min(retryCount, 30));
}

function waited(clock: HostClock, ms: number): Promise<void> {
  return new Promise((resolve) => void clock.at(clock.now() + ms, resolve));
}

/** The function reads the platform's own wording, with the thrown message at its end. */
function exceptionOf(functionName: string, error: unknown): NonNullable<RetryContext["exception"]> {
  const { message, stack } = error instanceof Error ? error : { message: String(error), stack: "" };
  return {
    source: "System.Private.CoreLib",
    message: `Microsoft.Azure.WebJobs.Host.FunctionInvocationException : Exception while executing function: Functions.${functionName} ---> Microsoft.Azure.WebJobs.Script.Workers.Rpc.RpcException : Result: Failure\nException: ${message}`,
    stackTrace: stack ?? "",
  };
}
