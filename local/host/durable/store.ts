/**
 * The histories on disk: one SQLite file in the data folder. Whatever belongs together is written in one transaction;
 * what several instances have ready in the same turn of the event loop shares one, so that a full sync is paid once.
 */
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { readsOf } from "./reads.ts";
import type { Reads } from "./reads.ts";
import { writesOf } from "./writes.ts";
import type { Writes } from "./writes.ts";

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
    if (error instanceof Error && /not a database|malformed/.test(error.message)) {
      throw new Error(
        `${file} is damaged (${error.message}). Put back a copy of the data folder, or give this host another one. ` +
          "Nothing in it was changed.",
        { cause: error },
      );
    }
    throw error;
  }
}
