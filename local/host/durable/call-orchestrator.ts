/** One call of an orchestrator function: the payload it is given, and the state or failure it answers with. */
import type { HostLog, Invoke } from "../types.ts";
import { stateInFailure } from "./actions.ts";
import type { OrchestratorState } from "./actions.ts";
import { kinds } from "./history.ts";
import type { ExecutionStarted, HistoryEvent, Told } from "./history.ts";
import type { FunctionNames } from "./names.ts";
import type { InstanceRow } from "./rows.ts";
import { thrownText, toJson } from "./values.ts";

export interface StepHost extends FunctionNames {
  readonly now: () => number;
  readonly invoke: Invoke;
  readonly log: HostLog;
  /** Any departure of the code from what it asked for before fails the instance, also one that the real engine misses. */
  readonly strict: boolean;
}

/** What an execution has gone through: the events once more as texts, so that they are not serialised every time. */
export interface Past {
  readonly events: readonly HistoryEvent[];
  readonly texts: readonly string[];
  /** What the code has asked for so far, in words. */
  readonly asked: readonly string[];
}

export const nothingYet: Past = { events: [], texts: [], asked: [] };

export function startOf(past: Past, fresh: readonly Told[]): ExecutionStarted {
  const isStart = (event: HistoryEvent): event is ExecutionStarted =>
    event.EventType === kinds.executionStarted;
  const start = past.events.find(isStart) ?? fresh.map(({ event }) => event).find(isStart);
  if (start === undefined) throw new Error("A history without its start");
  return start;
}

/** Asks the orchestrator what it wants now; what it throws is an answer too. */
export async function callOrchestrator(
  host: StepHost,
  row: InstanceRow,
  past: Past,
  fresh: readonly Told[],
  started: ExecutionStarted,
): Promise<OrchestratorState> {
  const name = host.orchestrator(started.Name)?.name;
  if (name === undefined) {
    const known = host.orchestrators().map((known) => `'${known}'`);
    host.log("error", `No orchestrator is named '${started.Name}': instance ${row.id} fails.`);
    return failed(
      `The function '${started.Name}' doesn't exist, is disabled, or is not an orchestrator function. ` +
        `Additional info: The following are the known orchestrator functions: ${known.join(", ")}.`,
    );
  }
  try {
    const { returnValue } = await host.invoke(
      name,
      { string: payload(row, past, fresh, started) },
      { triggerMetadata: { instanceId: { string: row.id } } },
    );
    return JSON.parse(returnValue?.json ?? returnValue?.string ?? "") as OrchestratorState;
  } catch (thrown) {
    const { message } = thrownText(thrown);
    return stateInFailure(message) ?? failed(message);
  }
}

const failed = (error: string): OrchestratorState => ({ isDone: false, actions: [[]], error });

function payload(row: InstanceRow, past: Past, fresh: readonly Told[], started: ExecutionStarted): string {
  const who = JSON.stringify({
    instanceId: row.id,
    isReplaying: past.events.length > 0,
    parentInstanceId: started.ParentInstance?.OrchestrationInstance.InstanceId ?? null,
  });
  const history = [...past.texts, ...fresh.map(({ text }) => text)].join(",");
  return `{"history":[${history}],"input":${started.Input ?? "null"},${who.slice(1, -1)},${alwaysSaid}`;
}

const alwaysSaid = JSON.stringify({
  upperSchemaVersion: 1,
  upperSchemaVersionNew: 3,
  longRunningTimerIntervalDuration: "3.00:00:00",
  maximumShortTimerDuration: "6.00:00:00",
  defaultHttpAsyncRequestSleepTimeMillseconds: 30000,
}).slice(1);

const customStatusBytesMax = 16 * 1024;

/** A custom status that is too long fails the orchestration, and none of its actions counts. */
export function withinLimits(state: OrchestratorState): { state: OrchestratorState; custom: string | null } {
  if (state.customStatus == null) return { state, custom: null };
  const custom = toJson(state.customStatus);
  const bytes = custom.length * 2;
  if (bytes <= customStatusBytesMax) return { state, custom };
  const error =
    "The UTF-16 size of the JSON-serialized payload must not exceed 16 KB. " +
    `The current payload size is ${Math.floor(bytes / 1024)} KB.`;
  return { state: failed(error), custom: null };
}
