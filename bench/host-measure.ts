/** One run of the host's bench on the data folder that is its argument; prints the figures as JSON. */
import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { startHost } from "../local/host/host.ts";
import { loadApp } from "../local/host/load-app.ts";
import type { Errand } from "./host-caller.ts";
import { appDir, keys } from "./host-calls.ts";
import { allTogether, createDoor, eachAlone, eventToEnd, eventToStep } from "./host-door.ts";
import type { Passed } from "./host-door.ts";
import { createEar, createFloors } from "./host-floors.ts";

/** Each round ends with its floors, so that a neighbour on the machine disturbs both; the medians of the rounds count. */
const rounds = 5;
const counts = { atOnce: 300, single: 20, fanOut: 4, wait: 30, event: 30 };

/** How often the time of a floor: 3 is three times as long. */
export interface Ratios {
  /** The same number of transactions with the same bytes. */
  readonly toStore: number;
  /** Those and the same calls of the app's own libraries, in the same order. */
  readonly toStoreAndLibraries: number;
}

/** All times are taken at the host's door: from the request's arrival until the answer has gone out. */
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
  /** From an event until the activity that follows runs. */
  readonly eventToStepMs50: number;
  readonly eventToStepMs95: number;
  /** From an event until the answer that its instance has ended. */
  readonly eventToEndMs50: number;
  readonly eventToEndMs95: number;
  readonly eventRatio: Ratios;
}

const quiet = () => undefined;
const ear = createEar();
const door = createDoor();
const [dataDir = ""] = process.argv.slice(2);
const host = await startHost({ appDir, port: 0, dataDir, keys, log: quiet, front: door.front });
const startSeconds = performance.now() / 1000;
const { registrations } = await loadApp(appDir, quiet, quiet);
const { arrivals } = (await import("./host-app/functions.ts")) as { arrivals: Map<string, number> };
ear.listenTo(registrations);
const caller = fork(join(import.meta.dirname, "host-caller.ts"));
const floors = createFloors(dataDir, registrations);

for (const kind of ["atOnce", "single", "fanOut", "wait", "event"] as const) await errand(kind); // until it is warm
const residentMegabytes = Math.round(process.memoryUsage.rss() / 1024 ** 2);
const done = [];
for (let round = 0; round < rounds; round += 1) {
  const atOnce = await phase("atOnce", allTogether);
  const single = await phase("single", eachAlone);
  const fanOut = await phase("fanOut", eachAlone);
  await errand("wait");
  const event = await phase("event", eventToEnd);
  done.push({ atOnce, single, fanOut, event });
}
caller.disconnect();
floors.close();
await host.stop();

const stepTimes = done.flatMap(({ event }) => eventToStep(event.passed, arrivals));
const endTimes = done.flatMap(({ event }) => event.times);
const figures: Measured = {
  startSeconds: rounded(startSeconds),
  residentMegabytes,
  sequencesPerSecond: Math.round((counts.atOnce * 1000) / median(done.flatMap(({ atOnce }) => atOnce.times))),
  sequencesRatio: ratios(done.map(({ atOnce }) => atOnce)),
  singleMs: median(done.flatMap(({ single }) => single.times)),
  singleRatio: ratios(done.map(({ single }) => single)),
  fanOutMs: median(done.flatMap(({ fanOut }) => fanOut.times)),
  fanOutRatio: ratios(done.map(({ fanOut }) => fanOut)),
  eventToStepMs50: median(stepTimes),
  eventToStepMs95: quantile(stepTimes, 0.95),
  eventToEndMs50: median(endTimes),
  eventToEndMs95: quantile(endTimes, 0.95),
  eventRatio: ratios(done.map(({ event }) => event)),
};
process.stdout.write(JSON.stringify(figures));

/** Who passed the door meanwhile, and what the host could not do without. */
async function errand(kind: Errand["kind"]) {
  door.passed();
  ear.heard();
  caller.send({ url: host.url, kind, count: counts[kind] } satisfies Errand);
  await once(caller, "message");
  return { passed: door.passed(), heard: ear.heard() };
}

type Phase = Awaited<ReturnType<typeof phase>>;

async function phase(kind: Errand["kind"], timesOf: (passed: readonly Passed[]) => readonly number[]) {
  const { passed, heard } = await errand(kind);
  const storeMs = floors.storeMs(heard);
  return { passed, times: timesOf(passed), storeMs, bothMs: await floors.storeAndLibrariesMs(heard) };
}

function ratios(phases: readonly Phase[]): Ratios {
  return {
    toStore: median(phases.map(({ times, storeMs }) => sum(times) / storeMs)),
    toStoreAndLibraries: median(phases.map(({ times, bothMs }) => sum(times) / bothMs)),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((all, one) => all + one, 0);
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
