import * as df from "durable-functions";
import type { OrchestrationContext, Task } from "durable-functions";
import { longestWaitMs } from "../shared/domain/instants.ts";
import { wake } from "./names.ts";

/**
 * The only place that makes timers. None is longer than five days, since beyond six the platform misleads its
 * orchestrations (ADR 0004): whoever waits for longer wakes in between, asks the ledger, and waits again. Each aims one
 * second past its instant, because the platform's timers may fire up to a second early.
 */
function timerTo(context: OrchestrationContext, until: string) {
  const now = context.df.currentUtcDateTime.getTime();
  return context.df.createTimer(new Date(Math.min(Date.parse(until) + 1000, now + longestWaitMs)));
}

/** Sleeps towards an instant; the caller looks again afterwards, whatever the clock then says. */
export function* sleepUntil(context: OrchestrationContext, until: string): Generator<Task, void, unknown> {
  yield timerTo(context, until);
}

/** Sleeps towards an instant or until somebody wakes the instance; the losing timer is cancelled at once. */
export function* wakeOrUntil(context: OrchestrationContext, until: string): Generator<Task, void, unknown> {
  const timer = timerTo(context, until);
  const woken = context.df.waitForExternalEvent(wake);
  const first = yield context.df.Task.any([woken, timer]);
  if (first === woken) timer.cancel();
}

/** Sleeps until somebody wakes the instance, and looks again after five days if nobody does. */
export function* idle(context: OrchestrationContext): Generator<Task, void, unknown> {
  const now = context.df.currentUtcDateTime.getTime();
  yield* wakeOrUntil(context, new Date(now + longestWaitMs).toISOString());
}

/** Sleeps for a few seconds or minutes that a far end asked for. */
export function* pause(context: OrchestrationContext, ms: number): Generator<Task, void, unknown> {
  const now = context.df.currentUtcDateTime.getTime();
  yield context.df.createTimer(new Date(now + Math.min(Math.max(ms, 1000), longestWaitMs)));
}

/** Every activity call has retries by count; never by time, which the library cannot end. */
export const retryOptions = (): df.RetryOptions => {
  const options = new df.RetryOptions(1_000, 5);
  options.backoffCoefficient = 2;
  options.maxRetryIntervalInMilliseconds = 30_000;
  return options;
};
