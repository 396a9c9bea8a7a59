import { resolve } from "node:path";
import { StartProblem } from "../local/data-folder.ts";
import type { HostLog } from "../local/host/types.ts";
import { startEverything } from "../local/start.ts";
import type { Running } from "../local/start.ts";
import { appDir, buildApp } from "./build.ts";
import { CliError } from "./cli-error.ts";
import { forgetOperatorToken, keepOperatorToken } from "./service.ts";

export interface StartCommandOptions {
  readonly port: number;
  readonly data: string;
  readonly demo?: boolean;
  readonly timeScale: number;
  readonly address: string;
  readonly json: boolean;
  readonly verbose: boolean;
}

/** Runs everything on one machine until it is told to stop. Resolves when all of it has stopped. */
export async function startCommand(options: StartCommandOptions): Promise<void> {
  await buildApp();
  const stopping = new Promise<void>((resolveStop) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolveStop());
  });
  const running = await started(options);
  keepOperatorToken(running.port, running.operatorToken);
  if (options.json)
    process.stdout.write(`${JSON.stringify({ ready: true, pid: process.pid, urls: running.urls })}\n`);
  else process.stdout.write(welcome(running, options));
  await stopping;
  if (!options.json) process.stdout.write("\nStopping…\n");
  forgetOperatorToken(running.port);
  await running.stop();
  process.exit(0);
}

async function started(options: StartCommandOptions): Promise<Running> {
  try {
    return await startEverything({
      appDir,
      port: options.port,
      address: options.address,
      dataDir: resolve(options.data),
      demo: options.demo,
      timeScale: options.timeScale,
      log: options.verbose ? logAll : logTrouble,
    });
  } catch (cause) {
    if (cause instanceof StartProblem) throw new CliError(65, cause.kind, cause.message);
    if (cause instanceof Error && cause.name === "ConfigurationError")
      throw new CliError(65, "configuration", cause.message);
    throw cause;
  }
}

function welcome({ urls, demo }: Running, options: StartCommandOptions): string {
  const pace = options.timeScale === 1 ? "" : `\n  Time runs ${options.timeScale} times as fast as yours.`;
  const what = demo
    ? `  This is the demo: St. Brigid's, an invented hospital. An alert has just come in.

  1. Open the inbox and read the mail to the incident commander:  ${urls.inbox}
  2. Follow its link, sign in as Mara Lindqvist, and decide.
  3. Watch the case:  ${urls.app}`
    : `  Nothing is in it yet. Post an alert to ${urls.app}/intake/…, and see the cases at ${urls.app}`;
  return `
  tocsin is running.${pace}

${what}

  pages    ${urls.app}
  inbox    ${urls.inbox}
  servers  Cosmos DB ${urls.cosmos} · Graph ${urls.graph} · e-mail ${urls.email} · blobs ${urls.blob}
  data     ${resolve(options.data)}

  Ctrl-C stops it; the same command carries on where it was.

`;
}

const line = (level: string, message: string, details?: object): void => {
  const more = details && Object.keys(details).length > 0 ? ` ${JSON.stringify(details)}` : "";
  process.stderr.write(`${level} ${message}${more}\n`);
};

const logAll: HostLog = (level, message, details) => line(level, message, details);

const logTrouble: HostLog = (level, message, details) => {
  if (level === "error" || level === "warn") line(level, message, details);
};
