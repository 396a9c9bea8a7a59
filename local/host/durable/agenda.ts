/**
 * What the code has asked for: its actions as tasks and timers with their numbers, which of them are open, and which the
 * history does not hold yet. One counter numbers tasks and timers in the order in which they come up; the orchestrator's
 * library does the same for itself, and nothing on the wire tells either what the other counted.
 */
import { refusedActions } from "./actions.ts";
import type { Action, ChildCall, RetryOptions } from "./actions.ts";
import { instantText } from "./history.ts";
import { allOf, anyOf, finish, finishedTask, newTask, retryDelayMs, timerMsMax, whenDone } from "./task.ts";
import type { Task } from "./task.ts";
import { toJson } from "./values.ts";

export type Scheduled =
  | { readonly kind: "activity"; readonly id: number; readonly name: string; readonly input: unknown }
  | { readonly kind: "timer"; readonly id: number; readonly fireAt: string }
  | {
      readonly kind: "child";
      readonly id: number;
      readonly name: string;
      readonly instanceId: string;
      readonly input: unknown;
    };

export interface AgendaInput {
  readonly orchestrator: string;
  readonly executionId: string;
  readonly hasActivity: (name: string) => boolean;
  readonly hasOrchestrator: (name: string) => boolean;
}

export function createAgenda(input: AgendaInput) {
  const unmatched = new Map<number, Scheduled>();
  const open = new Map<number, Task>();
  const waiters = new Map<string, Task[]>();
  const buffered = new Map<string, number>();
  const unknownNames: string[] = [];
  let counter = 0;
  let now = 0;
  let next: { readonly input: string | null } | undefined;
  let refusal: string | undefined;

  return {
    perform,
    close,
    raise,
    unknownNames,
    /** Asked for and not in the history, by number. */
    unmatched,
    nextNumber: () => counter++,
    /** The instant of the episode in which what follows is asked for. */
    at: (instant: number) => void (now = instant),
    isAllDone: () => open.size === 0,
    /** Set once the code has continued as new. */
    next: () => next,
    /** Set once the code has asked for what this host refuses; nothing more is worked on. */
    refusal: () => refusal,
  };

  /** A second answer to one task, or the firing of a cancelled timer, finds nothing open and is ignored. */
  function close(id: number, failed: boolean): void {
    const task = open.get(id);
    if (task === undefined) return;
    open.delete(id);
    finish(task, failed);
  }

  /** Waiters for one name are served last come, first served; case does not count, though the library's side minds it. */
  function raise(given: string): void {
    const name = given.toLowerCase();
    const waiter = waiters.get(name)?.pop();
    if (waiter === undefined) buffered.set(name, (buffered.get(name) ?? 0) + 1);
    else finish(waiter);
  }

  function perform(action: Action): Task {
    switch (action.actionType) {
      case 0:
        return callActivity(action.functionName, action.input);
      case 1:
        return withRetries(action.functionName, action.retryOptions, () =>
          callActivity(action.functionName, action.input),
        );
      case 2:
        return callChild(action);
      case 3:
        return withRetries(action.functionName, action.retryOptions, () => callChild(action));
      case 4:
        next = { input: action.input == null ? null : toJson(action.input) };
        return finishedTask();
      case 5:
        return startTimer(action.fireAt, action.isCanceled);
      case 6:
        return waitFor(action.externalEventName.toLowerCase());
      case 11:
        return anyOf(action.compoundActions.map(perform));
      case 12:
        return allOf(action.compoundActions.map(perform));
      default:
        return refuse(
          `${refusedActions[action.actionType]} is not emulated by the one-machine host; see its README for what is`,
        );
    }
  }

  function refuse(why: string): Task {
    refusal ??= `Orchestrator function '${input.orchestrator}' failed: ${why}.`;
    return newTask();
  }

  function schedule(entry: Scheduled): Task {
    const task = newTask();
    unmatched.set(entry.id, entry);
    open.set(entry.id, task);
    return task;
  }

  function callActivity(name: string, value: unknown): Task {
    if (input.hasActivity(name)) return schedule({ kind: "activity", id: counter++, name, input: value });
    unknownNames.push(name);
    return finishedTask();
  }

  function callChild({ functionName: name, instanceId, input: value, version }: ChildCall): Task {
    if (version !== undefined)
      return refuse(`a version of '${name}' is not emulated by the one-machine host`);
    if (!input.hasOrchestrator(name)) {
      unknownNames.push(name);
      return finishedTask();
    }
    const id = counter++;
    const childId = instanceId ?? `${input.executionId}:${id}`;
    return schedule({ kind: "child", id, name, instanceId: childId, input: value });
  }

  function startTimer(fireAt: string, isCanceled: boolean): Task {
    const days = (Date.parse(fireAt) - now) / (24 * 3600 * 1000);
    if (days * 24 * 3600 * 1000 > timerMsMax) {
      return refuse(
        `a durable timer until ${fireAt} is ${days.toFixed(1)} days away, and no timer may exceed 6 days: beyond them the ` +
          "platform splits a timer into segments and loses count when it is raced, cancelled or mixed with others. " +
          "Wait in turns of a few days towards an instant computed once",
      );
    }
    const id = counter++;
    const task = schedule({ kind: "timer", id, fireAt });
    if (isCanceled) close(id, false);
    return task;
  }

  /** A first call, then a timer and another call after each failure; a timer of no length follows the last one too. */
  function withRetries(name: string, options: RetryOptions, call: () => Task): Task {
    const longest = Math.max(
      options.firstRetryIntervalInMilliseconds,
      options.maxRetryIntervalInMilliseconds ?? 0,
    );
    if (longest > timerMsMax) {
      return refuse(
        `a retry interval of ${name} of ${(longest / 86_400_000).toFixed(1)} days exceeds the platform's 6 days, and the ` +
          "real engine would never call it",
      );
    }
    const result = newTask();
    const startedAt = now;
    const attempt = (number: number): void => {
      const called = call();
      whenDone(called, () => {
        if (!called.failed) return finish(result);
        const delayMs = retryDelayMs(options, number, now - startedAt);
        if (delayMs === undefined) return finish(result, true);
        const isLast = number >= options.maxNumberOfAttempts;
        const pause = startTimer(instantText(now + (isLast ? 0 : delayMs)), false);
        whenDone(pause, () => (isLast ? finish(result, true) : attempt(number + 1)));
      });
    };
    attempt(1);
    return result;
  }

  function waitFor(name: string): Task {
    const early = buffered.get(name) ?? 0;
    if (early > 0) {
      buffered.set(name, early - 1);
      return finishedTask();
    }
    const task = newTask();
    const others = waiters.get(name);
    if (others === undefined) waiters.set(name, [task]);
    else others.push(task);
    return task;
  }
}
