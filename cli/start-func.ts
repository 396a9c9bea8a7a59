/**
 * `npm run start:func`: the app under Azure Functions Core Tools, against the stand-in servers of this machine. What
 * follows `--` is handed on to `func start`.
 */
import { spawn, spawnSync } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { serversForCoreTools } from "../local/core-tools.ts";
import { StartProblem } from "../local/data-folder.ts";
import { appDir, buildApp } from "./build.ts";

const port = 7071;
// Not the folder of `npm start`: the histories of their host do not belong to the cases of ours.
const dataDir = join(appDir, ".tocsin", "core-tools");

async function startFunc(handedOn: readonly string[]): Promise<number> {
  if (spawnSync("func", ["--version"], { stdio: "ignore" }).error !== undefined)
    return refuse(
      "core-tools-missing",
      "Azure Functions Core Tools are not installed (`func` is not on the PATH); install version 4, or run `npm start`, which needs none.",
    );
  await buildApp();
  const servers = await serversForCoreTools({ port, dataDir });
  writeFileSync(
    join(appDir, "local.settings.json"),
    `${JSON.stringify({ IsEncrypted: false, Values: servers.values }, null, 2)}\n`,
    { mode: 0o600 },
  );
  process.stdout.write(`Stand-in servers are up; mails arrive at ${servers.inboxUrl}. Starting func…\n`);
  try {
    const func = spawn("func", ["start", "--port", String(port), ...handedOn], {
      cwd: appDir,
      stdio: "inherit",
    });
    return await endOf(func);
  } finally {
    await servers.stop();
  }
}

/** Ctrl-C in a terminal reaches both; the servers stay up until their app has stopped. */
async function endOf(func: ChildProcess): Promise<number> {
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => func.kill(signal));
  const [code] = (await once(func, "exit")) as [number | null];
  return code ?? 0;
}

function refuse(kind: string, message: string): number {
  process.stderr.write(`${JSON.stringify({ error: { kind, message } })}\n`);
  return 65;
}

try {
  process.exitCode = await startFunc(process.argv.slice(2));
} catch (cause) {
  if (!(cause instanceof StartProblem)) throw cause;
  process.exitCode = refuse(cause.kind, cause.message);
}
