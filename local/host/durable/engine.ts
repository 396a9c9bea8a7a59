/**
 * What comes in and what goes out. A message is handed to its instance at once and written with the step that it causes,
 * if that is ready in the same turn; its sender hears when it is on disk, and nothing that a step asks for begins before.
 */
import { randomUUID } from "node:crypto";
import type { DurableServices } from "../types.ts";
import { createActivities } from "./activities.ts";
import { createAwake } from "./awake.ts";
import type { Misbehaviour } from "./faults.ts";
import { events, told } from "./history.ts";
import type { HistoryEvent } from "./history.ts";
import { createInstances, messageOf, writeInstance } from "./instances.ts";
import type { Live, Message, Outgoing } from "./live.ts";
import { functionNames } from "./names.ts";
import { childrenOf, tasksOf, timersOf } from "./outgoing.ts";
import type { InstanceFilter } from "./reads.ts";
import { isEnded, undashedId } from "./rows.ts";
import type { InstanceRow, Status, TaskRow, TimerRow } from "./rows.ts";
import { takeStep } from "./step.ts";
import type { Step } from "./step.ts";
import type { Store } from "./store.ts";
import { createTimers } from "./timers.ts";
import type { Writes } from "./writes.ts";

export type Started =
  { readonly ok: true; readonly row: InstanceRow } | { readonly ok: false; readonly status: Status };

export interface Engine {
  find(id: string): InstanceRow | undefined;
  /** The history as it is written; empty while pending. */
  history(row: InstanceRow): readonly HistoryEvent[];
  page(filter: InstanceFilter, after: string, limit: number): readonly InstanceRow[];
  /** Refused while the id is in use. The execution's id is a GUID with dashes, unless another is given. */
  start(id: string, name: string, input: string | null, execution?: string): Promise<Started>;
  /** Puts an event into an instance's inbox; it is on disk when this resolves. */
  send(row: InstanceRow, event: HistoryEvent): Promise<void>;
  purge(rows: readonly InstanceRow[]): Promise<void>;
  /** Calls back once, when the instance has ended; the returned function stops waiting. */
  whenEnded(id: string, callback: () => void): () => void;
  load(): void;
  stop(): Promise<void>;
}

const recoveryDelayMs = 1000;

