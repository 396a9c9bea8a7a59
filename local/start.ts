/** Everything on one machine: the stand-in servers, the built app on the local host, the sign-in front, the demo. */
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { z } from "zod";
import { ensureBlobContainers } from "../shared/adapters/azure-blob/originals.ts";
import { cosmosClient } from "../shared/adapters/azure-cosmos/client.ts";
import { ensureContainers } from "../shared/adapters/azure-cosmos/containers.ts";
import { StartProblem, localSecrets, takeDataFolder, writeWhole } from "./data-folder.ts";
import type { LocalSecrets } from "./data-folder.ts";
import { demoAlert } from "./demo/alert.ts";
import { hospital, hospitalGroups } from "./demo/hospital.ts";
import { localFront } from "./front/local-front.ts";
import { startHost } from "./host/host.ts";
import type { RunningHost } from "./host/host.ts";
import type { HostClock, HostLog } from "./host/types.ts";
import { keptClock } from "./kept-clock.ts";
import { startAzurite } from "./stand-ins/azurite.ts";
import { startCosmos } from "./stand-ins/cosmos.ts";
import { startEmail } from "./stand-ins/email.ts";
import { FaultRequest } from "./stand-ins/faults.ts";
import type { FaultInput } from "./stand-ins/faults.ts";
import { startGraph } from "./stand-ins/graph.ts";
import { startInbox } from "./stand-ins/inbox.ts";

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
  const port = await usablePort(options.port, options.address);
  const folder = takeDataFolder(options.dataDir);
  const stops: (() => Promise<void> | void)[] = [() => folder.release()];
  try {
    return await startInside({ ...options, port }, stops);
  } catch (cause) {
    await stopAll(stops);
    throw cause;
  }
}

