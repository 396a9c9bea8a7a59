/**
 * One step of one instance: the orchestrator is called with the whole history and what has just come in, and its answer
 * is turned into what shall be written. Nothing is written here, so a step that is interrupted has not happened.
 */
import type { Scheduled } from "./agenda.ts";
import { actionInWords, departureFrom } from "./actions.ts";
import type { Departure, OrchestratorState } from "./actions.ts";
import { callOrchestrator, nothingYet, startOf, withinLimits } from "./call-orchestrator.ts";
import type { Past, StepHost } from "./call-orchestrator.ts";
import { events, kinds, playedText, told } from "./history.ts";
import type { ExecutionStarted, HistoryEvent, Parent, Told } from "./history.ts";
import { replay } from "./replay.ts";
import type { Ending, Replayed } from "./replay.ts";
import { undashedId } from "./rows.ts";
import type { InstanceRow, Status } from "./rows.ts";

export interface Step {
  readonly row: InstanceRow;
  readonly past: Past;
  /** What this step adds to the history; when the execution is a new one, that is all of it. */
  readonly added: { readonly events: string; readonly asked: readonly string[] };
  readonly isNewExecution: boolean;
  readonly scheduled: readonly Scheduled[];
  readonly answerToParent?: { readonly parent: Parent; readonly event: HistoryEvent };
}

export async function takeStep(
  host: StepHost,
  before: InstanceRow,
  past: Past,
  incoming: readonly Told[],
): Promise<Step> {
  let row = before;
  let so = past;
  let fresh: readonly Told[] = [told(events.orchestratorStarted(host.now())), ...incoming];
  let isNewExecution = false;
  for (;;) {
    const started = startOf(so, fresh);
    const said = await callOrchestrator(host, row, so, fresh, started);
    const actions = said.actions[0] ?? [];
    const departure = departureFrom(so.asked, actions);
    const answer = withinLimits(said);
    const interpreted = replay({
      orchestrator: started.Name,
      executionId: row.execution,
      history: [...so.events, ...fresh.map(({ event }) => event)],
      state: answer.state,
      hasActivity: (name) => host.activity(name) !== undefined,
      hasOrchestrator: (name) => host.orchestrator(name) !== undefined,
    });
    const replayed = judge(host, row, departure, interpreted);
    const { ending } = replayed;
    if (ending?.kind === "continuedAsNew") {
      const at = host.now();
      const execution = undashedId();
      row = { ...row, execution, input: ending.input ?? row.input, custom: answer.custom, createdAt: at };
      so = nothingYet;
      fresh = newGeneration(at, row, started, ending);
      isNewExecution = true;
      continue;
    }
    const at = host.now();
    const record = recordOf(replayed, at, isNewExecution).map(told);
    const text = [...fresh.map(playedText), ...record.map((one) => one.text)].join(",");
    const newWords = actions.slice(so.asked.length).map(actionInWords);
    const status = statusOf(replayed);
    const output = outputOf(ending, fresh, row);
    return {
      row: { ...row, status, output, custom: answer.custom, updatedAt: at },
      past: {
        events: [...so.events, ...[...fresh, ...record].map(({ event }) => event)],
        texts: [...so.texts, text],
        // After a departure the new code is what is compared with, so that it is told once.
        asked: departure === undefined ? [...so.asked, ...newWords] : actions.map(actionInWords),
      },
      added: { events: text, asked: newWords },
      isNewExecution,
      scheduled: replayed.scheduled,
      ...(ending === undefined ? {} : answerToParent(at, started, ending, answer.state)),
    };
  }
}

/** Says loudly what went wrong, and in strict replay turns a departure that the engine missed into a failure. */
function judge(
  host: StepHost,
  row: InstanceRow,
  departure: Departure | undefined,
  replayed: Replayed,
): Replayed {
  const who = `Instance ${row.id} of '${row.name}'`;
  for (const name of replayed.unknownNames) {
    host.log("error", `${who} calls '${name}', which no function is named: it will wait for ever.`);
  }
  if (replayed.refusal !== undefined) {
    host.log("error", `${who} is refused: ${replayed.refusal}`);
    return { ...replayed, scheduled: [] };
  }
  const { ending } = replayed;
  const noticed = ending?.kind === "failed" && ending.message.startsWith("Non-Deterministic");
  if (departure !== undefined) {
    const told =
      `step ${departure.step}: the history holds «${departure.before}», ` +
      `the code now asks for «${departure.now}»`;
    host.log("error", `${who} departs from its history at ${told}.`, { ...departure });
    if (host.strict && !noticed) {
      const message = `Non-Deterministic workflow detected by strict replay at ${told}.`;
      return { ...replayed, scheduled: [], ending: { kind: "failed", id: -1, message } };
    }
  } else if (noticed) {
    host.log("error", `${who} departs from its history: ${ending.message}`);
  }
  return replayed;
}

