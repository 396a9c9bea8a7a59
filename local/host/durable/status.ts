/** The status of an instance as the API shows it, with its history when asked for. */
import { kinds } from "./history.ts";
import type { HistoryEvent } from "./history.ts";
import type { InstanceRow } from "./rows.ts";
import { fromJson } from "./values.ts";

export interface Shown {
  readonly history: boolean;
  readonly historyOutput: boolean;
  readonly input: boolean;
}

/** Two tasks of one number: the real engine cannot show such a history, and answers 400 ever after. */
export class DoubledTask extends Error {}

export function statusOf(row: InstanceRow, shown: Shown, history: () => readonly HistoryEvent[]) {
  return {
    name: row.name,
    instanceId: row.id,
    runtimeStatus: row.status,
    input: shown.input ? fromJson(row.input) : null,
    customStatus: fromJson(row.custom),
    output: fromJson(row.output),
    createdTime: wholeSeconds(row.createdAt),
    lastUpdatedTime: wholeSeconds(row.updatedAt),
    ...(shown.history ? { historyEvents: historyShown(history(), shown) } : {}),
  };
}

const wholeSeconds = (at: number): string => new Date(at).toISOString().replace(/\.\d+Z$/, "Z");

type Fields = Record<string, unknown>;

const names: Readonly<Record<number, string>> = {
  [kinds.executionStarted]: "ExecutionStarted",
  [kinds.executionCompleted]: "ExecutionCompleted",
  [kinds.executionTerminated]: "ExecutionTerminated",
  [kinds.taskScheduled]: "TaskScheduled",
  [kinds.taskCompleted]: "TaskCompleted",
  [kinds.taskFailed]: "TaskFailed",
  [kinds.childCreated]: "SubOrchestrationInstanceCreated",
  [kinds.childCompleted]: "SubOrchestrationInstanceCompleted",
  [kinds.childFailed]: "SubOrchestrationInstanceFailed",
  [kinds.timerCreated]: "TimerCreated",
  [kinds.timerFired]: "TimerFired",
  [kinds.eventRaised]: "EventRaised",
  [kinds.executionSuspended]: "ExecutionSuspended",
  [kinds.executionResumed]: "ExecutionResumed",
};

const hidden = new Set([
  ...["EventId", "IsPlayed", "Version", "TaskScheduledId", "TimerId"],
  ...["OrchestrationInstance", "ParentInstance"],
]);

/** An ended task stands for its start too, which is taken out and leaves its name and instant. */
function historyShown(history: readonly HistoryEvent[], shown: Shown): readonly Fields[] {
  const out: (Fields | undefined)[] = [];
  const starts = new Map<string, { readonly index: number; readonly event: HistoryEvent }>();
  for (const event of history) {
    const name = names[event.EventType];
    if (name === undefined) continue;
    const fields: Fields = { EventType: name };
    for (const [key, value] of Object.entries(event)) if (!hidden.has(key)) fields[key] ??= value;
    switch (event.EventType) {
      case kinds.executionStarted:
        delete fields["Name"];
        delete fields["Tags"];
        fields["FunctionName"] = event.Name;
        if (!shown.input) delete fields["Input"];
        break;
      case kinds.taskScheduled:
      case kinds.childCreated:
        remember(`${name}_${event.EventId}`, { index: out.length, event });
        break;
      case kinds.taskCompleted:
      case kinds.taskFailed:
      case kinds.childCompleted:
      case kinds.childFailed: {
        const isChild = event.EventType === kinds.childCompleted || event.EventType === kinds.childFailed;
        const startName = names[isChild ? kinds.childCreated : kinds.taskScheduled];
        const start = starts.get(`${startName}_${event.TaskScheduledId}`);
        if (start !== undefined) {
          out[start.index] = undefined;
          Object.assign(fields, ofStart(start.event, shown));
        }
        break;
      }
      default:
    }
    if ("Result" in fields) {
      if (shown.historyOutput) fields["Result"] = fromJson(fields["Result"] as string | null);
      else delete fields["Result"];
    }
    out.push(fields);
  }
  return out.filter((fields) => fields !== undefined);

  function remember(key: string, start: { readonly index: number; readonly event: HistoryEvent }): void {
    if (starts.has(key)) {
      throw new DoubledTask(`An item with the same key has already been added. Key: ${key}`);
    }
    starts.set(key, start);
  }
}

function ofStart(start: HistoryEvent, shown: Shown): Fields {
  if (start.EventType !== kinds.taskScheduled && start.EventType !== kinds.childCreated) return {};
  return {
    ScheduledTime: start.Timestamp.replace(/Z$/, "+00:00"),
    FunctionName: start.Name,
    ...(start.EventType === kinds.childCreated ? { InstanceId: start.InstanceId } : {}),
    ...(shown.input ? { Input: null } : {}),
  };
}
