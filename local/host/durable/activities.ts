/** Runs activities. Each runs at least once: it stays in the store until its outcome is there in its place. */
import type { HostClock, HostLog, Invoke } from "../types.ts";
import type { Misbehaviour } from "./faults.ts";
import { events } from "./history.ts";
import type { HistoryEvent } from "./history.ts";
import type { TaskRow } from "./rows.ts";
import { activityInput, failureDetails, resultText, thrownText, toJson } from "./values.ts";

export interface Activities {
  /** Takes an activity on; one that is running already is left alone. */
  run(row: TaskRow, instanceId: string): void;
  /** Takes no more on and resolves when none is running. */
  stop(): Promise<void>;
}

export function createActivities(parts: {
  readonly clock: HostClock;
  readonly log: HostLog;
  readonly invoke: Invoke;
  readonly named: (name: string) => { readonly name: string; readonly triggerName: string } | undefined;
  readonly misbehaviour: Misbehaviour;
  /** How many run at once. */
  readonly atOnceMax: number;
  readonly ended: (row: TaskRow, instanceId: string, outcome: HistoryEvent) => void;
}): Activities {
  const { clock, log, misbehaviour } = parts;
  const waiting: { readonly row: TaskRow; readonly instanceId: string }[] = [];
  const known = new Set<number>();
  let running = 0;
  let stopped = false;
  let whenIdle: (() => void) | undefined;

  function next(): void {
    while (!stopped && running < parts.atOnceMax) {
      const entry = waiting.shift();
      if (entry === undefined) return;
      running++;
      const quiet = clock.busy();
      void work(entry.row, entry.instanceId).finally(() => {
        running--;
        quiet();
        if (running === 0) whenIdle?.();
        next();
      });
    }
  }

  async function work(row: TaskRow, instanceId: string): Promise<void> {
    const activity = parts.named(row.name);
    if (activity === undefined) {
      log("error", `No activity is named '${row.name}' any more: instance ${instanceId} waits for ever.`);
      return;
    }
    const fate = misbehaviour.activity();
    const outcome = await call(activity, row, instanceId);
    if (fate === "redelivered") {
      log("warn", `Fault: the outcome of '${row.name}' for ${instanceId} is lost, it runs again later.`);
      known.delete(row.seq);
      clock.at(clock.now() + misbehaviour.redeliveryMs, () => {
        known.add(row.seq);
        waiting.push({ row, instanceId });
        next();
      });
      return;
    }
    if (fate === "repeated") {
      log("warn", `Fault: '${row.name}' for ${instanceId} runs a second time.`);
      await call(activity, row, instanceId);
    }
    known.delete(row.seq);
    parts.ended(row, instanceId, outcome);
  }

  async function call(
    activity: { readonly name: string; readonly triggerName: string },
    row: TaskRow,
    instanceId: string,
  ): Promise<HistoryEvent> {
    const input = row.input === null ? undefined : (JSON.parse(row.input) as unknown);
    const data = activityInput(input);
    const asked = data.string == null ? {} : { [activity.triggerName]: data, data: { json: toJson(input) } };
    try {
      const { returnValue } = await parts.invoke(activity.name, data, {
        triggerMetadata: { instanceId: { string: instanceId }, ...asked },
      });
      return events.taskCompleted(clock.now(), row.task, resultText(returnValue));
    } catch (thrown) {
      // The worker cannot say that nothing was thrown, so the real engine takes it for a success.
      if (thrown === undefined) return events.taskCompleted(clock.now(), row.task, null);
      const failure = thrownText(thrown);
      const reason = `Activity function '${row.name}' failed:  ${failure.message}`;
      return events.taskFailed(clock.now(), row.task, reason, failureDetails(failure));
    }
  }

  return {
    run(row, instanceId) {
      if (known.has(row.seq)) return;
      known.add(row.seq);
      waiting.push({ row, instanceId });
      next();
    },
    async stop() {
      stopped = true;
      if (running > 0) await new Promise<void>((resolve) => (whenIdle = resolve));
    },
  };
}
