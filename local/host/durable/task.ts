/** What the code waits for: a call, a timer, an event, or several of them. */
import type { RetryOptions } from "./actions.ts";

/** Six days: beyond them the real engine splits a timer into segments, and loses count of them. */
export const timerMsMax = 6 * 24 * 3600 * 1000;

export interface Task {
  done: boolean;
  failed: boolean;
  readonly waiting: (() => void)[];
}

export const newTask = (): Task => ({ done: false, failed: false, waiting: [] });
export const finishedTask = (): Task => ({ done: true, failed: false, waiting: [] });

export function finish(task: Task, failed = false): void {
  if (task.done) return;
  task.done = true;
  task.failed = failed;
  for (const resume of task.waiting.splice(0)) resume();
}

export function whenDone(task: Task, resume: () => void): void {
  if (task.done) resume();
  else task.waiting.push(resume);
}

export function anyOf(tasks: readonly Task[]): Task {
  const any = newTask();
  for (const task of tasks) whenDone(task, () => finish(any));
  return any;
}

/** Waits for every task, also after a failure, although the code goes on at the first one. */
export function allOf(tasks: readonly Task[]): Task {
  const all = newTask();
  let left = tasks.length;
  if (left === 0) finish(all);
  for (const task of tasks) whenDone(task, () => --left === 0 && finish(all));
  return all;
}

/** Undefined when the retries' own time limit has passed: then there is no further timer either. */
export function retryDelayMs(options: RetryOptions, attempt: number, elapsedMs: number): number | undefined {
  if (elapsedMs >= (options.retryTimeoutInMilliseconds ?? Infinity)) return undefined;
  const delayMs =
    options.firstRetryIntervalInMilliseconds * (options.backoffCoefficient ?? 1) ** (attempt - 1);
  return Math.min(delayMs, options.maxRetryIntervalInMilliseconds ?? timerMsMax);
}
