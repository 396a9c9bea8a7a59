/** The test apps on the host, in this process. */
import { mkdtempSync } from "node:fs";
import { request as httpRequest, type IncomingHttpHeaders } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startHost, type HostOptions, type RunningHost } from "../../../local/host/host.ts";

const keys = {
  master: "master-key",
  function: "function-key",
  system: { eventgrid_extension: "grid-key" },
};

export const newFolder = (): string => mkdtempSync(join(tmpdir(), "host-test-"));
export const appFolder = (name: string): string => fileURLToPath(new URL(`apps/${name}`, import.meta.url));

export interface HostHere extends RunningHost {
  readonly errors: readonly string[];
  call(method: string, path: string, options?: CallOptions): Promise<Reply>;
}

export interface CallOptions {
  readonly headers?: Record<string, string>;
  readonly body?: string;
  readonly chunked?: boolean;
}

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export async function hostHere(name: string, options: Partial<HostOptions> = {}): Promise<HostHere> {
  const errors: string[] = [];
  const host = await startHost({
    appDir: appFolder(name),
    port: 0,
    dataDir: newFolder(),
    keys,
    log: (level, message) => void (level === "error" && errors.push(message)),
    ...options,
  });
  return { ...host, errors, call: (method, path, more) => call(host.port, method, path, more) };
}

/** The path goes out as written: `fetch` would tidy it. */
function call(port: number, method: string, path: string, { headers, body, chunked }: CallOptions = {}) {
  return new Promise<Reply>((resolve, reject) => {
    const framing =
      body === undefined
        ? {}
        : chunked === true
          ? { "transfer-encoding": "chunked" }
          : { "content-length": String(Buffer.byteLength(body)) };
    const request = httpRequest(
      { port, host: "127.0.0.1", method, path, headers: { ...framing, ...headers }, agent: false },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("end", () =>
          resolve({
            status: response.statusCode!,
            headers: response.headers,
            body: Buffer.concat(chunks).toString(),
          }),
        );
      },
    );
    request.on("error", reject);
    request.end(body);
  });
}
