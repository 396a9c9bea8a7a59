/**
 * History events as they stand in the store and as the orchestrator's library reads them: the numbers and field names
 * are the wire's. `IsPlayed` comes before any text of the app, so that it can be flipped in the serialised form.
 */

export const kinds = {
  executionStarted: 0,
  executionCompleted: 1,
  executionTerminated: 3,
  taskScheduled: 4,
  taskCompleted: 5,
  taskFailed: 6,
  childCreated: 7,
  childCompleted: 8,
  childFailed: 9,
  timerCreated: 10,
  timerFired: 11,
  orchestratorStarted: 12,
  orchestratorCompleted: 13,
  eventRaised: 15,
  executionSuspended: 19,
  executionResumed: 20,
} as const;

export interface Execution {
  readonly InstanceId: string;
  readonly ExecutionId: string;
}

export interface Parent {
  readonly Name: string;
  readonly OrchestrationInstance: Execution;
  readonly TaskScheduleId: number;
  readonly Version: null;
}

interface Stamped {
  readonly EventId: number;
  readonly IsPlayed: boolean;
  readonly Timestamp: string;
}

interface Ended extends Stamped {
  readonly TaskScheduledId: number;
}

interface Failure extends Ended {
  readonly Reason: string;
  readonly Details: string | null;
  readonly FailureDetails: null;
}

export interface ExecutionStarted extends Stamped {
  readonly EventType: typeof kinds.executionStarted;
  readonly OrchestrationInstance: Execution;
  readonly ParentInstance: Parent | null;
  readonly Name: string;
  /** The JSON text as it was sent, spaces and all. */
  readonly Input: string | null;
  readonly Generation: number | null;
}

export interface EventRaised extends Stamped {
  readonly EventType: typeof kinds.eventRaised;
  readonly Name: string;
  readonly Input: string | null;
}

export interface ExecutionCompleted extends Stamped {
  readonly EventType: typeof kinds.executionCompleted;
  readonly OrchestrationStatus: "Completed" | "Failed" | "Terminated";
  readonly Result: string | null;
  readonly FailureDetails: null;
}

export type HistoryEvent =
  | ExecutionStarted
  | ExecutionCompleted
  | EventRaised
  | (Stamped & { readonly EventType: typeof kinds.executionTerminated; readonly Input: string | null })
  | (Stamped & { readonly EventType: typeof kinds.taskScheduled; readonly Name: string })
  | (Ended & { readonly EventType: typeof kinds.taskCompleted; readonly Result: string | null })
  | (Failure & { readonly EventType: typeof kinds.taskFailed })
  | (Stamped & {
      readonly EventType: typeof kinds.childCreated;
      readonly Name: string;
      readonly InstanceId: string;
    })
  | (Ended & { readonly EventType: typeof kinds.childCompleted; readonly Result: string | null })
  | (Failure & { readonly EventType: typeof kinds.childFailed })
  | (Stamped & { readonly EventType: typeof kinds.timerCreated; readonly FireAt: string })
  | (Stamped & {
      readonly EventType: typeof kinds.timerFired;
      readonly TimerId: number;
      readonly FireAt: string;
    })
  | (Stamped & { readonly EventType: typeof kinds.orchestratorStarted | typeof kinds.orchestratorCompleted })
  | (Stamped & {
      readonly EventType: typeof kinds.executionSuspended | typeof kinds.executionResumed;
      readonly Reason: string | null;
    });

let lastAt = NaN;
let lastText = "";

/** The events of one step are mostly of one instant. */
export function instantText(at: number): string {
  if (at !== lastAt) {
    lastText = new Date(at).toISOString();
    lastAt = at;
  }
  return lastText;
}

const stamp = (at: number, id = -1): Stamped => ({
  EventId: id,
  IsPlayed: false,
  Timestamp: instantText(at),
});

/** Fields that the library expects and that are always empty here. */
const untraced = { ParentTraceContext: null, Tags: null };