/** The first events of the execution that follows, with the events that came too late for the old one. */
function newGeneration(
  at: number,
  row: InstanceRow,
  started: ExecutionStarted,
  ending: Extract<Ending, { kind: "continuedAsNew" }>,
): readonly Told[] {
  return [
    events.orchestratorStarted(at),
    events.executionStarted(at, {
      execution: { InstanceId: row.id, ExecutionId: row.execution },
      name: started.Name,
      input: ending.input,
      generation: null,
      parent: started.ParentInstance,
    }),
    ...ending.carried.map((event) => ({ ...event, IsPlayed: true })),
    events.orchestratorCompleted(at),
  ].map(told);
}

/** A new execution begins with a completed episode; its first one is closed again only if it brought something. */
function recordOf(replayed: Replayed, at: number, isNewExecution: boolean): readonly HistoryEvent[] {
  const { ending } = replayed;
  const record = replayed.scheduled.map((entry) => scheduledEvent(at, entry));
  if (ending !== undefined && ending.kind !== "continuedAsNew") record.push(endingEvent(at, ending));
  if (record.length > 0 || !isNewExecution) record.push(events.orchestratorCompleted(at));
  return record;
}

function scheduledEvent(at: number, entry: Scheduled): HistoryEvent {
  switch (entry.kind) {
    case "activity":
      return events.taskScheduled(at, entry.id, entry.name);
    case "timer":
      return events.timerCreated(at, entry.id, entry.fireAt);
    case "child":
      return events.childCreated(at, entry.id, entry.name, entry.instanceId);
  }
}

type LastEnding = Exclude<Ending, { kind: "continuedAsNew" }>;

function endingEvent(at: number, ending: LastEnding): HistoryEvent {
  switch (ending.kind) {
    case "completed":
      return events.executionCompleted(at, ending.id, "Completed", ending.result);
    case "failed":
      return events.executionCompleted(at, ending.id, "Failed", ending.message);
    case "terminated":
      return events.executionCompleted(at, ending.id, "Terminated", ending.reason);
  }
}

function statusOf(replayed: Replayed): Status {
  switch (replayed.ending?.kind) {
    case "completed":
      return "Completed";
    case "failed":
      return "Failed";
    case "terminated":
      return "Terminated";
    default:
      return replayed.suspended ? "Suspended" : "Running";
  }
}

/** A suspension's reason stands in the output until the instance ends, also after it has been resumed. */
function outputOf(ending: Ending | undefined, fresh: readonly Told[], row: InstanceRow): string | null {
  switch (ending?.kind) {
    case "completed":
      return ending.result;
    case "failed":
      return ending.message;
    case "terminated":
      return ending.reason;
    default: {
      const suspended = fresh.findLast(({ event }) => event.EventType === kinds.executionSuspended)?.event;
      return suspended?.EventType === kinds.executionSuspended ? suspended.Reason : row.output;
    }
  }
}

function answerToParent(
  at: number,
  started: ExecutionStarted,
  ending: LastEnding,
  state: OrchestratorState,
): Pick<Step, "answerToParent"> {
  const parent = started.ParentInstance;
  if (parent === null) return {};
  const task = parent.TaskScheduleId;
  const details = `Message: ${state.error ?? ""}, StackTrace:   at the one-machine host`;
  const event =
    ending.kind === "completed"
      ? events.childCompleted(at, task, ending.result)
      : ending.kind === "failed"
        ? events.childFailed(at, task, ending.message, details)
        : events.childFailed(at, task, ending.reason ?? "", null);
  return { answerToParent: { parent, event } };
}

/** The start of an execution, as it is put into the inbox of its instance. */
export function startEvent(row: InstanceRow, parent: Parent | null, generation: number | null): HistoryEvent {
  return events.executionStarted(row.createdAt, {
    execution: { InstanceId: row.id, ExecutionId: row.execution },
    name: row.name,
    input: row.input,
    generation,
    parent,
  });
}
