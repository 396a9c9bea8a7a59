/**
 * The histories on disk: one SQLite file in the data folder. Whatever belongs together is written in one transaction;
 * what several instances have ready in the same turn of the event loop shares one, so that a full sync is paid once.
 */
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { StatementSync } from "node:sqlite";
import type { InstanceRow, InboxRow, TaskRow, TimerRow } from "./rows.ts";

/** Raised with every change of the tables; an older folder is then brought up to date here. */
const schemaVersion = 2;

/**
 * Steps lie in the order in which they were written, whichever instance they are of, so that a transaction fills few
 * pages. Inbox and tasks hold only what is under way, and need no index but their number.
 */
const schema = `
CREATE TABLE IF NOT EXISTS instances (
  num INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, execution TEXT NOT NULL, status TEXT NOT NULL,
  input TEXT, output TEXT, custom TEXT, createdAt INTEGER NOT NULL, updatedAt INTEGER NOT NULL,
  generation INTEGER NOT NULL, parent TEXT);
CREATE TABLE IF NOT EXISTS steps (
  instance INTEGER NOT NULL, n INTEGER NOT NULL, events TEXT NOT NULL, asked TEXT NOT NULL,
  PRIMARY KEY (instance, n));
CREATE TABLE IF NOT EXISTS inbox (
  seq INTEGER PRIMARY KEY, instance INTEGER NOT NULL, execution TEXT, event TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS tasks (
  seq INTEGER PRIMARY KEY, instance INTEGER NOT NULL, execution TEXT NOT NULL, task INTEGER NOT NULL,
  name TEXT NOT NULL, input TEXT);
CREATE TABLE IF NOT EXISTS timers (
  seq INTEGER PRIMARY KEY, dueAt INTEGER NOT NULL, instance INTEGER NOT NULL, execution TEXT NOT NULL,
  task INTEGER NOT NULL, fireAt TEXT NOT NULL, createdAt INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS timersByDue ON timers (dueAt, seq);
CREATE INDEX IF NOT EXISTS timersByInstance ON timers (instance);
PRAGMA user_version = ${schemaVersion};`;

/** Version 1 kept the steps of an instance together, which scattered each transaction over the file. */
const fromVersion1 = `
DROP INDEX inboxByInstance; DROP INDEX tasksByInstance; ALTER TABLE steps RENAME TO stepsOfVersion1; ${schema}
INSERT INTO steps SELECT instance, n, events, asked FROM stepsOfVersion1; DROP TABLE stepsOfVersion1;`;

export interface Store {
  /** Adds to the next transaction; resolves when it is on disk. A transaction that fails rejects all that share it. */
  commit(write: (writes: Writes) => void): Promise<void>;
  readonly read: Reads;
  /** A number no row of that table has had since the store was opened. */
  readonly nextNumber: (table: "instances" | "inbox" | "tasks" | "timers") => number;
  close(): void;
}

export type Writes = ReturnType<typeof writesOf>;
export type Reads = ReturnType<typeof readsOf>;

/** Another host holds the data folder. */
export class FolderInUse extends Error {}

export interface StoreOptions {
  /** Ends this process with SIGKILL right after so many commits: a fault point for tests. */
  readonly killAtCommit?: number;
  /** Upper bound of the file in pages of 4 KB, to meet a full disk on purpose. */
  readonly pagesMax?: number;
}

export function openStore(folder: string, options: StoreOptions = {}): Store {
  const file = join(folder, "durable.sqlite");
  const db = openExclusively(file);
  if (options.pagesMax !== undefined) db.exec(`PRAGMA max_page_count = ${options.pagesMax}`);
  const writes = writesOf(db);
  const numbers = new Map<string, number>();
  let waiting: { write: (writes: Writes) => void; done: () => void; failed: (error: unknown) => void }[] = [];
  let commits = 0;

  function flush(): void {
    const group = waiting;
    waiting = [];
    if (group.length === 0) return;
    try {
      db.exec("BEGIN IMMEDIATE");
      for (const entry of group) entry.write(writes);
      writes.settle();
      db.exec("COMMIT");
    } catch (error) {
      writes.forget();
      if (db.isOpen && db.isTransaction) db.exec("ROLLBACK");
      for (const entry of group) entry.failed(error);
      return;
    }
    commits++;
    if (commits === options.killAtCommit) process.kill(process.pid, "SIGKILL");
    for (const entry of group) entry.done();
  }

  return {
    commit: (write) =>
      new Promise((done, failed) => {
        if (waiting.push({ write, done, failed }) === 1) setImmediate(flush);
      }),
    read: readsOf(db),
    nextNumber(table) {
      const column = table === "instances" ? "num" : "seq";
      const last =
        numbers.get(table) ??
        Number(db.prepare(`SELECT max(${column}) AS last FROM ${table}`).get()?.last ?? 0);
      numbers.set(table, last + 1);
      return last + 1;
    },
    close() {
      flush();
      db.close();
    },
  };
}

