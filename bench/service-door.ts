/** The whole service as `tocsin start` runs it, in a process of its own, and what a person's browser does with it. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { people } from "../local/demo/hospital.ts";

export interface Door {
  readonly urls: { readonly app: string; readonly email: string; readonly cosmos: string };
  post(body: string): Promise<string>;
  /** Of the chief executive, who may answer whatever is asked. */
  readonly session: Session;
}

export interface Session {
  get(path: string): Promise<Response>;
  post(path: string, fields: Readonly<Record<string, string>>): Promise<Response>;
}

/** Starts the service on an empty folder, runs, stops it and leaves nothing behind. */
export async function inService<Result>(act: (door: Door) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), "tocsin-bench-"));
  const command = join(import.meta.dirname, "..", "cli", "tocsin.ts");
  const dataDir = join(folder, "data");
  const args = [command, "start", "--json", "--demo", "--port", "0", "--data", dataDir];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      const { urls } = JSON.parse(line) as { urls: Door["urls"] };
      const keys = JSON.parse(readFileSync(join(dataDir, "host", "keys.json"), "utf8")) as {
        function: string;
      };
      const post = (body: string): Promise<string> => postAlert(urls.app, keys.function, body);
      return await act({ urls, post, session: await signIn(urls.app, people.solveigAune) });
    }
    throw new Error("the service ended before it served");
  } finally {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill("SIGTERM");
      await once(child, "exit");
    }
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

async function postAlert(app: string, key: string, body: string): Promise<string> {
  const headers = { "content-type": "application/json", "x-functions-key": key };
  const answer = await fetch(`${app}/intake/bench`, { method: "POST", headers, body });
  const text = await answer.text();
  if (answer.status !== 202) throw new Error(`an alert was answered with ${answer.status}: ${text}`);
  return text;
}

async function signIn(app: string, personId: string): Promise<Session> {
  const cookies = new Map<string, string>();
  const ask = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer = await fetch(new URL(path, app), { ...init, headers: { cookie }, redirect: "manual" });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    return answer;
  };
  const post = (path: string, fields: Readonly<Record<string, string>>): Promise<Response> =>
    ask(path, { method: "POST", body: new URLSearchParams(fields) });
  const page = await (await ask("/.auth/login/aad?post_login_redirect_uri=/")).text();
  const answer = await post("/.auth/login/aad", { ...hiddenFields(page), person: personId });
  if (answer.status >= 400) throw new Error(`the sign-in was answered with ${answer.status}`);
  return { get: (path) => ask(path), post };
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
