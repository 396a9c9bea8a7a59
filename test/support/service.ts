/**
 * The real command as a process of its own: started, spoken to as people, programs and providers do, killed, stopped.
 * Folders of a place outlive the process, so that a second start finds what the first one left.
 */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import type { MessageRecord } from "../../local/stand-ins/email-store.ts";
import type { LedgerEntry } from "../../shared/domain/case/events.ts";

const root = join(import.meta.dirname, "..", "..");
const command = join(root, "cli", "tocsin.ts");

/** Where one installation lives on disk. */
export interface Place {
  readonly dataDir: string;
  readonly stateDir: string;
  readonly folder: string;
  remove(): void;
}

export interface Urls {
  readonly app: string;
  readonly inbox: string;
  readonly cosmos: string;
  readonly graph: string;
  readonly email: string;
  readonly blob: string;
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Launched {
  readonly pid: number;
  /** The addresses of the ready line; undefined when the process ended before it served. */
  readonly ready: Promise<Urls | undefined>;
  readonly ended: Promise<Ended>;
  hasEnded(): boolean;
  stdout(): string;
  stderr(): string;
  kill(signal: NodeJS.Signals): void;
}

export interface Service extends Omit<Launched, "ready"> {
  readonly urls: Urls;
  /** SIGTERM, and how it ended. */
  stop(): Promise<Ended>;
  /** SIGKILL, and how it ended. */
  die(): Promise<Ended>;
}

export interface LaunchOptions {
  readonly arguments?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

export function makePlace(): Place {
  const folder = mkdtempSync(join(tmpdir(), "tocsin-smoke-"));
  return {
    folder,
    dataDir: join(folder, "data"),
    stateDir: join(folder, "state"),
    remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }),
  };
}

/** `tocsin start` with a port of its own choosing and the ready line, unless the arguments say otherwise. */
export function launch(place: Place, options: LaunchOptions = {}): Launched {
  const given = options.arguments ?? [];
  const port = given.includes("--port") ? [] : ["--port", "0"];
  const data = given.includes("--data") ? [] : ["--data", place.dataDir];
  const child = spawn(process.execPath, [command, "start", "--json", ...port, ...data, ...given], {
    cwd: root,
    env: { ...process.env, XDG_STATE_HOME: place.stateDir, ...options.environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (part: string) => (stderr += part));
  const ended = new Promise<Ended>((resolve) => {
    child.once("close", (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  const ready = new Promise<Urls | undefined>((resolve) => {
    child.stdout.setEncoding("utf8").on("data", (part: string) => {
      stdout += part;
      if (stdout.includes("\n")) resolve(readyUrls(stdout));
    });
    void ended.then(() => resolve(undefined));
  });
  return {
    pid: child.pid ?? -1,
    ready,
    ended,
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
    stdout: () => stdout,
    stderr: () => stderr,
    kill: (signal) => void child.kill(signal),
  };
}

const readyUrls = (stdout: string): Urls =>
  (JSON.parse(stdout.slice(0, stdout.indexOf("\n"))) as { urls: Urls }).urls;

/** Starts and waits for the ready line; throws with what the process said if it never came. */
export async function startService(place: Place, options: LaunchOptions = {}): Promise<Service> {
  const launched = launch(place, options);
  const urls = await launched.ready;
  if (!urls) throw new Error(`the service ended before it served:\n${(await launched.ended).stderr}`);
  return serviceOf(launched, urls);
}

export function serviceOf(launched: Launched, urls: Urls): Service {
  const endBy = (signal: NodeJS.Signals) => () => {
    launched.kill(signal);
    return launched.ended;
  };
  return { ...launched, urls, stop: endBy("SIGTERM"), die: endBy("SIGKILL") };
}

/** Any other command of the command line. */
export async function runCommand(place: Place, args: readonly string[]): Promise<Ended> {
  const child = spawn(process.execPath, [command, ...args], {
    cwd: root,
    env: { ...process.env, XDG_STATE_HOME: place.stateDir },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const closed = new Promise<Pick<Ended, "code" | "signal">>((resolve) => {
    child.once("close", (code, signal) => resolve({ code, signal }));
  });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { ...(await closed), stdout, stderr };
}

/** The whole ledger through the command line, verified by the command line: its verdict must be a yes. */
export async function verifiedLedger(place: Place, service: Service): Promise<readonly LedgerEntry[]> {
  const exported = await runCommand(place, ["ledger", "export", "--url", service.urls.app]);
  if (exported.code !== 0) throw new Error(`ledger export ended with ${exported.code}: ${exported.stderr}`);
  const file = join(place.folder, "export.ndjson");
  writeFileSync(file, exported.stdout);
  const verdict = await runCommand(place, ["ledger", "verify", file, "--json"]);
  if (verdict.code !== 0)
    throw new Error(`ledger verify ended with ${verdict.code}: ${verdict.stdout}${verdict.stderr}`);
  const lines = exported.stdout.trim().split("\n").slice(1, -1);
  return lines.map((line) => JSON.parse(line) as LedgerEntry);
}

/** The e-mail stand-in's own books: what was accepted, and how often each message reached the inbox. */
export async function witness({ urls }: Service): Promise<readonly MessageRecord[]> {
  return (await (await fetch(`${urls.email}/.local/messages`)).json()) as MessageRecord[];
}

export interface Question {
  readonly questionId: string;
  readonly kind: string;
  readonly obligationId: string | null;
  readonly status: string;
  readonly role: string;
}

export interface CaseSummary {
  readonly caseId: string;
  readonly state: string;
  readonly obligations: readonly {
    readonly obligationId: string;
    readonly applies: boolean;
    readonly due: string | null;
    readonly state: string;
  }[];
}

export interface CaseDetail extends CaseSummary {
  readonly questions: readonly Question[];
  readonly closed: unknown;
}

/** A browser in which somebody is signed in. */
export interface Session {
  get(path: string): Promise<Response>;
  post(path: string, fields: Readonly<Record<string, string>>): Promise<Response>;
  /** Posts JSON, as a program of the page does. */
  send(path: string, content: object): Promise<Response>;
}

export async function signIn({ urls }: Service, personId: string): Promise<Session> {
  const jar = new Map<string, string>();
  const ask = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const headers = { ...(init.headers as Record<string, string>), cookie };
    const answer = await fetch(new URL(path, urls.app), { ...init, headers, redirect: "manual" });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      jar.set(name, value);
    }
    return answer;
  };
  const post = (path: string, fields: Readonly<Record<string, string>>): Promise<Response> =>
    ask(path, { method: "POST", body: new URLSearchParams(fields) });

  const page = await (await ask("/.auth/login/aad?post_login_redirect_uri=/")).text();
  const answer = await post("/.auth/login/aad", { ...hiddenFields(page), person: personId });
  if (answer.status >= 400) throw new Error(`the sign-in was answered with ${answer.status}`);
  const send = (path: string, content: object): Promise<Response> =>
    ask(path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(content),
    });
  return { get: (path) => ask(path), post, send };
}

/** What a page's form carries for itself: its token, the digest of the text that it shows. */
export function hiddenFields(page: string): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [input] of page.matchAll(/<input\b[^>]*type="?hidden"?[^>]*>/g)) {
    const name = /\bname="?([^"\s>]+)/.exec(input)?.[1];
    const value = /\bvalue="([^"]*)"/.exec(input)?.[1] ?? /\bvalue=([^\s>]+)/.exec(input)?.[1] ?? "";
    if (name !== undefined) fields[name] = value;
  }
  return fields;
}

