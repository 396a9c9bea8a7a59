/**
 * The engine's half of a replay: walks the history, and works through the actions that the code asked for as the events
 * let it. It numbers tasks and timers by one counter in the order in which they come up; the orchestrator's library does
 * the same for itself, and nothing on the wire tells either what the other counted.
 */
import type { Action, ChildCall, OrchestratorState, RetryOptions } from "./actions.ts";
import { refusedActions } from "./actions.ts";
import { toJson } from "./values.ts";
import type { EventRaised, HistoryEvent } from "./history.ts";
import { instantText, kinds } from "./history.ts";
import { mismatch, notScheduled } from "./nondeterminism.ts";

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

export type Ending =
  | { readonly kind: "completed"; readonly id: number; readonly result: string | null }
  | { readonly kind: "failed"; readonly id: number; readonly message: string }
  | { readonly kind: "terminated"; readonly id: number; readonly reason: string | null }
  | {
      readonly kind: "continuedAsNew";
      readonly input: string | null;
      readonly carried: readonly EventRaised[];
    };

export interface Replayed {
  /** Asked for and not in the history yet, by number. */
  readonly scheduled: readonly Scheduled[];
  readonly ending?: Ending;
  readonly suspended: boolean;
  /** Set when this host refuses what the code asks for; the ending says it too. */
  readonly refusal?: string;
  /** Names that no function has: the real engine leaves such a call out without a word. */
  readonly unknownNames: readonly string[];
}

export interface ReplayInput {
  readonly orchestrator: string;
  readonly executionId: string;
  readonly history: readonly HistoryEvent[];
  readonly state: OrchestratorState;
  readonly hasActivity: (name: string) => boolean;
  readonly hasOrchestrator: (name: string) => boolean;
}

export const timerMsMax = 6 * 24 * 3600 * 1000;

interface Task {
  done: boolean;
  failed: boolean;
  readonly waiting: (() => void)[];
}

const newTask = (): Task => ({ done: false, failed: false, waiting: [] });
const finishedTask = (): Task => ({ done: true, failed: false, waiting: [] });

function finish(task: Task, failed = false): void {
  if (task.done) return;
  task.done = true;
  task.failed = failed;
  for (const resume of task.waiting.splice(0)) resume();
}

function whenDone(task: Task, resume: () => void): void {
  if (task.done) resume();
  else task.waiting.push(resume);
}

