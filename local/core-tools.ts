/** The stand-in servers for an app that Core Tools run, and what its `local.settings.json` then holds. */
import { localSecrets, takeDataFolder } from "./data-folder.ts";
import { keptClock } from "./kept-clock.ts";
import { environmentFor, inside, startServers, stopAll } from "./servers.ts";
import type { Stop } from "./servers.ts";
import { startHostStorage } from "./stand-ins/host-storage.ts";

export interface ServersForCoreTools {
  /** `Values` of local.settings.json. */
  readonly values: Readonly<Record<string, string>>;
  readonly inboxUrl: string;
  stop(): Promise<void>;
}

/** `port` is where the app will serve: links in mail and delivery reports go there. Throws StartProblem. */
export async function serversForCoreTools(options: {
  readonly port: number;
  readonly dataDir: string;
}): Promise<ServersForCoreTools> {
  const { port, dataDir } = options;
  const folder = takeDataFolder(dataDir);
  const stops: Stop[] = [() => folder.release()];
  try {
    const secrets = localSecrets(dataDir);
    const kept = keptClock(dataDir, 1);
    stops.push(() => kept.stop());
    const servers = await startServers({ dataDir, secrets, clock: kept.clock, demo: true }, stops);
    const storage = await startHostStorage(inside(dataDir, "host-storage"));
    stops.push(() => storage.stop());
    // Core Tools ask for no key at this door.
    servers.email.deliverTo({
      eventGridUrl: `http://127.0.0.1:${port}/runtime/webhooks/eventgrid?functionName=platformEvents`,
      key: "none",
    });
    return {
      values: {
        ...environmentFor({ port }, { servers, secrets }),
        ...ofTheirHost,
        AzureWebJobsStorage: storage.connectionString,
      },
      inboxUrl: servers.inbox.url,
      stop: () => stopAll(stops),
    };
  } catch (cause) {
    await stopAll(stops);
    throw cause;
  }
}

const ofTheirHost: Readonly<Record<string, string>> = {
  FUNCTIONS_WORKER_RUNTIME: "node",
  // Their host has no clock to be stepped, and no sign-in in front that strips what callers claim to be.
  Clock__source: "system",
  SignIn__enforced: "false",
  // No hub is there to listen to: the placeholder lets the function load, and the switch keeps it from listening.
  EventHub: `Endpoint=sb://127.0.0.1/;SharedAccessKeyName=none;SharedAccessKey=${Buffer.from("none").toString("base64")}`,
  EventHub__name: "defender-export",
  "AzureWebJobs.defenderExport.Disabled": "true",
};