async function startInside(options: StartOptions, stops: (() => Promise<void> | void)[]): Promise<Running> {
  const { dataDir } = options;
  const fresh = !existsSync(join(dataDir, "secrets.json"));
  const demo = options.demo ?? (fresh || existsSync(join(dataDir, "demo.json")));
  const secrets = localSecrets(dataDir);
  const kept = keptClock(dataDir, options.timeScale);
  stops.push(() => kept.stop());
  const servers = await startServers({ ...options, secrets, clock: kept.clock, demo }, stops);

  const operatorToken = randomBytes(32).toString("base64url");
  const environment = environmentFor(options, { servers, secrets });
  Object.assign(process.env, environment);
  // A proxy of the person's network must not see what stays on this machine.
  process.env["NO_PROXY"] = [process.env["NO_PROXY"], "127.0.0.1,localhost"].filter(Boolean).join(",");
  const host = await startHost({
    appDir: options.appDir,
    port: options.port,
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

type Servers = Awaited<ReturnType<typeof startServers>>;

/** All listen on loopback. Each keeps its data in a folder of its own and commits before it answers. */
async function startServers(
  options: StartOptions & {
    readonly secrets: LocalSecrets;
    readonly clock: HostClock;
    readonly demo: boolean;
  },
  stops: (() => Promise<void> | void)[],
) {
  const { dataDir, secrets, clock, demo } = options;
  const [cosmos, blob, inbox, graph] = await Promise.all([
    startCosmos({ port: 0, dataDir: inside(dataDir, "cosmos") }),
    startAzurite({ port: 0, dataDir: inside(dataDir, "blob") }),
    startInbox({ smtpPort: 0, webPort: 0, dataDir: inside(dataDir, "inbox") }),
    startGraph({
      port: 0,
      dataDir: inside(dataDir, "graph"),
      token: secrets.graphToken,
      ...(demo && { seed: hospital }),
    }),
  ]);
  stops.push(
    () => cosmos.stop(),
    () => blob.stop(),
    () => inbox.stop(),
    () => graph.stop(),
  );
  const email = await startEmail({
    port: 0,
    dataDir: inside(dataDir, "email"),
    accessKey: secrets.emailAccessKey,
    smtp: { host: "127.0.0.1", port: inbox.smtpPort, inboxUrl: inbox.url },
    clock,
    faults: emailFaults(),
  });
  stops.push(() => email.stop());
  await ensureBlobContainers({ connectionString: blob.connectionString });
  await ensureContainers(
    cosmosClient({ endpoint: cosmos.url, key: cosmos.key, database: "tocsin" }),
    "tocsin",
  );
  return { cosmos, blob, inbox, graph, email };
}

/** Faults of the e-mail stand-in from its first message on, as its fault door takes them: `TOCSIN_EMAIL_FAULTS`. */
function emailFaults(): readonly FaultInput[] {
  const given = process.env["TOCSIN_EMAIL_FAULTS"];
  if (!given) return [];
  try {
    return z.array(FaultRequest).parse(JSON.parse(given));
  } catch (cause) {
    const why = cause instanceof z.ZodError ? z.prettifyError(cause) : String(cause);
    throw new StartProblem("configuration", `TOCSIN_EMAIL_FAULTS is not a list of faults: ${why}`);
  }
}

/** What the app reads as its settings. A setting that the person gave in the environment stands. */
function environmentFor(
  options: StartOptions,
  made: { readonly servers: Servers; readonly secrets: LocalSecrets },
): Record<string, string> {
  const { servers, secrets } = made;
  const defaults: Record<string, string> = {
    Entity__name: "St. Brigid's Hospital",
    Entity__timeZone: "America/New_York",
    Entity__postalAddress: "St. Brigid's Hospital / 400 Harbour Street / Portland, ME 04101",
    Entity__tollFreePhone: "1-800-555-0142",
    Entity__email: "privacy@stbrigids.example",
    Entity__website: "https://stbrigids.example/incident",
    Entity__dataProtectionContact: "Inese Kalniņa, privacy@stbrigids.example",
    Roles__incidentCommander: hospitalGroups["incident-commander"],
    Roles__privacyOfficer: hospitalGroups["privacy-officer"],
    Roles__counsel: hospitalGroups.counsel,
    Roles__executive: hospitalGroups.executive,
    Roles__operator: hospitalGroups.operator,
    Roles__auditor: hospitalGroups.auditor,
    Roles__noticeDesk: hospitalGroups["notice-desk"],
    Roles__fallback: hospitalGroups["privacy-officer"],
    Email__sender: "DoNotReply@stbrigids.example",
  };
  const fixed: Record<string, string> = {
    Links__signingKey: secrets.linkKey,
    CosmosDb__endpoint: servers.cosmos.url,
    CosmosDb__key: servers.cosmos.key,
    OriginalsBlob__connectionString: servers.blob.connectionString,
    Graph__endpoint: servers.graph.url,
    Graph__token: secrets.graphToken,
    Email__endpoint: servers.email.url,
    Email__accessKey: secrets.emailAccessKey,
    SignIn__enforced: "true",
    Clock__source: "host",
    Local__inboxUrl: servers.inbox.url,
  };
  const given = Object.keys(defaults).filter((name) => process.env[name] !== undefined);
  for (const name of given) defaults[name] = process.env[name] ?? "";
  return { ...defaults, ...fixed, PublicUrl: process.env["PublicUrl"] ?? `http://127.0.0.1:${options.port}` };
}

/** Posts the demo's alert through the Event Hub door, once per data folder: the same one again opens nothing. */
async function seedDemo(host: RunningHost, dataDir: string, clock: HostClock): Promise<void> {
  const marker = join(dataDir, "demo.json");
  if (existsSync(marker)) return;
  const answer = await fetch(`${host.url}/runtime/webhooks/eventhubs?functionName=defenderExport`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-functions-key": host.keys.master },
    body: JSON.stringify([demoAlert(clock.now())]),
  });
  if (!answer.ok) throw new Error(`the demo's alert was answered with ${answer.status}`);
  writeWhole(marker, { seededAt: new Date(clock.now()).toISOString() });
}

function systemKeyOf(host: RunningHost, name: string): string {
  const key = host.keys.system[name];
  if (key === undefined) throw new Error(`bug: the host made no system key ${name}`);
  return key;
}

function inside(dataDir: string, name: string): string {
  const folder = join(dataDir, name);
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** Asked before anything is written: a second start by mistake leaves no trace. Links in mail name the port, so 0 becomes one. */
function usablePort(port: number, address: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", (cause: NodeJS.ErrnoException) => {
      const why =
        cause.code === "EADDRINUSE"
          ? "is in use; stop what uses it, or choose another with --port"
          : `cannot be opened (${cause.code ?? cause.message})`;
      reject(new StartProblem("port", `Port ${port} on ${address} ${why}.`));
    });
    probe.listen(port, address, () => {
      const found = (probe.address() as AddressInfo).port;
      probe.close(() => resolve(found));
    });
  });
}

async function stopAll(stops: (() => Promise<void> | void)[]): Promise<void> {
  for (const stop of stops.reverse()) await stop();
  stops.length = 0;
}
