/**
 * The one-machine Functions host: loads a built app as Azure does and serves its triggers. Everything that waits in it
 * waits on one clock.
 */
import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { inspect } from "node:util";
import type { HeldPort } from "../held-port.ts";
import { createHostClock } from "./clock.ts";
import type { CoreLog } from "./core.ts";
import { hostDoors } from "./doors.ts";
import { createDurable } from "./durable/extension.ts";
import { readHostJson } from "./host-json.ts";
import { listen, type Front } from "./http-server.ts";
import { createInvoker, hostLevel, runHooks, type Invoker } from "./invoke.ts";
import { createKeyStore, keysOfDataDir, readKeys, withSystemKeys, type Keys } from "./keys.ts";
import { loadApp, type AppFunction } from "./load-app.ts";
import { createTimers } from "./timers.ts";
import type { DurableServices, HostClock, HostLog, RegisteredFunction } from "./types.ts";

export interface HostOptions {
  /** Folder of the built app: package.json, host.json and what `main` names. */
  readonly appDir: string;
  /** 0: any that is free. A held one is taken over. */
  readonly port: number | HeldPort;
  /** Default: the loopback address. */
  readonly address?: string;
  readonly dataDir: string;
  /** The keys, or the file that holds them; default: those of the data folder, made at the first start. */
  readonly keys?: Keys | string;
  readonly clock?: HostClock;
  readonly log?: HostLog;
  readonly faults?: NonNullable<DurableServices["faults"]>;
  /** Every departure of an orchestrator from its history is a failure. */
  readonly strict?: boolean;
  /** Dies by SIGKILL after so many commits of the durable store. For tests. */
  readonly killAtCommit?: number;
  /** Sees every request before the host. */
  readonly front?: Front;
  /** `/.local/clock`; default: open, to callers on this machine. */
  readonly localClockDoor?: boolean;
}

export interface RunningHost {
  readonly url: string;
  readonly port: number;
  readonly keys: Keys;
  readonly clock: HostClock;
  readonly functions: readonly RegisteredFunction[];
  /** Refuses new connections, lets running calls end, runs the app's `appTerminate` hooks. May be called again. */
  stop(): Promise<void>;
}

/** Running calls have so long to end; then their connections are cut, and they get a last moment. */
const drainMsMax = 30_000;
const lastMomentMsMax = 10_000;

/** Under this symbol on `globalThis` the app in the same process finds a function that reads the host's clock. */
const publishedClock = Symbol.for("tocsin.host.clock");

const emulatedTriggers = [
  "httptrigger",
  "timertrigger",
  "eventgridtrigger",
  "eventhubtrigger",
  "cosmosdbtrigger",
  "orchestrationtrigger",
  "activitytrigger",
  "entitytrigger",
  "warmuptrigger",
];
const emulatedBindings = ["http", "durableclient"];

/** Throws an `Error` of one clear sentence when the app, its settings, the data folder or the port do not serve. */
export async function startHost(options: HostOptions): Promise<RunningHost> {
  const appDir = resolve(options.appDir);
  const log = options.log ?? consoleLog;
  const clock = options.clock ?? createHostClock();
  const settings = await readHostJson(appDir);
  const durableDir = join(options.dataDir, "durable");
  await mkdir(durableDir, { recursive: true });
  const { keys, file: keysFile } = await keysFor(options, log);
  const keyStore = createKeyStore(keys, keysFile);
  const coreLog: CoreLog = (level, category, message) => log(hostLevel(level), message, { category });
  Reflect.set(globalThis, publishedClock, () => clock.now());

  const { registrations, functions } = await loadApp(appDir, coreLog, log);
  refuseWhatIsNotEmulated(functions);

  let url = "";
  const invoker: Invoker = createInvoker({
    registrations,
    functions,
    clock,
    log,
    functionTimeoutMs: settings.functionTimeoutMs,
    durableClientBinding: (binding) => durable.clientBinding(binding),
  });
  const durable = createDurable({
    clock,
    log,
    dataDir: durableDir,
    settings: settings.durableTask,
    functions: () => functions,
    invoke: invoker.call,
    systemKey: keys.system.durabletask_extension!,
    origin: () => url,
    ...(options.strict !== undefined && { strict: options.strict }),
    ...(options.faults && { faults: options.faults }),
    ...(options.killAtCommit !== undefined && { killAtCommit: options.killAtCommit }),
  });
  try {
    const { call } = invoker;
    const timers = createTimers({ functions, clock, log, call, dataDir: options.dataDir });
    const { routePrefix, eventBatchMax, text: hostJson } = settings;
    const doors = hostDoors({
      appDir,
      hostJson,
      routePrefix,
      eventBatchMax,
      functions,
      call,
      clock,
      log,
      timers,
      invoker,
      durable,
      keys: keyStore,
      extensions: extensionsOf(functions),
      localClockDoor: options.localClockDoor ?? true,
    });
    await runHooks(registrations, "appStart", { hookData: registrations.appHookData });
    const address = options.address ?? "127.0.0.1";
    const server = await listen({
      port: options.port,
      address,
      doors,
      front: options.front,
      customHeaders: settings.customHeaders,
      log,
    });
    url = `http://${address.includes(":") ? `[${address}]` : address}:${server.port}`;
    await durable.start();
    timers.start();
    let stopping: Promise<void> | undefined;
    const stop = async () => {
      timers.stop();
      const drained = Promise.all([server.close(), durable.stop(), invoker.idle()]);
      await within(drained, drainMsMax);
      server.cutConnections();
      await within(drained, lastMomentMsMax);
      await runHooks(registrations, "appTerminate", { hookData: registrations.appHookData });
    };
    return { url, port: server.port, keys, clock, functions, stop: () => (stopping ??= stop()) };
  } catch (error) {
    await durable.stop();
    throw error;
  }
}

async function keysFor({ keys, dataDir }: HostOptions, log: HostLog): Promise<{ keys: Keys; file?: string }> {
  if (typeof keys === "string") return { keys: withSystemKeys(await readKeys(keys)) };
  if (keys !== undefined) return { keys: withSystemKeys(keys) };
  const kept = await keysOfDataDir(dataDir);
  if (kept.made) log("info", `Made this host's keys: ${kept.file}`);
  return kept;
}

function refuseWhatIsNotEmulated(functions: readonly AppFunction[]): void {
  for (const { name, bindings, triggerName } of functions) {
    for (const [bindingName, { type }] of Object.entries(bindings)) {
      const known = bindingName === triggerName ? emulatedTriggers : emulatedBindings;
      if (known.includes(type.toLowerCase())) continue;
      throw new Error(
        `Function "${name}" has a ${type} binding, which the one-machine host does not emulate.`,
      );
    }
  }
}

function extensionsOf(functions: readonly AppFunction[]): string[] {
  const types = functions.flatMap(({ bindings }) =>
    Object.values(bindings).map(({ type }) => type.toLowerCase()),
  );
  return [
    ...(types.includes("eventgridtrigger") ? ["eventgrid_extension"] : []),
    ...(types.some((type) => ["orchestrationtrigger", "durableclient"].includes(type))
      ? ["durabletask_extension"]
      : []),
  ];
}

/** Real time: stopping is a matter of the machine, not of the host's clock, which may stand still. */
async function within(work: Promise<unknown>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([work, new Promise((resolve) => (timer = setTimeout(resolve, ms)))]);
  clearTimeout(timer);
}

const consoleLog: HostLog = (level, message, details) => {
  if (level === "debug") return;
  const error = details?.error === undefined ? "" : ` ${inspect(details.error)}`;
  process.stderr.write(`[${level}] ${message}${error}\n`);
};
