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
  const url = addressOf(service, path);
  const token = service.token ?? process.env["TOCSIN_TOKEN"] ?? localToken(url);
  const headers = {
    accept: "application/json",
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
  };
  const answer = await reach(url, { headers });
  if (answer.ok) return answer;
  if (answer.status === 401 || answer.status === 403 || answer.status === 302)
    throw new CliError(
      65,
      "not-permitted",
      `The service at ${url.origin} wants a token: give it with --token or TOCSIN_TOKEN.`,
    );
  throw new CliError(
    65,
    answer.status === 404 ? "not-found" : "refused",
    sentenceOf(await problemIn(answer), url, answer),
  );
}

/** What a refusal carries (RFC 9457) beside its status. */
export interface Problem {
  readonly title?: string;
  readonly detail?: string;
  readonly kind?: string;
  /** Name of the field that is wrong. */
  readonly path?: string;
}

export const problemIn = async (answer: Response): Promise<Problem> =>
  ((await answer.json().catch(() => undefined)) as Problem | undefined) ?? {};

export const sentenceOf = ({ detail, title }: Problem, { pathname }: URL, { status }: Response): string =>
  detail ?? title ?? `${pathname} was answered with ${status}.`;

export function addressOf({ url }: Pick<ServiceOptions, "url">, path: string): URL {
  const base = URL.parse(url);
  if (base?.protocol !== "http:" && base?.protocol !== "https:")
    throw new CliError(64, "usage", `--url has to be an address like ${defaultUrl}, not ${url}.`);
  return new URL(path, base);
}

/** One request; redirects are answers like any other. */
export function reach(url: URL, init: RequestInit): Promise<Response> {
  return fetch(url, { ...init, redirect: "manual" }).catch((cause: unknown) => {
    throw new CliError(
      65,
      "unreachable",
      `No service answers at ${url.origin}. Start one with \`npm start\`, or name it with --url.`,
      String(cause),
    );
  });
}

export const isLoopback = ({ hostname }: URL): boolean =>
  ["127.0.0.1", "localhost", "[::1]"].includes(hostname);

function localToken(url: URL): string | undefined {
  if (!isLoopback(url)) return undefined;
  try {
    return readFileSync(tokenFile(Number(url.port || 80)), "utf8").trim();
  } catch {
    return undefined;
  }
}
