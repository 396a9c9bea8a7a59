/** What one transaction of the store writes. */
import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { InboxRow, InstanceRow, TaskRow, TimerRow } from "./rows.ts";

export type Writes = ReturnType<typeof writesOf>;

/**
 * The writes of one transaction. A message that comes and is taken within it is not written, and a new instance only as it
 * is at its end: `settle` writes what is left, `forget` leaves it.
 */
export function writesOf(db: DatabaseSync) {
  const prepare = (sql: string): StatementSync => db.prepare(sql);
  const insertInstance = prepare(
    `INSERT INTO instances (num, id, name, execution, status, input, output, custom, createdAt, updatedAt, generation, parent)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const updateInstance = prepare(
    `UPDATE instances SET execution = ?, status = ?, input = ?, output = ?, custom = ?, createdAt = ?, updatedAt = ?
     WHERE num = ?`,
  );
  const insertStep = prepare("INSERT INTO steps (instance, n, events, asked) VALUES (?, ?, ?, ?)");
  const insertInbox = prepare("INSERT INTO inbox (seq, instance, execution, event) VALUES (?, ?, ?, ?)");
  const insertTask = prepare(
    "INSERT INTO tasks (seq, instance, execution, task, name, input) VALUES (?, ?, ?, ?, ?, ?)",
  );
  const insertTimer = prepare(
    "INSERT INTO timers (seq, dueAt, instance, execution, task, fireAt, createdAt) VALUES (?, ?, ?, ?, ?, ?, ?)",
  );
  const deleteRow = {
    inbox: prepare("DELETE FROM inbox WHERE seq = ?"),
    tasks: prepare("DELETE FROM tasks WHERE seq = ?"),
    timers: prepare("DELETE FROM timers WHERE seq = ?"),
  };
  const deleteOf = {
    instances: prepare("DELETE FROM instances WHERE num = ?"),
    steps: prepare("DELETE FROM steps WHERE instance = ?"),
    inbox: prepare("DELETE FROM inbox WHERE instance = ?"),
    tasks: prepare("DELETE FROM tasks WHERE instance = ?"),
    timers: prepare("DELETE FROM timers WHERE instance = ?"),
  };
  const newInstances = new Map<number, InstanceRow>();
  const newInbox = new Map<number, InboxRow>();
  return {
    addInstance: (row: InstanceRow) => void newInstances.set(row.num, row),
    changeInstance(row: InstanceRow) {
      if (newInstances.has(row.num)) {
        newInstances.set(row.num, row);
        return;
      }
      const { num, execution, status, input, output, custom, createdAt, updatedAt } = row;
      updateInstance.run(execution, status, input, output, custom, createdAt, updatedAt, num);
    },
    addStep: (instance: number, n: number, events: string, asked: string) =>
      void insertStep.run(instance, n, events, asked),
    addInbox: (row: InboxRow) => void newInbox.set(row.seq, row),
    addTask: ({ seq, instance, execution, task, name, input }: TaskRow) =>
      void insertTask.run(seq, instance, execution, task, name, input),
    addTimer: ({ seq, dueAt, instance, execution, task, fireAt, createdAt }: TimerRow) =>
      void insertTimer.run(seq, dueAt, instance, execution, task, fireAt, createdAt),
    drop(table: keyof typeof deleteRow, seq: number) {
      if (table === "inbox" && newInbox.delete(seq)) return;
      deleteRow[table].run(seq);
    },
    dropAllOf(instance: number, ...tables: (keyof typeof deleteOf)[]) {
      for (const table of tables) {
        deleteOf[table].run(instance);
        if (table === "instances") newInstances.delete(instance);
        if (table !== "inbox") continue;
        for (const [seq, row] of newInbox) if (row.instance === instance) newInbox.delete(seq);
      }
    },
    settle() {
      for (const row of newInstances.values()) {
        const { num, id, name, execution, status, input, output, custom, createdAt, updatedAt } = row;
        insertInstance.run(
          ...[num, id, name, execution, status, input, output, custom, createdAt, updatedAt],
          ...[row.generation, row.parent],
        );
      }
      for (const { seq, instance, execution, event } of newInbox.values()) {
        insertInbox.run(seq, instance, execution, event);
      }
      this.forget();
    },
    forget() {
      newInstances.clear();
      newInbox.clear();
    },
  };
}