export async function listCases(session: Session): Promise<readonly CaseSummary[]> {
  const cases: CaseSummary[] = [];
  let path: string | null = "/api/cases";
  while (path !== null) {
    const answer: Response = await session.get(path);
    if (answer.status !== 200) throw new Error(`${path} was answered with ${answer.status}`);
    const page = (await answer.json()) as { cases: CaseSummary[]; next: string | null };
    cases.push(...page.cases);
    path = page.next;
  }
  return cases;
}

export async function readCase(session: Session, caseId: string): Promise<CaseDetail> {
  const answer = await session.get(`/api/cases/${caseId}`);
  if (answer.status !== 200) throw new Error(`/api/cases/${caseId} was answered with ${answer.status}`);
  return (await answer.json()) as CaseDetail;
}

/** Opens the question's page as a person would, and posts its form. 303: recorded. */
export async function decide(
  session: Session,
  { caseId, questionId }: { readonly caseId: string; readonly questionId: string },
  fields: Readonly<Record<string, string>>,
): Promise<number> {
  const path = `/cases/${caseId}/questions/${questionId}`;
  const page = await session.get(path);
  if (page.status !== 200) return page.status;
  const answer = await session.post(path, { ...hiddenFields(await page.text()), ...fields });
  await answer.arrayBuffer();
  return answer.status;
}

/** Steps the service's clock; returns when what the step set off has come to rest. */
export async function advance({ urls }: Service, duration: string): Promise<string> {
  const answer = await fetch(`${urls.app}/.local/clock`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ advance: duration }),
  });
  if (!answer.ok) throw new Error(`the clock answered ${answer.status}: ${await answer.text()}`);
  return ((await answer.json()) as { now: string }).now;
}

/** Waits for something to become true; says what was waited for when it never does. */
export async function eventually<Found>(
  what: string,
  look: () => Promise<Found | undefined>,
  withinMs = 20_000,
): Promise<Found> {
  const giveUpAt = performance.now() + withinMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > giveUpAt) throw new Error(`waited ${withinMs} ms in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
