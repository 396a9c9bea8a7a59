/** One run of the host's bench on the data folder that is its argument; prints the figures as JSON. */
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { DatabaseSync, StatementSync } from "node:sqlite";
import { startHost } from "../local/host/host.ts";
import { appDir, call, keys, until } from "./host-calls.ts";

const sequencesAtOnce = 300;
const singles = 40;
const branches = 100;
const fanOuts = 5;
const eventCount = 100;

export interface Measured {
  /** From the start of the process until it serves. */
  readonly startSeconds: number;
  readonly sequencesPerSecond: number;
  /** Each ratio is to the same number of transactions with the same bytes: 3 takes three times as long. */
  readonly sequencesRatio: number;
  readonly singleMs: number;
  readonly singleRatio: number;
  readonly fanOutMs: number;
  readonly fanOutRatio: number;
  readonly eventMs50: number;
  readonly eventMs95: number;
  readonly eventRatio: number;
  readonly residentMegabytes: number;
}

/** Bytes of each transaction that the store has made, in order: what it asks of SQLite is overheard. */
const transactions: number[] = [];
overhear();

const [dataDir = ""] = process.argv.slice(2);
const host = await startHost({ appDir, port: 0, dataDir, keys, log: () => undefined });
const startSeconds = round(performance.now() / 1000);
const { arrivals } = (await import("./host-app/functions.ts")) as { arrivals: EventTarget };
const completed = (id: string) => until(host.url, id, ({ runtimeStatus }) => runtimeStatus === "Completed");

await sequence("warm");
const atOnce = await phase(() =>
  Promise.all(Array.from({ length: sequencesAtOnce }, (_, index) => start("sequence", `many-${index}`))).then(
    async () => {
      // The last to end is seldom the last asked for, so that each is asked for once it is likely to have ended.
      for (let index = sequencesAtOnce - 1; index >= 0; index -= 1) await completed(`many-${index}`);
    },
  ),
);
const single = await each(singles, (index) => sequence(`single-${index}`));
const fanOut = await each(fanOuts, async (index) => {
  await start("fanOut", `fan-${index}`, branches);
  await completed(`fan-${index}`);
});
for (let index = 0; index < eventCount; index += 1) {
  await start("waits", `waits-${index}`);
  await until(host.url, `waits-${index}`, ({ runtimeStatus }) => runtimeStatus === "Running");
}
const event = await each(eventCount, async (index) => {
  const id = `waits-${index}`;
  const arrived = new Promise((resolve) => arrivals.addEventListener(id, resolve, { once: true }));
  await Promise.all([call(host.url, "POST", `instances/${id}/raiseEvent/go`, null), arrived]);
});
const residentMegabytes = Math.round(process.memoryUsage().rss / 1024 ** 2);
await host.stop();

const figures: Measured = {
  startSeconds,
  sequencesPerSecond: Math.round((sequencesAtOnce / atOnce.ms) * 1000),
  sequencesRatio: round(atOnce.ms / floorMs(atOnce.bytes)),
  singleMs: round(quantile(single.times, 0.5)),
  singleRatio: round(single.ms / floorMs(single.bytes)),
  fanOutMs: round(quantile(fanOut.times, 0.5)),
  fanOutRatio: round(fanOut.ms / floorMs(fanOut.bytes)),
  eventMs50: round(quantile(event.times, 0.5)),
  eventMs95: round(quantile(event.times, 0.95)),
  eventRatio: round(event.ms / floorMs(event.bytes)),
  residentMegabytes,
};
// A cancelled wait of the clock would keep the process alive until the sleepers were due.
process.stdout.write(JSON.stringify(figures), () => process.exit());

async function start(name: string, id: string, input?: unknown): Promise<void> {
  await call(host.url, "POST", `orchestrators/${name}/${id}`, input);
}

async function sequence(id: string): Promise<void> {
  await start("sequence", id);
  await completed(id);
}

async function phase(work: () => Promise<void>): Promise<{ ms: number; bytes: readonly number[] }> {
  const first = transactions.length;
  const startedAt = performance.now();
  await work();
  return { ms: performance.now() - startedAt, bytes: transactions.slice(first) };
}

/** One after the other, each timed. */
async function each(count: number, work: (index: number) => Promise<void>) {
  const times: number[] = [];
  const all = await phase(async () => {
    for (let index = 0; index < count; index += 1) {
      const startedAt = performance.now();
      await work(index);
      times.push(performance.now() - startedAt);
    }
  });
  return { ...all, times };
}

/** The transactions alone, on the same disk with the same promises: one row of so many bytes in each. */
function floorMs(bytes: readonly number[]): number {
  const db = new DatabaseSync(join(dataDir, "floor.sqlite"));
  db.exec("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
  db.exec("CREATE TABLE IF NOT EXISTS rows (n INTEGER PRIMARY KEY, text TEXT)");
  const insert = db.prepare("INSERT INTO rows (text) VALUES (?)");
  const startedAt = performance.now();
  for (const count of bytes) {
    db.exec("BEGIN IMMEDIATE");
    insert.run("x".repeat(count));
    db.exec("COMMIT");
  }
  const ms = performance.now() - startedAt;
  db.close();
  if (bytes.length === 0) throw new Error("Nothing was written.");
  return ms;
}

type Overheard = (...values: unknown[]) => unknown;

function overhear(): void {
  let bytes = 0;
  const exec = Reflect.get(DatabaseSync.prototype, "exec") as Overheard;
  const runStatement = Reflect.get(StatementSync.prototype, "run") as Overheard;
  Reflect.set(DatabaseSync.prototype, "exec", function (this: DatabaseSync, sql: string) {
    Reflect.apply(exec, this, [sql]);
    if (sql !== "COMMIT") return;
    transactions.push(bytes);
    bytes = 0;
  });
  Reflect.set(StatementSync.prototype, "run", function (this: StatementSync, ...values: unknown[]) {
    bytes += JSON.stringify(values).length;
    const result: unknown = Reflect.apply(runStatement, this, values);
    return result;
  });
}

function quantile(times: readonly number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

function round(value: number): number {
  return Number(value.toFixed(2));
}