export const events = {
  executionStarted: (
    at: number,
    start: {
      readonly execution: Execution;
      readonly name: string;
      readonly input: string | null;
      readonly generation: number | null;
      readonly parent: Parent | null;
    },
  ): ExecutionStarted => ({
    EventType: kinds.executionStarted,
    ...stamp(at),
    OrchestrationInstance: start.execution,
    ParentInstance: start.parent,
    Name: start.name,
    Input: start.input,
    ...untraced,
    ...{ Version: null, Correlation: null, ScheduledStartTime: null, GenerateNewTrace: false },
    Generation: start.generation,
  }),
  executionCompleted: (
    at: number,
    id: number,
    status: ExecutionCompleted["OrchestrationStatus"],
    result: string | null,
  ): HistoryEvent => ({
    EventType: kinds.executionCompleted,
    ...stamp(at, id),
    OrchestrationStatus: status,
    Result: result,
    FailureDetails: null,
  }),
  terminated: (at: number, reason: string | null): HistoryEvent => ({
    EventType: kinds.executionTerminated,
    ...stamp(at),
    Input: reason,
  }),
  suspended: (at: number, reason: string | null): HistoryEvent => ({
    EventType: kinds.executionSuspended,
    ...stamp(at),
    Reason: reason,
  }),
  resumed: (at: number, reason: string | null): HistoryEvent => ({
    EventType: kinds.executionResumed,
    ...stamp(at),
    Reason: reason,
  }),
  raised: (at: number, name: string, input: string): HistoryEvent => ({
    EventType: kinds.eventRaised,
    ...stamp(at),
    Name: name,
    Input: input,
    ...{ ParentTraceContext: null },
  }),
  taskScheduled: (at: number, id: number, name: string): HistoryEvent => ({
    EventType: kinds.taskScheduled,
    ...stamp(at, id),
    Name: name,
    ...{ Version: "", Input: null, ...untraced },
  }),
  taskCompleted: (at: number, task: number, result: string | null): HistoryEvent => ({
    EventType: kinds.taskCompleted,
    ...stamp(at),
    TaskScheduledId: task,
    Result: result,
  }),
  taskFailed: (at: number, task: number, reason: string, details: string | null): HistoryEvent => ({
    EventType: kinds.taskFailed,
    ...stamp(at),
    TaskScheduledId: task,
    Reason: reason,
    Details: details,
    FailureDetails: null,
  }),
  childCreated: (at: number, id: number, name: string, instanceId: string): HistoryEvent => ({
    EventType: kinds.childCreated,
    ...stamp(at, id),
    Name: name,
    InstanceId: instanceId,
    ...{ Version: null, Input: null, ClientSpanId: null, Tags: null },
  }),
  childCompleted: (at: number, task: number, result: string | null): HistoryEvent => ({
    EventType: kinds.childCompleted,
    ...stamp(at),
    TaskScheduledId: task,
    Result: result,
  }),
  childFailed: (at: number, task: number, reason: string, details: string | null): HistoryEvent => ({
    EventType: kinds.childFailed,
    ...stamp(at),
    TaskScheduledId: task,
    Reason: reason,
    Details: details,
    FailureDetails: null,
  }),
  timerCreated: (at: number, id: number, fireAt: string): HistoryEvent => ({
    EventType: kinds.timerCreated,
    ...stamp(at, id),
    FireAt: fireAt,
  }),
  /** Stamped with the instant of the timer's creation, as the real engine does. */
  timerFired: (createdAt: number, task: number, fireAt: string): HistoryEvent => ({
    EventType: kinds.timerFired,
    ...stamp(createdAt),
    TimerId: task,
    FireAt: fireAt,
  }),
  orchestratorStarted: (at: number): HistoryEvent => ({ EventType: kinds.orchestratorStarted, ...stamp(at) }),
  orchestratorCompleted: (at: number): HistoryEvent => ({
    EventType: kinds.orchestratorCompleted,
    ...stamp(at),
  }),
};

/** An event with its JSON, which is made once: it goes to the inbox, to the orchestrator and to the history. */
export interface Told {
  readonly event: HistoryEvent;
  readonly text: string;
}

export function told(event: HistoryEvent): Told {
  return { event, text: JSON.stringify(event) };
}

/** The event as the orchestrator saw it once: everything it has worked through is marked, but for the starts. */
export function playedText({ event, text }: Told): string {
  if (event.EventType === kinds.orchestratorStarted || event.IsPlayed) return text;
  return text.replace('"IsPlayed":false', '"IsPlayed":true');
}

/** Reads texts that were joined by commas. */
export function textToEvents(text: string): HistoryEvent[] {
  return JSON.parse(`[${text}]`) as HistoryEvent[];
}
