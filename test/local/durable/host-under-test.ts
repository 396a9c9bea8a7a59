/** The test app on the host, in this process or in one that can be killed, and the few requests that tests make. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { startHost, type HostOptions } from "../../../local/host/host.ts";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

export interface InstanceStatus {
  readonly runtimeStatus: string;
  readonly input: unknown;
  readonly output: unknown;
  readonly customStatus: unknown;
  readonly historyEvents: readonly Record<string, unknown>[];
}

/** What the orchestrator's library was given in one episode. */
export interface Episode {
  readonly orchestrator: string;
  readonly payload: { readonly history: readonly Record<string, unknown>[]; readonly isReplaying: boolean };
}

export type Caller = ReturnType<typeof callerOf>;

export function callerOf(url: string) {
  const durable = `${url}/runtime/webhooks/durabletask`;
  async function send(method: string, address: string, body?: unknown): Promise<Answer> {
    const json = body === undefined ? {} : { body: JSON.stringify(body) };
    const headers = { "content-type": "application/json", "x-functions-key": "durable-key" };
    const response = await fetch(address, { method, headers, ...json });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text === "" ? null : JSON.parse(text),
    };
  }
  const api = (method: string, path: string, body?: unknown) => send(method, `${durable}/${path}`, body);
  const status = async (id: string) =>
    (await api("GET", `instances/${id}?showHistory=true&showHistoryOutput=true`)).body as InstanceStatus;
  return {
    api,
    status,
    /** Null when there is no such instance. */
    async find(id: string): Promise<InstanceStatus | null> {
      const { status, body } = await api("GET", `instances/${id}?showHistory=true&showHistoryOutput=true`);
      if (status === 404) return null;
      if (status > 202) throw new Error(`${id} was answered with ${status}`);
      return body as InstanceStatus;
    },
    start: (name: string, id: string, input?: unknown) => api("POST", `orchestrators/${name}/${id}`, input),
    raise: (id: string, event: string, value: unknown) =>
      api("POST", `instances/${id}/raiseEvent/${event}`, value),
    /** Calls a method of the app's own durable client. */
    client: async (method: string, ...args: unknown[]) =>
      (await send("POST", `${url}/api/client/${method}`, args)).body,
    notes: async (name: string) => (await send("GET", `${url}/api/notes/${name}`)).body as readonly string[],
    note: (name: string, text: string) => fetch(`${url}/api/notes/${name}`, { method: "POST", body: text }),
    async episodes(id: string): Promise<readonly Episode[]> {
      const lines = (await send("GET", `${url}/api/notes/episodes-${id}`)).body as readonly string[];
      return lines.map((line) => JSON.parse(line) as Episode);
    },
    async until(id: string, test: (status: InstanceStatus) => boolean | Promise<boolean>, seconds = 10) {
      const giveUpAt = performance.now() + seconds * 1000;
      for (;;) {
        const now = await status(id);
        if (await test(now)) return now;
        if (performance.now() > giveUpAt) throw new Error(`${id} is still ${JSON.stringify(now)}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    async ended(id: string): Promise<InstanceStatus> {
      return this.until(id, ({ runtimeStatus }) =>
        ["Completed", "Failed", "Terminated"].includes(runtimeStatus),
      );
    },
  };
}

export interface HostHere extends Caller {
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
  stop(): Promise<void>;
}

export const newFolder = (): string => mkdtempSync(join(tmpdir(), "durable-test-"));

/** A host in this process, on a folder of its own unless one is given. */
export async function hostHere(options: Partial<HostOptions> = {}): Promise<HostHere> {
  const dataDir = options.dataDir ?? newFolder();
  process.env["DURABLE_TEST_FOLDER"] = dataDir;
  const errors: string[] = [];
  const warnings: string[] = [];
  const host = await startHost({
    appDir: here("./app"),
    port: 0,
    keys: {
      master: "master-key",
      function: "function-key",
      system: { durabletask_extension: "durable-key", eventgrid_extension: "grid-key" },
    },
    log: (level, message) => {
      if (level === "error") errors.push(message);
      if (level === "warn") warnings.push(message);
    },
    ...options,
    dataDir,
  });
  return { ...callerOf(host.url), errors, warnings, stop: () => host.stop() };
}

export interface HostProcess extends Caller {
  readonly process: ChildProcess;
  /** Resolves with the signal or code that ended it. */
  readonly ended: (id: string) => Promise<InstanceStatus>;
  readonly gone: Promise<string>;
}

/** A host in a process of its own. Rejects with what it said when it does not come up. */
export async function hostProcess(dataDir: string, options: object = {}): Promise<HostProcess> {
  const child = spawn(process.execPath, [here("./serve.ts"), dataDir, JSON.stringify(options)], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, DURABLE_TEST_FOLDER: dataDir, NODE_OPTIONS: "" },
  });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const gone = once(child, "exit").then(([code, signal]) => String(signal ?? code));
  const url = await Promise.race([
    once(createInterface(child.stdout), "line").then(([line]) => String(line)),
    gone.then((how) => Promise.reject(new Error(`The host ended with ${how}: ${said}`))),
  ]);
  return { ...callerOf(url), process: child, gone };
}
