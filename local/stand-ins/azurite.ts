import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";

export interface Azurite {
  readonly blobUrl: string;
  readonly connectionString: string;
  stop(): Promise<void>;
}

/** Azurite's one account; name and key are public. */
const account = {
  name: "devstoreaccount1",
  key: "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==",
};

/** Serves blobs from a folder. Rejects when the port is taken or the folder cannot be written. Says nothing on stdout. */
export async function startAzurite({
  port,
  dataDir,
}: {
  readonly port: number;
  readonly dataDir: string;
}): Promise<Azurite> {
  mkdirSync(join(dataDir, "blobs"), { recursive: true });
  const worker = new Worker(new URL("./azurite-worker.ts", import.meta.url), {
    workerData: { port, dataDir },
    execArgv: [], // what this process was started with is not for a file of its own
    stdout: true,
    stderr: true,
  });
  const ended = new Promise<void>((resolve) => worker.once("exit", () => resolve()));
  const blobUrl = `${await servingAt(worker)}/${account.name}`;
  return {
    blobUrl,
    connectionString: `DefaultEndpointsProtocol=http;AccountName=${account.name};AccountKey=${account.key};BlobEndpoint=${blobUrl};`,
    async stop() {
      worker.postMessage("stop");
      await ended;
    },
  };
}

function servingAt(worker: Worker): Promise<string> {
  return new Promise((resolve, reject) => {
    worker.once("message", (said: { kind: "serving"; url: string } | { kind: "failed"; message: string }) => {
      if (said.kind === "serving") resolve(said.url);
      else reject(new Error(`the blob service cannot start: ${said.message}`));
    });
    worker.once("error", reject);
    worker.once("exit", (code) => reject(new Error(`the blob service ended with ${code} before it served`)));
  });
}
