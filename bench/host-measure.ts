/** One run of the host's bench on the data folder that is its argument; prints the figures as JSON. */
import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { startHost } from "../local/host/host.ts";
import { loadApp } from "../local/host/load-app.ts";
import type { Called, Errand } from "./host-caller.ts";
import { appDir, keys } from "./host-calls.ts";
import { librariesMs, overhearCalls, overhearStore, storeFloor } from "./host-floors.ts";

/** Each round ends with its floors, so that a neighbour on the machine disturbs both; the medians of the rounds count. */
const rounds = 5;
const counts = { atOnce: 300, single: 20, fanOut: 4, wait: 30, event: 30 };

/** How often the time of a floor: 3 is three times as long. */
export interface Ratios {
  /** The same number of transactions with the same bytes. */
  readonly toStore: number;
  /** Those, and the same calls of the app's own libraries. */
  readonly toStoreAndLibraries: number;
}

export interface Measured {
  /** From the start of the process until it serves. */
  readonly startSeconds: number;
  readonly residentMegabytes: number;
  readonly sequencesPerSecond: number;
  readonly sequencesRatio: Ratios;
  readonly singleMs: number;
  readonly singleRatio: Ratios;
  readonly fanOutMs: number;
  readonly fanOutRatio: Ratios;
  /** From the request until the activity that follows runs. */
  readonly eventToStepMs50: number;
  readonly eventToStepMs95: number;
  /** From the request until the instance has ended. */
  readonly eventToEndMs50: number;
  readonly eventToEndMs95: number;
  readonly eventRatio: Ratios;
}

const quiet = () => undefined;
const transactionsSince = overhearStore();
const [dataDir = ""] = process.argv.slice(2);
const host = await startHost({ appDir, port: 0, dataDir, keys, log: quiet });
const startSeconds = performance.now() / 1000;
const { registrations } = await loadApp(appDir, quiet, quiet);
const callsSince = overhearCalls(registrations);
const caller = fork(join(import.meta.dirname, "host-caller.ts"));
const floor = storeFloor(dataDir);

for (const kind of ["atOnce", "single", "fanOut", "wait", "event"] as const) await errand(kind); // until it is warm
const residentMegabytes = Math.round(process.memoryUsage.rss() / 1024 ** 2);
const done = [];
for (let round = 0; round < rounds; round += 1) {
  const atOnce = await phase("atOnce");
  const single = await phase("single");
  const fanOut = await phase("fanOut");
  await errand("wait");
  const event = await phase("event");
  done.push({ atOnce, single, fanOut, event });
}
caller.disconnect();
floor.close();
await host.stop();

const figures: Measured = {
  startSeconds: rounded(startSeconds),
  residentMegabytes,
  sequencesPerSecond: Math.round(median(done.map(({ atOnce }) => (counts.atOnce / atOnce.ms) * 1000))),
  sequencesRatio: ratios(done.map(({ atOnce }) => atOnce)),
  singleMs: median(done.flatMap(({ single }) => single.times)),
  singleRatio: ratios(done.map(({ single }) => single)),
  fanOutMs: median(done.flatMap(({ fanOut }) => fanOut.times)),
  fanOutRatio: ratios(done.map(({ fanOut }) => fanOut)),
  eventToStepMs50: median(done.flatMap(({ event }) => event.stepTimes)),
  eventToStepMs95: quantile(
    done.flatMap(({ event }) => event.stepTimes),
    0.95,
  ),
  eventToEndMs50: median(done.flatMap(({ event }) => event.times)),
  eventToEndMs95: quantile(
    done.flatMap(({ event }) => event.times),
    0.95,
  ),
  eventRatio: ratios(done.map(({ event }) => event)),
};
process.stdout.write(JSON.stringify(figures));

/** What was called and how long it took, and what the host has done for it. */
async function errand(kind: Errand["kind"]) {
  transactionsSince();
  callsSince();
  caller.send({ url: host.url, kind, count: counts[kind] } satisfies Errand);
  const [called] = (await once(caller, "message")) as [Called];
  return { ...called, transactions: transactionsSince(), calls: callsSince() };
}

type Phase = Awaited<ReturnType<typeof phase>>;

async function phase(kind: Errand["kind"]) {
  const { transactions, calls, ...called } = await errand(kind);
  const storeMs = floor.measure(transactions);
  return { ...called, storeMs, librariesMs: await librariesMs(registrations, calls) };
}

function ratios(phases: readonly Phase[]): Ratios {
  return {
    toStore: median(phases.map(({ ms, storeMs }) => ms / storeMs)),
    toStoreAndLibraries: median(phases.map((one) => one.ms / (one.storeMs + one.librariesMs))),
  };
}

function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return rounded(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN);
}

function rounded(value: number): number {
  return Number(value.toFixed(2));
}
