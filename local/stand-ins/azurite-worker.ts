/**
 * The insides of `azurite` (its version is pinned), reached into here and nowhere else: its blob service on a thread of
 * its own, which ends with the process however that ends. Left to itself Azurite writes its metadata every five
 * seconds; here each write is in the files before its answer leaves.
 */
import type { EventEmitter } from "node:events";
import type { RequestListener, Server, ServerResponse } from "node:http";
import Module, { createRequire } from "node:module";
import { join } from "node:path";
import { parentPort, workerData } from "node:worker_threads";

interface BlobServer {
  readonly httpServer: Server & EventEmitter;
  readonly metadataStore: { readonly db: Loki };
  readonly extentMetadataStore: { readonly db: Loki };
  start(): Promise<void>;
  close(): Promise<void>;
  getHttpServerAddress(): string;
}
interface Loki {
  saveDatabase(callback: (error?: Error | null) => void): void;
}

const { port, dataDir } = workerData as { readonly port: number; readonly dataDir: string };
const server = makeServer();
keepBeforeAnswering(server);
try {
  await server.start();
  parentPort?.postMessage({ kind: "serving", url: server.getHttpServerAddress() });
  parentPort?.once("message", () => void server.close().then(() => parentPort?.close()));
} catch (cause) {
  parentPort?.postMessage({ kind: "failed", message: (cause as Error).message });
  parentPort?.close();
}

function makeServer(): BlobServer {
  withoutTelemetry();
  const require = createRequire(import.meta.url);
  type Made<Instance> = { default: new (...given: unknown[]) => Instance };
  const { default: Configuration } = require("azurite/dist/src/blob/BlobConfiguration.js") as Made<object>;
  const { default: Server } = require("azurite/dist/src/blob/BlobServer.js") as Made<BlobServer>;
  const host = "127.0.0.1";
  const keepAliveSeconds = 5;
  const folders = [{ locationId: "Default", locationPath: join(dataDir, "blobs"), maxConcurrency: 50 }];
  const quiet = [false, undefined, false, undefined] as const;
  const loose = false;
  const anyApiVersion = true; // our SDK may be newer than the service's list
  const files = [join(dataDir, "blobs.json"), join(dataDir, "extents.json")] as const;
  return new Server(
    new Configuration(host, port, keepAliveSeconds, ...files, folders, ...quiet, loose, anyApiVersion),
  );
}

/** It would load 2500 modules and take seconds, to be switched off: nothing here reports to anybody. */
function withoutTelemetry(): void {
  const internals = Module as unknown as { _load(request: string, ...rest: unknown[]): unknown };
  const load = internals._load.bind(internals);
  internals._load = (request, ...rest) => (request === "applicationinsights" ? {} : load(request, ...rest));
}

function keepBeforeAnswering({ httpServer, metadataStore, extentMetadataStore }: BlobServer): void {
  const [listener] = httpServer.listeners("request") as [RequestListener];
  const save = ({ db }: { db: Loki }) =>
    new Promise<void>((resolve, reject) => db.saveDatabase((error) => (error ? reject(error) : resolve())));
  httpServer.removeAllListeners("request");
  httpServer.on("request", (request, response: ServerResponse) => {
    if (request.method !== "GET" && request.method !== "HEAD") {
      const end = response.end.bind(response) as (...given: unknown[]) => ServerResponse;
      response.end = ((...given: unknown[]) => {
        Promise.all([save(metadataStore), save(extentMetadataStore)]).then(
          () => end(...given),
          () => response.destroy(), // not kept: no answer is better than a false one
        );
        return response;
      }) as ServerResponse["end"];
    }
    listener(request, response);
  });
}
