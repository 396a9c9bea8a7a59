/** What a step has newly asked for, as rows and starts. */
import type { Start } from "./live.ts";
import type { Scheduled } from "./agenda.ts";
import type { TaskRow, TimerRow } from "./rows.ts";
import type { Step } from "./step.ts";
import type { Store } from "./store.ts";
import { toJson } from "./values.ts";

function scheduledOf<K extends Scheduled["kind"]>(step: Step, kind: K) {
  return step.scheduled.filter((entry): entry is Extract<Scheduled, { kind: K }> => entry.kind === kind);
}

export function tasksOf(step: Step, nextNumber: Store["nextNumber"]): readonly TaskRow[] {
  return scheduledOf(step, "activity").map(({ id, name, input }) => ({
    seq: nextNumber("tasks"),
    instance: step.row.num,
    execution: step.row.execution,
    task: id,
    name,
    input: input === undefined ? null : toJson(input),
  }));
}

export function timersOf(
  step: Step,
  nextNumber: Store["nextNumber"],
  earlyMs: () => number,
): readonly TimerRow[] {
  const rows = scheduledOf(step, "timer").map(({ id, fireAt }) => ({
    seq: nextNumber("timers"),
    dueAt: Date.parse(fireAt) - earlyMs(),
    instance: step.row.num,
    execution: step.row.execution,
    task: id,
    fireAt,
    createdAt: step.row.updatedAt,
  }));
  // Several may be due already when a slow disk has written them; they fire in this order, as after a restart.
  return rows.sort((a, b) => a.dueAt - b.dueAt);
}

export function childrenOf(step: Step): readonly Omit<Start, "execution">[] {
  const { id: parentId, execution, name: parentName } = step.row;
  return scheduledOf(step, "child").map(({ id, name, instanceId, input }) => ({
    id: instanceId,
    name,
    input: input == null ? null : toJson(input),
    parent: {
      Name: parentName,
      OrchestrationInstance: { InstanceId: parentId, ExecutionId: execution },
      TaskScheduleId: id,
      Version: null,
    },
  }));
}
