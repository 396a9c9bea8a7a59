/** `tocsin host APP`: any built Functions app on the one-machine host, as `start` runs ours. */
import { access, constants, mkdir, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { startHost, type RunningHost } from "../local/host/host.ts";
import type { HostClock } from "../local/host/types.ts";
import { keptClock } from "../local/kept-clock.ts";
import { CliError } from "./cli-error.ts";

export interface HostCommandOptions {
  readonly app: string;
  readonly port: number;
  readonly data: string;
  readonly keys?: string;
  readonly json: boolean;
  readonly timeScale?: number;
  readonly address?: string;
}

/** Resolves when the host has stopped, after SIGINT or SIGTERM. The app inherits this process's environment. */
export async function hostCommand(options: HostCommandOptions): Promise<void> {
  await checkAppDir(options.app);
  await checkDataDir(options.data);
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
  const kept = keptClock(options.data, options.timeScale ?? 1);
  const host = await start(options, kept.clock);
  announce(host, options);
  await stopped;
  await host.stop();
  kept.stop();
  // A call that outlived its last moment would keep the process alive.
  process.exit(0);
}

async function start(options: HostCommandOptions, clock: HostClock): Promise<RunningHost> {
  try {
    return await startHost({
      appDir: options.app,
      port: options.port,
      dataDir: options.data,
      clock,
      ...(options.address !== undefined && { address: options.address }),
      ...(options.keys !== undefined && { keys: options.keys }),
    });
  } catch (error) {
    const { code, syscall, message } = error as NodeJS.ErrnoException;
    if (code === "EADDRINUSE")
      throw new CliError(
        65,
        "port-in-use",
        `Port ${options.port} is in use; choose another with --port, or 0 for any that is free.`,
      );
    if (code === "EACCES" && syscall === "listen")
      throw new CliError(
        65,
        "port-refused",
        `Port ${options.port} may not be opened by this user; choose one above 1023.`,
      );
    throw new CliError(65, "host-not-started", message);
  }
}

async function checkAppDir(app: string): Promise<void> {
  const found = await stat(join(app, "package.json")).catch(() => undefined);
  if (found === undefined) {
    throw new CliError(
      65,
      "app-missing",
      `${app} is not the folder of a built Functions app: it has no package.json.`,
      app,
    );
  }
}

async function checkDataDir(data: string): Promise<void> {
  try {
    await makeFolder(resolve(data));
    await access(data, constants.W_OK);
  } catch (error) {
    throw new CliError(
      65,
      "data-folder-unwritable",
      `The data folder ${data} cannot be written: ${(error as Error).message}.`,
      data,
    );
  }
}

/** One level at a time: Node's own recursive `mkdir` never returns for a path under /proc. */
async function makeFolder(path: string): Promise<void> {
  const present = await stat(path).catch(() => undefined);
  if (present?.isDirectory() === true) return;
  await makeFolder(dirname(path));
  await mkdir(path);
}

function announce(host: RunningHost, { json, data, keys }: HostCommandOptions): void {
  if (json) {
    process.stdout.write(`${JSON.stringify({ ready: true, pid: process.pid, urls: { app: host.url } })}\n`);
    return;
  }
  const routes = host.functions.map(({ name, triggerType }) => `  ${name} (${triggerType})`);
  process.stdout.write(
    [
      `Functions host at ${host.url}`,
      `Keys: ${keys ?? join(data, "keys.json")}`,
      "Functions:",
      ...routes,
      "",
    ].join("\n"),
  );
}
