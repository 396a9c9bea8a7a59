/** The stand-in servers, and the settings that point an app at them. */
import { mkdirSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { ensureBlobContainers } from "../shared/adapters/azure-blob/originals.ts";
import { cosmosClient } from "../shared/adapters/azure-cosmos/client.ts";
import { ensureContainers } from "../shared/adapters/azure-cosmos/containers.ts";
import { StartProblem } from "./data-folder.ts";
import { localIssuer, localTenantId } from "./front/principal.ts";
import type { LocalSecrets } from "./data-folder.ts";
import { hospital, hospitalGroups } from "./demo/hospital.ts";
import { hospitalResources } from "./demo/resources.ts";
import type { HostClock } from "./host/types.ts";
import { startAzurite } from "./stand-ins/azurite.ts";
import { startCosmos } from "./stand-ins/cosmos.ts";
import { startEmail } from "./stand-ins/email.ts";
import { FaultRequest } from "./stand-ins/faults.ts";
import type { FaultInput } from "./stand-ins/faults.ts";
import { startGraph } from "./stand-ins/graph.ts";
import { startInbox } from "./stand-ins/inbox.ts";
import { startResourceGraph } from "./stand-ins/resource-graph.ts";

export type Stop = () => Promise<void> | void;

export type Servers = Awaited<ReturnType<typeof startServers>>;

/** All listen on loopback. Each keeps its data in a folder of its own and commits before it answers. */
export async function startServers(
  options: {
    readonly dataDir: string;
    readonly secrets: LocalSecrets;
    readonly clock: HostClock;
    readonly demo: boolean;
  },
  stops: Stop[],
) {
  const { dataDir, secrets, clock, demo } = options;
  const [cosmos, blob, inbox, graph, resourceGraph] = await Promise.all([
    startCosmos({ port: 0, dataDir: inside(dataDir, "cosmos") }),
    startAzurite({ port: 0, dataDir: inside(dataDir, "blob") }),
    startInbox({ smtpPort: 0, webPort: 0, dataDir: inside(dataDir, "inbox") }),
    startGraph({
      port: 0,
      dataDir: inside(dataDir, "graph"),
      token: secrets.graphToken,
      ...(demo && { seed: hospital }),
    }),
    startResourceGraph({
      port: 0,
      dataDir: inside(dataDir, "resource-graph"),
      token: secrets.graphToken,
      ...(demo && { seed: hospitalResources }),
    }),
  ]);
  stops.push(
    () => cosmos.stop(),
    () => blob.stop(),
    () => inbox.stop(),
    () => graph.stop(),
    () => resourceGraph.stop(),
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
  return { cosmos, blob, inbox, graph, resourceGraph, email };
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
export function environmentFor(
  options: { readonly port: number; readonly address?: string; readonly timeScale?: number },
  made: { readonly servers: Servers; readonly secrets: LocalSecrets },
): Record<string, string> {
  const { servers, secrets } = made;
  const defaults: Record<string, string> = {
    Entity__name: "St. Brigid's Hospital",
    Entity__timeZone: "America/New_York",
    Entity__postalAddress: "400 Harbour Street / Portland, ME 04101",
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
    ResourceGraph__endpoint: servers.resourceGraph.url,
    ResourceGraph__token: secrets.graphToken,
    Email__endpoint: servers.email.url,
    Email__accessKey: secrets.emailAccessKey,
    SignIn__enforced: "true",
    SignIn__tenantId: localTenantId,
    SignIn__issuer: localIssuer,
    Clock__source: "host",
    // A quarter of an hour of the person's own time, however fast the service's runs.
    Questions__standMinutesMin: String(15 * (options.timeScale ?? 1)),
    Local__inboxUrl: servers.inbox.url,
  };
  const given = Object.keys(defaults).filter((name) => process.env[name] !== undefined);
  for (const name of given) defaults[name] = process.env[name] ?? "";
  return { ...defaults, ...fixed, PublicUrl: process.env["PublicUrl"] ?? originOf(options) };
}

/** As others reach it: mails carry the address that was asked for, or the machine's name where that is "all of them". */
function originOf({
  port,
  address = "127.0.0.1",
}: {
  readonly port: number;
  readonly address?: string;
}): string {
  const name = address === "0.0.0.0" || address === "::" ? hostname() : address;
  return `http://${name.includes(":") ? `[${name}]` : name}:${port}`;
}

export function inside(dataDir: string, name: string): string {
  const folder = join(dataDir, name);
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** The newest first. */
export async function stopAll(stops: Stop[]): Promise<void> {
  for (const stop of stops.reverse()) await stop();
  stops.length = 0;
}
