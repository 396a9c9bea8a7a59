/** The engine's own words for a history that the code no longer fits; people search for them. */
import { kinds } from "./history.ts";
import type { HistoryEvent } from "./history.ts";
import type { Scheduled } from "./agenda.ts";

const wasChanged =
  "Was a change made to the orchestrator code after this instance had already started running?";

type Created = Extract<HistoryEvent, { EventType: 4 | 7 | 10 }>;

/** The history has it, the code has not asked for it. */
export function notScheduled(event: Created): string {
  const yet = `but the current replay execution hasn't (yet?) scheduled this task. ${wasChanged}`;
  switch (event.EventType) {
    case kinds.taskScheduled:
      return `A previous execution of this orchestration scheduled an activity task with sequence ID ${event.EventId} and name '${event.Name}' (version ''), ${yet}`;
    case kinds.childCreated:
      return `A previous execution of this orchestration scheduled a sub-orchestration task with sequence ID ${event.EventId} and name '${event.Name}' (version '', instance ID '${event.InstanceId}'), ${yet}`;
    case kinds.timerCreated:
      return `A previous execution of this orchestration scheduled a timer task with sequence number ${event.EventId} ${yet}`;
  }
}

const actionNames = {
  activity: "ScheduleTaskOrchestratorAction",
  timer: "CreateTimerOrchestratorAction",
  child: "CreateSubOrchestrationAction",
} as const;

/** The code asked for something else under that number; undefined when it is the same. */
export function mismatch(event: Created, asked: Scheduled): string | undefined {
  const instead = `but the current orchestration replay instead produced a ${actionNames[asked.kind]} action with this sequence number. ${wasChanged}`;
  const earlier = "A previous execution of this orchestration scheduled";
  switch (event.EventType) {
    case kinds.taskScheduled: {
      const held = `${earlier} an activity task with sequence number ${event.EventId} named '${event.Name}', `;
      if (asked.kind !== "activity") return held + instead;
      if (sameName(asked.name, event.Name)) return undefined;
      return `${held}but the current orchestration replay instead scheduled an activity task named '${asked.name}' with this sequence number.  ${wasChanged}`;
    }
    case kinds.childCreated: {
      const held = `${earlier} a sub-orchestration task with sequence number ${event.EventId} named '${event.Name}', `;
      if (asked.kind !== "child") return held + instead;
      if (sameName(asked.name, event.Name)) return undefined;
      return `${held}but the current orchestration replay instead scheduled a sub-orchestration task named '${asked.name}' with this sequence number.  ${wasChanged}`;
    }
    case kinds.timerCreated:
      return asked.kind === "timer"
        ? undefined
        : `${earlier} a timer task with sequence number ${event.EventId} named ${instead}`;
  }
}

const sameName = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
