import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { CliError } from "./cli-error.ts";

export interface ServiceOptions {
  readonly url: string;
  readonly token?: string;
}

export const defaultUrl = "http://127.0.0.1:7071";

/** Where a local service leaves the token of its present run, one file a port, for its own user alone. */
const tokenDir = (): string =>
  join(process.env["XDG_STATE_HOME"] || join(homedir(), ".local", "state"), "tocsin");
const tokenFile = (port: number): string => join(tokenDir(), `operator-${port}`);

export function keepOperatorToken(port: number, token: string): void {
  mkdirSync(tokenDir(), { recursive: true, mode: 0o700 });
  writeFileSync(tokenFile(port), token, { mode: 0o600 });
  // An older file keeps its mode when it is written over.
  chmodSync(tokenFile(port), 0o600);
}

export const forgetOperatorToken = (port: number): void => rmSync(tokenFile(port), { force: true });

/** Asks a running service. 401, 403 and 404 become sentences that say what to do. */
export async function askService(service: ServiceOptions, path: string): Promise<Response> {
  const url = new URL(path, service.url);
  const token = service.token ?? process.env["TOCSIN_TOKEN"] ?? localToken(url);
  const headers = {
    accept: "application/json",
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
  };
  const answer = await fetch(url, { headers, redirect: "manual" }).catch((cause: unknown) => {
    throw new CliError(
      65,
      "unreachable",
      `No service answers at ${url.origin}. Start one with \`npm start\`, or name it with --url.`,
      String(cause),
    );
  });
  if (answer.ok) return answer;
  if (answer.status === 401 || answer.status === 403 || answer.status === 302)
    throw new CliError(
      65,
      "not-permitted",
      `The service at ${url.origin} wants a token: give it with --token or TOCSIN_TOKEN.`,
    );
  const problem = (await answer.json().catch(() => undefined)) as
    { detail?: string; title?: string } | undefined;
  throw new CliError(
    65,
    answer.status === 404 ? "not-found" : "refused",
    problem?.detail ?? problem?.title ?? `${url.pathname} was answered with ${answer.status}.`,
  );
}

function localToken(url: URL): string | undefined {
  if (!["127.0.0.1", "localhost", "[::1]"].includes(url.hostname)) return undefined;
  try {
    return readFileSync(tokenFile(Number(url.port || 80)), "utf8").trim();
  } catch {
    return undefined;
  }
}
