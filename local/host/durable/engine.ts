/**
 * The instances that are awake. A message is written to the store and then handed to its instance; an instance takes
 * its steps one after another, each with all the messages that have come by then. Sleeping instances are in the store
 * only, and cost nothing.
 */
import { randomUUID } from "node:crypto";
import type { DurableServices } from "../types.ts";
import { createActivities } from "./activities.ts";
import type { Misbehaviour } from "./faults.ts";
import { events, textToEvents, told } from "./history.ts";
import type { HistoryEvent } from "./history.ts";
import type { Live, Message, NewInstance, Outgoing, Start } from "./live.ts";
import { functionNames } from "./names.ts";
import { childrenOf, tasksOf, timersOf } from "./outgoing.ts";
import { isEnded, undashedId } from "./rows.ts";
import type { InboxRow, InstanceRow, Status, TaskRow, TimerRow } from "./rows.ts";
import { nothingYet } from "./call-orchestrator.ts";
import type { Past } from "./call-orchestrator.ts";
import { startEvent, takeStep } from "./step.ts";
import type { Step } from "./step.ts";
import type { InstanceFilter, Store, Writes } from "./store.ts";
import { createTimers } from "./timers.ts";

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

const cachedHistoriesMax = 1000;
const stepsAtOnceMax = 64;
const recoveryDelayMs = 1000;