function versionOf(db: DatabaseSync, file: string): number {
  const version = Number(db.prepare("PRAGMA user_version").get()?.["user_version"] ?? 0);
  if (version <= schemaVersion) return version;
  throw new Error(
    `${file} was written by a newer host (version ${version}; this one knows ${schemaVersion}). Use that host, or another data folder.`,
  );
}

/** The lock lives as long as the connection, so a killed host leaves none behind. */
function openExclusively(file: string): DatabaseSync {
  const db = new DatabaseSync(file, { timeout: 0 });
  try {
    db.exec("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
    const bringUp = versionOf(db, file) === 1 ? fromVersion1 : schema;
    db.exec(`BEGIN EXCLUSIVE; ${bringUp} COMMIT`);
    return db;
  } catch (error) {
    db.close();
    if (error instanceof Error && /locked|busy/.test(error.message)) {
      throw new FolderInUse(
        `Another host is working on ${file}. Stop it, or give this one a data folder of its own.`,
        { cause: error },
      );
    }
    throw error;
  }
}

/**
 * The writes of one transaction. A message that comes and is taken within it is not written, and a new instance only as it
 * is at its end: `settle` writes what is left, `forget` leaves it.
 */
function writesOf(db: DatabaseSync) {
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

function readsOf(db: DatabaseSync) {
  const instanceById = db.prepare("SELECT * FROM instances WHERE id = ?");
  const instanceByNum = db.prepare("SELECT * FROM instances WHERE num = ?");
  const stepsOf = db.prepare("SELECT n, events, asked FROM steps WHERE instance = ? ORDER BY n");
  const dueTimers = db.prepare(
    "SELECT * FROM timers WHERE dueAt <= ? AND (dueAt, seq) > (?, ?) ORDER BY dueAt, seq LIMIT 256",
  );
  const nextDue = db.prepare("SELECT dueAt FROM timers WHERE dueAt > ? ORDER BY dueAt LIMIT 1");
  const page = db.prepare(
    `SELECT * FROM instances WHERE id > $after AND id >= $prefix AND id < $prefixEnd
     AND createdAt >= $createdFrom AND createdAt <= $createdTo
     AND ($statuses = '' OR instr($statuses, ',' || status || ',') > 0) ORDER BY id LIMIT $limit`,
  );
  return {
    instance: (id: string) => instanceById.get(id) as InstanceRow | undefined,
    instanceByNum: (num: number) => instanceByNum.get(num) as InstanceRow | undefined,
    steps: (instance: number) =>
      stepsOf.all(instance) as unknown as readonly { n: number; events: string; asked: string }[],
    allInbox: () => db.prepare("SELECT * FROM inbox ORDER BY seq").all() as unknown as readonly InboxRow[],
    allTasks: () => db.prepare("SELECT * FROM tasks ORDER BY seq").all() as unknown as readonly TaskRow[],
    /** Timers due at `now`, a few hundred at a time, in the order in which they are due. */
    dueTimers: (now: number, after: { readonly dueAt: number; readonly seq: number }) =>
      dueTimers.all(now, after.dueAt, after.seq) as unknown as readonly TimerRow[],
    nextDueAfter: (now: number) => nextDue.get(now)?.dueAt as number | undefined,
    /** Instances in the order of their ids. */
    page(filter: InstanceFilter, after: string, limit: number) {
      return page.all({
        $after: after,
        $prefix: filter.prefix,
        $prefixEnd: `${filter.prefix}\u{10FFFF}`,
        $createdFrom: filter.createdFrom ?? -8.64e15,
        $createdTo: filter.createdTo ?? 8.64e15,
        $statuses: filter.statuses.length === 0 ? "" : `,${filter.statuses.join(",")},`,
        $limit: limit,
      }) as unknown as readonly InstanceRow[];
    },
  };
}

export interface InstanceFilter {
  readonly prefix: string;
  readonly createdFrom?: number;
  readonly createdTo?: number;
  /** Empty: any. */
  readonly statuses: readonly string[];
}
