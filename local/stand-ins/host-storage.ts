import { spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

/** The storage account that Microsoft's host wants for itself: Azurite whole, in a process of its own. */
export interface HostStorage {
  readonly connectionString: string;
  stop(): Promise<void>;
}

const services = ["Blob", "Queue", "Table"] as const;
/** Azurite's one account; name and key are public. */
const account =
  "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;";

/** Blobs, queues and tables on ports of their own choosing. Rejects when one of them does not come up. */
export async function startHostStorage(dataDir: string): Promise<HostStorage> {
  const program = createRequire(import.meta.url).resolve("azurite/dist/src/azurite.js");
  const ports = services.flatMap((service) => [`--${service.toLowerCase()}Port`, "0"]);
  const flags = ["--silent", "--skipApiVersionCheck", "--disableTelemetry", "--location", dataDir];
  const child = spawn(process.execPath, [program, ...flags, ...ports], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const ended = once(child, "exit");
  const found = new Map<string, string>();
  for await (const line of createInterface({ input: child.stdout })) {
    const [, service, url] = /^Azurite (\w+) service is successfully listening at (\S+)/.exec(line) ?? [];
    if (service !== undefined && url !== undefined) found.set(service, url);
    if (found.size === services.length) break;
  }
  if (found.size < services.length) throw new Error("Azurite ended before all of its services listened.");
  // What it says from here on is read by nobody, and must not fill the pipe.
  child.stdout.resume();
  const endpoints = services.map(
    (service) => `${service}Endpoint=${found.get(service) ?? ""}/devstoreaccount1;`,
  );
  return {
    connectionString: account + endpoints.join(""),
    async stop() {
      child.kill("SIGTERM");
      await ended;
    },
  };
}
