/**
 * The one-machine host's durable engine beside the disk it writes to, with few and many instances asleep in its store:
 * the figures should not grow with the sleepers.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createHostClock } from "../local/host/clock.ts";
import { startHost } from "../local/host/host.ts";
import type { InstanceRow, TimerRow } from "../local/host/durable/rows.ts";
import { openStore } from "../local/host/durable/store.ts";
import { appDir, call, keys, untilRunning } from "./host-calls.ts";
import type { Measured, Ratios } from "./host-measure.ts";
import type { Figure } from "./table.ts";

const sleeperCounts = [1, 1000, 50_000];

export async function figures(): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), "tocsin-bench-"));
  try {
    const sleeper = await oneSleeper(join(folder, "template"));
    const found: Figure[] = [];
    for (const sleepers of sleeperCounts) {
      const dataDir = join(folder, String(sleepers));
      await fill(dataDir, sleeper, sleepers);
      found.push(...figuresOf(sleepers, await measured(dataDir)));
    }
    return found;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function figuresOf(sleepers: number, run: Measured): readonly Figure[] {
  const name = (what: string) => `host, ${sleepers} asleep: ${what}`;
  const ratios = (what: string, { toStore, toStoreAndLibraries }: Ratios): readonly Figure[] => [
    { name: `${name(what)} / store`, figure: toStore, unit: "x the time of its transactions alone" },
    {
      name: `${name(what)} / store + libraries`,
      figure: toStoreAndLibraries,
      unit: "x the time of its transactions and of the app's libraries",
    },
  ];
  return [
    { name: name("start"), figure: run.startSeconds, unit: "s" },
    { name: name("memory"), figure: run.residentMegabytes, unit: "MB" },
    { name: name("sequences"), figure: run.sequencesPerSecond, unit: "sequences/s" },
    ...ratios("sequences", run.sequencesRatio),
    { name: name("one sequence"), figure: run.singleMs, unit: "ms" },
    ...ratios("one sequence", run.singleRatio),
    { name: name("fan-out of 100"), figure: run.fanOutMs, unit: "ms" },
    ...ratios("fan-out of 100", run.fanOutRatio),
    { name: name("event to step"), figure: run.eventToStepMs50, unit: `ms, 95 %: ${run.eventToStepMs95}` },
    { name: name("event to end"), figure: run.eventToEndMs50, unit: `ms, 95 %: ${run.eventToEndMs95}` },
    ...ratios("event to end", run.eventRatio),
  ];
}

interface Sleeper {
  readonly row: InstanceRow;
  readonly steps: readonly { readonly n: number; readonly events: string; readonly asked: string }[];
  readonly timers: readonly TimerRow[];
}

/** The engine itself says what an instance that sleeps looks like on disk. */
async function oneSleeper(dataDir: string): Promise<Sleeper> {
  // A clock that stands still sets no timer of its own, which would keep this process from ending.
  const clock = createHostClock({ scale: 0 });
  const host = await startHost({ appDir, port: 0, dataDir, keys, clock, log: () => undefined });
  await call(host.url, "POST", "orchestrators/sleeps/sleeper");
  await untilRunning(host.url, "sleeper");
  await host.stop();
  const store = openStore(join(dataDir, "durable"));
  try {
    const row = store.read.instance("sleeper");
    if (row === undefined) throw new Error("The sleeper is not in the store.");
    const timers = store.read.dueTimers(Number.MAX_SAFE_INTEGER, { dueAt: 0, seq: 0 });
    if (timers.length === 0) throw new Error("The sleeper has no timer.");
    return { row, steps: store.read.steps(row.num), timers };
  } finally {
    store.close();
  }
}

async function fill(dataDir: string, { row, steps, timers }: Sleeper, count: number): Promise<void> {
  mkdirSync(join(dataDir, "durable"), { recursive: true });
  const store = openStore(join(dataDir, "durable"));
  await store.commit((writes) => {
    for (let index = 0; index < count; index += 1) {
      const num = store.nextNumber("instances");
      writes.addInstance({ ...row, num, id: `sleeper-${index}` });
      for (const { n, events, asked } of steps) writes.addStep(num, n, events, asked);
      for (const timer of timers)
        writes.addTimer({ ...timer, seq: store.nextNumber("timers"), instance: num });
    }
  });
  store.close();
}

/** In a process of its own, whose start and memory are measured too. */
async function measured(dataDir: string): Promise<Measured> {
  const script = join(import.meta.dirname, "host-measure.ts");
  const child = spawn(process.execPath, [script, dataDir], { stdio: ["ignore", "pipe", "inherit"] });
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const [code] = (await once(child, "close")) as [number];
  if (code !== 0) throw new Error(`The bench of the host ended with ${code}.`);
  return JSON.parse(said) as Measured;
}
