/**
 * The engine's half of a replay: walks the history, and works through the actions that the code asked for as the events
 * let it.
 */
import type { OrchestratorState } from "./actions.ts";
import { createAgenda } from "./agenda.ts";
import type { AgendaInput, Scheduled } from "./agenda.ts";
import type { EventRaised, HistoryEvent } from "./history.ts";
import { kinds } from "./history.ts";
import { mismatch, notScheduled } from "./nondeterminism.ts";
import { whenDone } from "./task.ts";
import { toJson } from "./values.ts";

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

export interface ReplayInput extends AgendaInput {
  readonly history: readonly HistoryEvent[];
  readonly state: OrchestratorState;
}

export function replay(input: ReplayInput): Replayed {
  const { state } = input;
  const actions = state.actions[0] ?? [];
  const agenda = createAgenda(input);
  const heldBack: HistoryEvent[] = [];
  const carried: EventRaised[] = [];
  let suspended = false;
  let workedThrough = false;
  let ending: Ending | undefined;

  for (const event of input.history) {
    const complaint = take(event);
    if (complaint !== undefined) fail(`Non-Deterministic workflow detected: ${complaint}`);
    const refusal = agenda.refusal();
    if (refusal !== undefined) fail(refusal);
    if (ending?.kind === "failed") break;
  }
  if (ending === undefined && workedThrough && agenda.isAllDone()) ending = endingOfCode();
  const refusal = agenda.refusal();
  return {
    scheduled: [...agenda.unmatched.values()].sort((a, b) => a.id - b.id),
    suspended,
    unknownNames: agenda.unknownNames,
    ...(ending === undefined ? {} : { ending }),
    ...(refusal === undefined ? {} : { refusal }),
  };

  function fail(message: string): void {
    ending = { kind: "failed", id: agenda.nextNumber(), message };
  }

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
        agenda.at(Date.parse(event.Timestamp));
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
        ending ??= { kind: "terminated", id: agenda.nextNumber(), reason: event.Input };
        return undefined;
      case kinds.taskScheduled:
      case kinds.timerCreated:
      case kinds.childCreated:
        return match(event);
      case kinds.taskCompleted:
      case kinds.childCompleted:
        agenda.close(event.TaskScheduledId, false);
        return undefined;
      case kinds.taskFailed:
      case kinds.childFailed:
        agenda.close(event.TaskScheduledId, true);
        return undefined;
      case kinds.timerFired:
        agenda.close(event.TimerId, false);
        return undefined;
      case kinds.eventRaised:
        if (agenda.next() === undefined) agenda.raise(event.Name);
        else carried.push(event);
        return undefined;
      default:
        return undefined;
    }
  }

  function match(event: Extract<HistoryEvent, { EventType: 4 | 7 | 10 }>): string | undefined {
    const asked = agenda.unmatched.get(event.EventId);
    if (asked === undefined) return notScheduled(event);
    const complaint = mismatch(event, asked);
    if (complaint === undefined) agenda.unmatched.delete(event.EventId);
    return complaint;
  }

  function workOn(index: number): void {
    for (let at = index; at < actions.length && agenda.refusal() === undefined; at++) {
      const action = actions[at];
      const task = action === undefined ? undefined : agenda.perform(action);
      if (task?.done === false) {
        whenDone(task, () => workOn(at + 1));
        return;
      }
    }
    workedThrough = true;
  }

  function endingOfCode(): Ending | undefined {
    if (state.error !== undefined && state.error !== "") {
      const message = `Orchestrator function '${input.orchestrator}' failed: ${state.error}`;
      return { kind: "failed", id: agenda.nextNumber(), message };
    }
    if (!state.isDone) return undefined;
    const next = agenda.next();
    if (next !== undefined) return { kind: "continuedAsNew", input: next.input, carried };
    return {
      kind: "completed",
      id: agenda.nextNumber(),
      result: state.output == null ? null : toJson(state.output),
    };
  }
}
