/**
 * What no host can do without, measured by itself in the same process and the same seconds: the transactions that the
 * store has made, and the calls that were made into the app's own libraries (`@azure/functions`, `durable-functions`),
 * which replay each history from its start. Both are overheard while the host works, and repeated with nothing around.
 */
import { join } from "node:path";
import { DatabaseSync, StatementSync } from "node:sqlite";
import type { CoreInvocationContext, Registrations } from "../local/host/core.ts";

type Method = (...values: unknown[]) => unknown;

/** Before the store is opened. The returned function gives the bytes of each transaction since it was last called. */
export function overhearStore(): () => readonly number[] {
  const transactions: number[] = [];
  let bytes = 0;
  const exec = Reflect.get(DatabaseSync.prototype, "exec") as Method;
  const runStatement = Reflect.get(StatementSync.prototype, "run") as Method;
  Reflect.set(DatabaseSync.prototype, "exec", function (this: DatabaseSync, sql: string) {
    Reflect.apply(exec, this, [sql]);
    if (sql !== "COMMIT") return;
    transactions.push(bytes);
    bytes = 0;
  });
  Reflect.set(StatementSync.prototype, "run", function (this: StatementSync, ...values: unknown[]) {
    for (const value of values) bytes += typeof value === "string" ? value.length : 8;
    const result: unknown = Reflect.apply(runStatement, this, values);
    return result;
  });
  return () => transactions.splice(0);
}

/** Once the app is loaded. The returned function gives the calls since it was last called. */
export function overhearCalls({ model }: Registrations): () => readonly CoreInvocationContext[] {
  if (model === undefined) throw new Error("The app has loaded no programming model.");
  const calls: CoreInvocationContext[] = [];
  const original = model.getInvocationModel.bind(model);
  model.getInvocationModel = (context) => {
    calls.push({ ...context });
    return original(context);
  };
  return () => calls.splice(0);
}

export interface StoreFloor {
  /** Milliseconds for one transaction each of so many bytes. */
  measure(transactions: readonly number[]): number;
  close(): void;
}

const warmTransactions = 1500;

/** On the same disk with the same promises: one row in each transaction. The log has come round, as the host's has. */
export function storeFloor(folder: string): StoreFloor {
  const db = new DatabaseSync(join(folder, "floor.sqlite"));
  db.exec("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
  db.exec("CREATE TABLE rows (n INTEGER PRIMARY KEY, text TEXT)");
  const insert = db.prepare("INSERT INTO rows (text) VALUES (?)");
  function measure(transactions: readonly number[]): number {
    const texts = transactions.map((bytes) => "x".repeat(bytes));
    const startedAt = performance.now();
    for (const text of texts) {
      db.exec("BEGIN IMMEDIATE");
      insert.run(text);
      db.exec("COMMIT");
    }
    return performance.now() - startedAt;
  }
  measure(new Array<number>(warmTransactions).fill(1000));
  return { measure, close: () => db.close() };
}

/** A worker's round trip each, from the wire's arguments to the wire's answer. */
export async function librariesMs(
  registrations: Registrations,
  calls: readonly CoreInvocationContext[],
): Promise<number> {
  const callbacks = new Map(
    registrations.functions.map(({ metadata, callback }) => [metadata.name, callback]),
  );
  const startedAt = performance.now();
  for (const call of calls) {
    const callback = callbacks.get(call.metadata.name);
    const invocation = registrations.model?.getInvocationModel(call);
    if (callback === undefined || invocation === undefined) throw new Error(`No ${call.metadata.name}.`);
    const { context, inputs } = await invocation.getArguments();
    await invocation.getResponse(context, await invocation.invokeFunction(context, inputs, callback));
  }
  return performance.now() - startedAt;
}
