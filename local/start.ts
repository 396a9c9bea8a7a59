/** Everything on one machine: the stand-in servers, the built app on the local host, the sign-in front, the demo. */
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { ConfigurationError, ConfigurationSchema, readConfiguration } from "../shared/configuration.ts";
import { StartProblem, localSecrets, readJson, takeDataFolder, writeWhole } from "./data-folder.ts";
import { demoAlert } from "./demo/alert.ts";
import { hospitalGroups } from "./demo/hospital.ts";
import { localFront } from "./front/local-front.ts";
import { checkGivenDocuments } from "./given-documents.ts";
import { holdPort } from "./held-port.ts";
import type { HeldPort } from "./held-port.ts";
import { startHost } from "./host/host.ts";
import type { RunningHost } from "./host/host.ts";
import type { HostClock, HostLog } from "./host/types.ts";
import { keptClock } from "./kept-clock.ts";
import { environmentFor, inside, startServers, stopAll } from "./servers.ts";
import type { Stop } from "./servers.ts";

export interface StartOptions {
  /** Folder of package.json, host.json and the built app. */
  readonly appDir: string;
  /** 0: any that is free. */
  readonly port: number;
  readonly address: string;
  readonly dataDir: string;
  /** `undefined`: the demo when the data folder is fresh. */
  readonly demo: boolean | undefined;
  /** Virtual milliseconds per real one. */
  readonly timeScale: number;
  readonly log: HostLog;
}

export interface Urls {
  readonly app: string;
  readonly inbox: string;
  readonly cosmos: string;
  readonly graph: string;
  readonly email: string;
  readonly blob: string;
}

export interface Running {
  readonly urls: Urls;
  readonly port: number;
  readonly demo: boolean;
  readonly clock: HostClock;
  /** May read and export, never decide. */
  readonly operatorToken: string;
  stop(): Promise<void>;
}

/** Throws StartProblem with one sentence when the port, the folder or a setting does not serve. */
export async function startEverything(options: StartOptions): Promise<Running> {
  const held = await usablePort(options.port, options.address);
  const stops: Stop[] = [() => held.release()];
  try {
    const folder = takeDataFolder(options.dataDir);
    stops.push(() => folder.release());
    return await startInside({ ...options, port: held.port, held }, stops);
  } catch (cause) {
    await stopAll(stops);
    throw cause;
  }
}

async function startInside(
  options: StartOptions & { readonly held: HeldPort },
  stops: Stop[],
): Promise<Running> {
  const { dataDir } = options;
  checkGivenSettings();
  checkGivenDocuments(process.env);
  const fresh = !existsSync(join(dataDir, "secrets.json"));
  const demo = options.demo ?? ((fresh && !isConfigured()) || existsSync(demoMarker(dataDir)));
  // Noted before there is anything else: a start that is cut off here and repeated is still the demo.
  if (demo && !existsSync(demoMarker(dataDir)))
    writeWhole(demoMarker(dataDir), { seededAt: null } satisfies DemoNote);
  const secrets = localSecrets(dataDir);
  const kept = keptClock(dataDir, options.timeScale);
  stops.push(() => kept.stop());
  const servers = await startServers({ ...options, secrets, clock: kept.clock, demo }, stops);

  const operatorToken = randomBytes(32).toString("base64url");
  const environment = environmentFor(options, { servers, secrets });
  Object.assign(process.env, environment);
  // The app would be refused when the host loads it; here the sentence is for whoever started it.
  readConfiguration(process.env);
  // A proxy of the person's network must not see what stays on this machine.
  process.env["NO_PROXY"] = [process.env["NO_PROXY"], "127.0.0.1,localhost"].filter(Boolean).join(",");
  const host = await startHost({
    appDir: options.appDir,
    port: options.held,
    address: options.address,
    dataDir: inside(dataDir, "host"),
    clock: kept.clock,
    log: options.log,
    strict: true,
    front: localFront({
      graph: servers.graph,
      groups: hospitalGroups,
      operatorToken,
      secrets,
      clock: kept.clock,
      inboxUrl: servers.inbox.url,
      entity: { name: environment["Entity__name"] ?? "", timeZone: environment["Entity__timeZone"] ?? "UTC" },
    }),
  });
  stops.push(() => host.stop());
  servers.email.deliverTo({
    eventGridUrl: `${host.url}/runtime/webhooks/eventgrid?functionName=platformEvents`,
    key: systemKeyOf(host, "eventgrid_extension"),
  });
  if (demo) await seedDemo(host, dataDir, kept.clock);
  return {
    urls: {
      app: host.url,
      inbox: servers.inbox.url,
      cosmos: servers.cosmos.url,
      graph: servers.graph.url,
      email: servers.email.url,
      blob: servers.blob.blobUrl,
    },
    port: host.port,
    demo,
    clock: kept.clock,
    operatorToken,
    stop: () => stopAll(stops),
  };
}

/** Before anything is made in the folder, so that a refused start leaves it fresh. Throws ConfigurationError. */
function checkGivenSettings(): void {
  const { error } = ConfigurationSchema.safeParse(process.env);
  const problems = (error?.issues ?? [])
    .map(({ path, message }) => ({ name: path.join("."), message }))
    .filter(({ name }) => process.env[name] !== undefined)
    .map(({ name, message }) => `${name}: ${message}.`);
  if (problems.length > 0) throw new ConfigurationError(problems);
}

/** Somebody who names settings of their own wants their own service, not the demo. */
const isConfigured = (): boolean =>
  Object.keys(ConfigurationSchema.shape).some((name) => process.env[name] !== undefined);

/** Posts the demo's alert through the Event Hub door, once per data folder: the same one again opens nothing. */
async function seedDemo(host: RunningHost, dataDir: string, clock: HostClock): Promise<void> {
  const noted = readJson(demoMarker(dataDir)) as DemoNote | undefined;
  if (noted?.seededAt) return;
  // Its instant makes the alert's identity: cut off before `seededAt`, the next start posts the very same alert.
  const alertAt = noted?.alertAt ?? clock.now();
  writeWhole(demoMarker(dataDir), { alertAt, seededAt: null } satisfies DemoNote);
  const answer = await fetch(`${host.url}/runtime/webhooks/eventhubs?functionName=defenderExport`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-functions-key": host.keys.master },
    body: JSON.stringify([demoAlert(alertAt)]),
  });
  if (!answer.ok) throw new Error(`the demo's alert was answered with ${answer.status}`);
  writeWhole(demoMarker(dataDir), {
    alertAt,
    seededAt: new Date(clock.now()).toISOString(),
  } satisfies DemoNote);
}

interface DemoNote {
  readonly alertAt?: number;
  /** Null until the alert was taken. */
  readonly seededAt: string | null;
}

const demoMarker = (dataDir: string): string => join(dataDir, "demo.json");

function systemKeyOf(host: RunningHost, name: string): string {
  const key = host.keys.system[name];
  if (key === undefined) throw new Error(`bug: the host made no system key ${name}`);
  return key;
}

/**
 * Asked before anything is written: a second start by mistake leaves no trace. Links in mail name the port, so it is
 * known before the app is loaded, and held until the host takes it.
 */
function usablePort(port: number, address: string): Promise<HeldPort> {
  return holdPort(port, address).catch((cause: NodeJS.ErrnoException) => {
    const why =
      cause.code === "EADDRINUSE"
        ? "is in use; stop what uses it, or choose another with --port"
        : `cannot be opened (${cause.code ?? cause.message})`;
    throw new StartProblem("port", `Port ${port} on ${address} ${why}.`);
  });
}