export function createEngine(services: DurableServices, store: Store, misbehaviour: Misbehaviour): Engine {
  const { clock, log } = services;
  const live = new Map<string, Live>();
  const watchers = new Map<string, Set<() => void>>();
  const ready: Live[] = [];
  let steps = 0;
  let state: "running" | "recovering" | "stopped" = "stopped";
  let whenQuiet: (() => void) | undefined;

  const names = functionNames(services.functions);
  const stepHost = {
    now: () => clock.now(),
    invoke: services.invoke,
    log,
    strict: services.strict ?? false,
    ...names,
  };

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
    forgetAll();
    setTimeout(() => {
      if (state === "recovering") load();
    }, recoveryDelayMs).unref();
  }

  function forgetAll(): void {
    for (const one of live.values()) one.gone = true;
    live.clear();
    ready.length = 0;
  }

  // --- messages ---

  function wake(row: InstanceRow): Live {
    const known = live.get(row.id);
    if (known !== undefined) return known;
    const one: Live = { row, past: undefined, inbox: [], stepping: false, gone: false };
    live.set(row.id, one);
    return one;
  }

  /** Goes to the end of the queue of those to be forgotten, or at once when there is nothing left to wake for. */
  function fallAsleep(one: Live): void {
    const { id, status } = one.row;
    if (live.get(id) !== one) return;
    live.delete(id);
    if (isEnded(status)) return;
    live.set(id, one);
    for (const [oldest, other] of live) {
      const isBusy = other.stepping || other.inbox.length > 0 || other.row.status === "Pending";
      if (live.size <= cachedHistoriesMax || isBusy) return;
      live.delete(oldest);
    }
  }

  function deliver(one: Live, message: Message): void {
    one.inbox.push(message);
    if (one.stepping) return;
    one.stepping = true;
    ready.push(one);
    next();
  }

  function next(): void {
    while (state === "running" && steps < stepsAtOnceMax) {
      const one = ready.shift();
      if (one === undefined) return;
      steps++;
      const quiet = clock.busy();
      void workOff(one).finally(() => {
        steps--;
        quiet();
        if (steps === 0) whenQuiet?.();
        next();
      });
    }
  }

  async function workOff(one: Live): Promise<void> {
    try {
      while (one.inbox.length > 0 && state === "running" && !one.gone) await stepOf(one);
    } catch (error) {
      if (state === "running") log("error", `Instance ${one.row.id} is stuck: ${String(error)}`);
    } finally {
      one.stepping = false;
      fallAsleep(one);
    }
  }

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
    one.past ??= pastOf(row);
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
        newInstance({ ...child, execution: undashedId() }, find(child.id)),
      ),
      answer:
        answerToParent === undefined || parent === undefined || isEnded(parent.status)
          ? undefined
          : {
              one: wake(parent),
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
    for (const child of outgoing.children) deliver(child.one, messageOf(child.inbox, child.event));
    const { answer } = outgoing;
    if (answer !== undefined) deliver(answer.one, messageOf(answer.inbox, answer.event));
  }

  const inboxRow = (instance: number, execution: string | null, event: HistoryEvent): InboxRow => ({
    seq: store.nextNumber("inbox"),
    instance,
    execution,
    event: JSON.stringify(event),
  });

  const messageOf = ({ seq, execution, event: text }: InboxRow, event: HistoryEvent): Message => ({
    from: "inbox",
    seq,
    execution,
    event,
    text,
  });

  // --- what comes back ---

  function activityEnded(task: TaskRow, instanceId: string, event: HistoryEvent): void {
    const row = find(instanceId);
    const one = row === undefined ? undefined : wake(row);
    const isWanted =
      one?.row.num === task.instance && one.row.execution === task.execution && !isEnded(one.row.status);
    const inbox = isWanted ? inboxRow(task.instance, task.execution, event) : undefined;
    commit((writes) => {
      writes.drop("tasks", task.seq);
      if (inbox !== undefined) writes.addInbox(inbox);
    }).catch(() => undefined); // the task is still in the store, and recovery runs it again
    if (inbox !== undefined && one !== undefined) deliver(one, messageOf(inbox, event));
  }

  function timerFired(timer: TimerRow): void {
    const row = store.read.instanceByNum(timer.instance);
    if (row === undefined) return;
    const fired = told(events.timerFired(timer.createdAt, timer.task, timer.fireAt));
    deliver(wake(row), { from: "timers", seq: timer.seq, execution: timer.execution, ...fired });
  }

  function notifyWatchers(id: string): void {
    const callbacks = watchers.get(id);
    watchers.delete(id);
    for (const callback of callbacks ?? []) callback();
  }

  // --- instances ---

  /** Takes the id at once, so that of two starts in the same moment one finds it taken. */
  function newInstance(start: Start, oldRow: InstanceRow | undefined): NewInstance {
    const { id, name, input, parent, execution } = start;
    const old = live.get(id);
    if (old !== undefined) old.gone = true;
    live.delete(id);
    const at = clock.now();
    const generation = parent === null && oldRow !== undefined ? oldRow.generation + 1 : 0;
    const one = wake({
      ...{ num: store.nextNumber("instances"), id, name, execution, input, generation },
      ...{ status: "Pending", output: null, custom: null, createdAt: at, updatedAt: at },
      parent: parent === null ? null : JSON.stringify(parent),
    });
    const event = startEvent(one.row, parent, parent === null ? generation : null);
    return { one, event, inbox: inboxRow(one.row.num, execution, event), replaces: oldRow?.num };
  }

  function writeInstance(writes: Writes, created: NewInstance): void {
    if (created.replaces !== undefined) {
      writes.dropAllOf(created.replaces, "instances", "steps", "inbox", "timers");
    }
    writes.addInstance(created.one.row);
    writes.addInbox(created.inbox);
  }

  function find(id: string): InstanceRow | undefined {
    return live.get(id)?.row ?? store.read.instance(id);
  }

  function pastOf(row: InstanceRow): Past {
    if (row.status === "Pending") return nothingYet;
    const written = store.read.steps(row.num);
    const texts = written.map((step) => step.events);
    return {
      texts,
      events: textToEvents(texts.join(",")),
      asked: written.flatMap((step) => JSON.parse(step.asked) as string[]),
    };
  }

  function load(): void {
    forgetAll(); // what came in since the failure is in the store too
    state = "running";
    for (const inbox of store.read.allInbox()) {
      const row = store.read.instanceByNum(inbox.instance);
      if (row === undefined) continue;
      deliver(wake(row), messageOf(inbox, JSON.parse(inbox.event) as HistoryEvent));
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
    history: (row) => live.get(row.id)?.past?.events ?? pastOf(row).events,
    page: (filter, after, limit) =>
      store.read.page(filter, after, limit).map((row) => live.get(row.id)?.row ?? row),
    async start(id, name, input, execution = randomUUID()) {
      const existing = find(id);
      if (existing !== undefined && !isEnded(existing.status)) return { ok: false, status: existing.status };
      const created = newInstance({ id, name, input, parent: null, execution }, existing);
      const { row } = created.one;
      const written = commit((writes) => writeInstance(writes, created));
      deliver(created.one, messageOf(created.inbox, created.event));
      await written;
      return { ok: true, row };
    },
    async send(row, event) {
      const inbox = inboxRow(row.num, null, event);
      const written = commit((writes) => writes.addInbox(inbox));
      const current = find(row.id);
      if (current?.num === row.num) deliver(wake(current), messageOf(inbox, event));
      await written;
    },
    async purge(rows) {
      await commit((writes) => {
        for (const row of rows) writes.dropAllOf(row.num, "instances", "steps", "inbox", "tasks", "timers");
      });
      for (const { id, num } of rows) {
        const one = live.get(id);
        if (one?.row.num !== num) continue;
        one.gone = true;
        live.delete(id);
      }
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
      if (steps > 0) await new Promise<void>((resolve) => (whenQuiet = resolve));
    },
  };
}