export function createEngine(services: DurableServices, store: Store, misbehaviour: Misbehaviour): Engine {
  const { clock, log } = services;
  const watchers = new Map<string, Set<() => void>>();
  let state: "running" | "recovering" | "stopped" = "stopped";

  const names = functionNames(services.functions);
  const stepHost = {
    now: () => clock.now(),
    invoke: services.invoke,
    log,
    strict: services.strict ?? false,
    ...names,
  };

  const awake = createAwake({ clock, log, isRunning: () => state === "running", step: stepOf });
  const instances = createInstances({ clock, store, awake });
  const { find, inboxRow } = instances;
  const timers = createTimers({ clock, store, fire: timerFired });
  const activities = createActivities({
    clock,
    log,
    invoke: services.invoke,
    named: names.activity,
    misbehaviour,
    atOnceMax: Number(services.settings["maxConcurrentActivityFunctions"] ?? 200),
    ended: activityEnded,
  });

  // --- writing ---

  async function commit(write: (writes: Writes) => void): Promise<void> {
    const quiet = clock.busy();
    try {
      await store.commit(write);
    } catch (error) {
      recover(error);
      throw error;
    } finally {
      quiet();
    }
  }

  /** After a failed write nothing in memory is trusted: everything is read from the store again, until that works. */
  function recover(error: unknown): void {
    if (state !== "running") return;
    state = "recovering";
    log(
      "error",
      `The durable store cannot be written: ${String(error)}. Nothing unwritten was acknowledged; trying again.`,
    );
    timers.stop();
    awake.forgetAll();
    setTimeout(() => {
      if (state === "recovering") load();
    }, recoveryDelayMs).unref();
  }

  // --- steps ---

  async function stepOf(one: Live): Promise<void> {
    const taken = one.inbox.splice(0);
    const { row } = one;
    const wanted = isEnded(row.status)
      ? []
      : taken.filter((message) => message.execution === null || message.execution === row.execution);
    if (wanted.length === 0) {
      await commit((writes) => drop(writes, taken));
      settle(taken);
      return;
    }
    one.past ??= instances.pastOf(row);
    const step = await takeStep(stepHost, row, one.past, wanted).catch((error: unknown) => {
      one.inbox.unshift(...taken); // for the next try, which the next message brings
      throw error;
    });
    if (one.gone) return;
    const outgoing = outgoingOf(step);
    const n = step.isNewExecution ? 1 : one.past.texts.length + 1;
    await commit((writes) => {
      if (one.gone) return;
      writeStep(writes, step, n, taken);
      writeOutgoing(writes, outgoing);
    });
    one.row = step.row;
    one.past = step.past;
    settle(taken);
    if (one.gone) return;
    sendOff(outgoing, step.row);
    if (isEnded(step.row.status)) notifyWatchers(step.row.id);
  }

  function drop(writes: Writes, taken: readonly Message[]): void {
    for (const message of taken) writes.drop(message.from, message.seq);
  }

  function settle(taken: readonly Message[]): void {
    for (const message of taken) if (message.from === "timers") timers.settled(message.seq);
  }

  function writeStep(writes: Writes, step: Step, n: number, taken: readonly Message[]): void {
    const { row } = step;
    drop(writes, taken);
    if (step.isNewExecution) writes.dropAllOf(row.num, "steps", "timers");
    writes.addStep(row.num, n, step.added.events, JSON.stringify(step.added.asked));
    writes.changeInstance(row);
    if (isEnded(row.status)) writes.dropAllOf(row.num, "timers"); // its inbox follows, as the rest of what is taken
  }

  // --- what a step sends off ---

  function outgoingOf(step: Step): Outgoing {
    const { answerToParent, row } = step;
    const parent = answerToParent && find(answerToParent.parent.OrchestrationInstance.InstanceId);
    return {
      tasks: tasksOf(step, store.nextNumber),
      timers: isEnded(row.status) ? [] : timersOf(step, store.nextNumber, misbehaviour.timerEarlyMs),
      children: childrenOf(step).map((child) =>
        instances.make({ ...child, execution: undashedId() }, find(child.id)),
      ),
      answer:
        answerToParent === undefined || parent === undefined || isEnded(parent.status)
          ? undefined
          : {
              one: awake.wake(parent),
              event: answerToParent.event,
              inbox: inboxRow(
                parent.num,
                answerToParent.parent.OrchestrationInstance.ExecutionId,
                answerToParent.event,
              ),
            },
    };
  }

  function writeOutgoing(writes: Writes, outgoing: Outgoing): void {
    for (const row of outgoing.tasks) writes.addTask(row);
    for (const row of outgoing.timers) writes.addTimer(row);
    for (const child of outgoing.children) writeInstance(writes, child);
    if (outgoing.answer !== undefined) writes.addInbox(outgoing.answer.inbox);
  }

  function sendOff(outgoing: Outgoing, row: InstanceRow): void {
    for (const task of outgoing.tasks) activities.run(task, row.id);
    for (const timer of outgoing.timers) timers.added(timer);
    for (const child of outgoing.children) awake.deliver(child.one, messageOf(child.inbox, child.event));
    const { answer } = outgoing;
    if (answer !== undefined) awake.deliver(answer.one, messageOf(answer.inbox, answer.event));
  }

  // --- what comes back ---

  function activityEnded(task: TaskRow, instanceId: string, event: HistoryEvent): void {
    const row = find(instanceId);
    const one = row === undefined ? undefined : awake.wake(row);
    const isWanted =
      one?.row.num === task.instance && one.row.execution === task.execution && !isEnded(one.row.status);
    const inbox = isWanted ? inboxRow(task.instance, task.execution, event) : undefined;
    commit((writes) => {
      writes.drop("tasks", task.seq);
      if (inbox !== undefined) writes.addInbox(inbox);
    }).catch(() => undefined); // the task is still in the store, and recovery runs it again
    if (inbox !== undefined && one !== undefined) awake.deliver(one, messageOf(inbox, event));
  }

  function timerFired(timer: TimerRow): void {
    const row = store.read.instanceByNum(timer.instance);
    if (row === undefined) return;
    const fired = told(events.timerFired(timer.createdAt, timer.task, timer.fireAt));
    awake.deliver(awake.wake(row), { from: "timers", seq: timer.seq, execution: timer.execution, ...fired });
  }

  function notifyWatchers(id: string): void {
    const callbacks = watchers.get(id);
    watchers.delete(id);
    for (const callback of callbacks ?? []) callback();
  }

  function load(): void {
    awake.forgetAll(); // what came in since the failure is in the store too
    state = "running";
    for (const inbox of store.read.allInbox()) {
      const row = store.read.instanceByNum(inbox.instance);
      if (row === undefined) continue;
      awake.deliver(awake.wake(row), messageOf(inbox, JSON.parse(inbox.event) as HistoryEvent));
    }
    for (const task of store.read.allTasks()) {
      const row = store.read.instanceByNum(task.instance);
      if (row !== undefined) activities.run(task, row.id);
    }
    timers.start();
  }

  return {
    find,
    load,
    history: (row) => awake.get(row.id)?.past?.events ?? instances.pastOf(row).events,
    page: (filter, after, limit) =>
      store.read.page(filter, after, limit).map((row) => awake.get(row.id)?.row ?? row),
    async start(id, name, input, execution = randomUUID()) {
      const existing = find(id);
      if (existing !== undefined && !isEnded(existing.status)) return { ok: false, status: existing.status };
      const created = instances.make({ id, name, input, parent: null, execution }, existing);
      const { row } = created.one;
      const written = commit((writes) => writeInstance(writes, created));
      awake.deliver(created.one, messageOf(created.inbox, created.event));
      await written;
      return { ok: true, row };
    },
    async send(row, event) {
      const inbox = inboxRow(row.num, null, event);
      const written = commit((writes) => writes.addInbox(inbox));
      const current = find(row.id);
      if (current?.num === row.num) awake.deliver(awake.wake(current), messageOf(inbox, event));
      await written;
    },
    async purge(rows) {
      await commit((writes) => {
        for (const row of rows) writes.dropAllOf(row.num, "instances", "steps", "inbox", "tasks", "timers");
      });
      for (const { id, num } of rows) if (awake.get(id)?.row.num === num) awake.forget(id);
    },
    whenEnded(id, callback) {
      const callbacks = watchers.get(id) ?? new Set();
      watchers.set(id, callbacks.add(callback));
      return () => void callbacks.delete(callback);
    },
    async stop() {
      state = "stopped";
      timers.stop();
      await activities.stop();
      await awake.quiet();
    },
  };
}
