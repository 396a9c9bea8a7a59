/**
 * What no host can do without, measured by itself in the same process and the same seconds: the transactions that the
 * store has made, and the calls that were made into the app's own libraries (`@azure/functions`, `durable-functions`),
 * which replay each history from its start. Both are overheard while the host works, and repeated with nothing around.
 */
import { join } from "node:path";
import { DatabaseSync, StatementSync } from "node:sqlite";
import type { CoreInvocationContext, Registrations } from "../local/host/core.ts";

/** A transaction, as the number of its bytes, or a call. */
export type Heard = number | CoreInvocationContext;

export interface Ear {
  /** Once the app is loaded. */
  listenTo(registrations: Registrations): void;
  /** What has happened since this was last called, in order. */
  heard(): readonly Heard[];
}

type Method = (...values: unknown[]) => unknown;

/** Before the store is opened. */
export function createEar(): Ear {
  const heard: Heard[] = [];
  let bytes = 0;
  const exec = Reflect.get(DatabaseSync.prototype, "exec") as Method;
  const runStatement = Reflect.get(StatementSync.prototype, "run") as Method;
  Reflect.set(DatabaseSync.prototype, "exec", function (this: DatabaseSync, sql: string) {
    Reflect.apply(exec, this, [sql]);
    if (sql !== "COMMIT") return;
    heard.push(bytes);
    bytes = 0;
  });
  Reflect.set(StatementSync.prototype, "run", function (this: StatementSync, ...values: unknown[]) {
    for (const value of values) bytes += typeof value === "string" ? value.length : 8;
    const result: unknown = Reflect.apply(runStatement, this, values);
    return result;
  });
  return {
    listenTo({ model }) {
      if (model === undefined) throw new Error("The app has loaded no programming model.");
      const original = model.getInvocationModel.bind(model);
      model.getInvocationModel = (context) => {
        heard.push({ ...context });
        return original(context);
      };
    },
    heard: () => heard.splice(0),
  };
}

export interface Floors {
  /** Milliseconds for the transactions alone, one after the other. */
  storeMs(heard: readonly Heard[]): number;
  /** Milliseconds for transactions and calls, in their order. */
  storeAndLibrariesMs(heard: readonly Heard[]): Promise<number>;
  close(): void;
}

const warmTransactions = 1500;

/** On the same disk with the same promises: one row in each transaction. The log has come round, as the host's has. */
export function createFloors(folder: string, { model, functions }: Registrations): Floors {
  const db = new DatabaseSync(join(folder, "floor.sqlite"));
  db.exec("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
  db.exec("CREATE TABLE rows (n INTEGER PRIMARY KEY, text TEXT)");
  const insert = db.prepare("INSERT INTO rows (text) VALUES (?)");
  const callbacks = new Map(functions.map(({ metadata, callback }) => [metadata.name, callback]));

  function transact(bytes: number): void {
    db.exec("BEGIN IMMEDIATE");
    insert.run("x".repeat(bytes));
    db.exec("COMMIT");
  }

  /** A worker's round trip, from the wire's arguments to the wire's answer. */
  async function call(context: CoreInvocationContext): Promise<void> {
    const callback = callbacks.get(context.metadata.name);
    const invocation = model?.getInvocationModel(context);
    if (callback === undefined || invocation === undefined) throw new Error(`No ${context.metadata.name}.`);
    const made = await invocation.getArguments();
    const result = await invocation.invokeFunction(made.context, made.inputs, callback);
    await invocation.getResponse(made.context, result);
  }

  for (let count = 0; count < warmTransactions; count += 1) transact(1000);
  return {
    storeMs(heard) {
      const startedAt = performance.now();
      for (const one of heard) if (typeof one === "number") transact(one);
      return performance.now() - startedAt;
    },
    async storeAndLibrariesMs(heard) {
      const startedAt = performance.now();
      for (const one of heard) {
        if (typeof one === "number") transact(one);
        else await call(one);
      }
      return performance.now() - startedAt;
    },
    close: () => db.close(),
  };
}