export function replay(input: ReplayInput): Replayed {
  const { state } = input;
  const actions = state.actions[0] ?? [];
  const unmatched = new Map<number, Scheduled>();
  const open = new Map<number, Task>();
  const waiters = new Map<string, Task[]>();
  const buffered = new Map<string, number>();
  const heldBack: HistoryEvent[] = [];
  const carried: EventRaised[] = [];
  const unknownNames: string[] = [];
  let counter = 0;
  let now = 0;
  let suspended = false;
  let workedThrough = false;
  let next: { readonly input: string | null } | undefined;
  let ending: Ending | undefined;
  let refusal: string | undefined;

  for (const event of input.history) {
    const complaint = take(event);
    if (complaint !== undefined) {
      const message = `Non-Deterministic workflow detected: ${complaint}`;
      ending = { kind: "failed", id: counter++, message };
    }
    if (refusal !== undefined) {
      ending = { kind: "failed", id: counter++, message: refusal };
    }
    if (ending?.kind === "failed") break;
  }
  if (ending === undefined && workedThrough && open.size === 0) ending = endingOfCode();
  return {
    scheduled: [...unmatched.values()].sort((a, b) => a.id - b.id),
    suspended,
    unknownNames,
    ...(ending === undefined ? {} : { ending }),
    ...(refusal === undefined ? {} : { refusal }),
  };

  /** Takes one event in; answers with the complaint when it does not fit what the code asked for. */
  function take(event: HistoryEvent): string | undefined {
    const passes =
      event.EventType === kinds.executionResumed || event.EventType === kinds.executionTerminated;
    if (suspended && !passes && event.EventType !== kinds.orchestratorStarted) {
      if (event.EventType !== kinds.executionSuspended) heldBack.push(event);
      return undefined;
    }
    switch (event.EventType) {
      case kinds.orchestratorStarted:
        now = Date.parse(event.Timestamp);
        return undefined;
      case kinds.executionStarted:
        workOn(0);
        return undefined;
      case kinds.executionSuspended:
        suspended = true;
        return undefined;
      case kinds.executionResumed:
        suspended = false;
        for (const held of heldBack.splice(0)) {
          const complaint = take(held);
          if (complaint !== undefined) return complaint;
        }
        return undefined;
      case kinds.executionTerminated:
        ending ??= { kind: "terminated", id: counter++, reason: event.Input };
        return undefined;
      case kinds.taskScheduled:
      case kinds.timerCreated:
      case kinds.childCreated:
        return match(event);
      case kinds.taskCompleted:
      case kinds.childCompleted:
        return close(event.TaskScheduledId, false);
      case kinds.taskFailed:
      case kinds.childFailed:
        return close(event.TaskScheduledId, true);
      case kinds.timerFired:
        return close(event.TimerId, false);
      case kinds.eventRaised:
        raise(event);
        return undefined;
      default:
        return undefined;
    }
  }

  /** A second answer to one task, or the firing of a cancelled timer, finds nothing open and is ignored. */
  function close(id: number, failed: boolean): undefined {
    const task = open.get(id);
    if (task === undefined) return;
    open.delete(id);
    finish(task, failed);
  }

  /** Waiters for one name are served last come, first served; case does not count, though the library's side minds it. */
  function raise(event: EventRaised): void {
    if (next !== undefined) {
      carried.push(event);
      return;
    }
    const name = event.Name.toLowerCase();
    const waiter = waiters.get(name)?.pop();
    if (waiter === undefined) buffered.set(name, (buffered.get(name) ?? 0) + 1);
    else finish(waiter);
  }

  function match(event: Extract<HistoryEvent, { EventType: 4 | 7 | 10 }>): string | undefined {
    const asked = unmatched.get(event.EventId);
    if (asked === undefined) return notScheduled(event);
    const complaint = mismatch(event, asked);
    if (complaint === undefined) unmatched.delete(event.EventId);
    return complaint;
  }

  function workOn(index: number): void {
    for (let at = index; at < actions.length && refusal === undefined; at++) {
      const action = actions[at];
      const task = action === undefined ? finishedTask() : perform(action);
      if (!task.done) {
        whenDone(task, () => workOn(at + 1));
        return;
      }
    }
    workedThrough = true;
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

  function endingOfCode(): Ending | undefined {
    if (state.error !== undefined && state.error !== "") {
      const message = `Orchestrator function '${input.orchestrator}' failed: ${state.error}`;
      return { kind: "failed", id: counter++, message };
    }
    if (!state.isDone) return undefined;
    if (next !== undefined) return { kind: "continuedAsNew", input: next.input, carried };
    return { kind: "completed", id: counter++, result: state.output == null ? null : toJson(state.output) };
  }
}

function anyOf(tasks: readonly Task[]): Task {
  const any = newTask();
  for (const task of tasks) whenDone(task, () => finish(any));
  return any;
}

/** Waits for every task, also after a failure, although the code goes on at the first one. */
function allOf(tasks: readonly Task[]): Task {
  const all = newTask();
  let left = tasks.length;
  if (left === 0) finish(all);
  for (const task of tasks) whenDone(task, () => --left === 0 && finish(all));
  return all;
}

/** Undefined when the retries' own time limit has passed: then there is no further timer either. */
function retryDelayMs(options: RetryOptions, attempt: number, elapsedMs: number): number | undefined {
  if (elapsedMs >= (options.retryTimeoutInMilliseconds ?? Infinity)) return undefined;
  const delayMs =
    options.firstRetryIntervalInMilliseconds * (options.backoffCoefficient ?? 1) ** (attempt - 1);
  return Math.min(delayMs, options.maxRetryIntervalInMilliseconds ?? timerMsMax);
}
