/**
 * Intake from outside: alerts per second from the POST to the 202, which says that the alert is in the ledger and that
 * its case's orchestration has durably started; for alerts that are only noted, and for alerts that open a case each. The
 * whole service runs as `tocsin start` runs it, and does the cases' work meanwhile (questions, mails). Beside it, the same
 * POSTs to a bare server that writes each body to disk before it answers.
 */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { demoAlert } from "../local/demo/alert.ts";
import { rounded } from "./table.ts";
import type { Figure } from "./table.ts";

const rounds = 3;
const alertsPerRound = 20;
/** As many as an event source sends at once to one endpoint. */
const atOnce = 8;

export async function figures(): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), "tocsin-bench-"));
  const started: ChildProcess[] = [];
  try {
    const service = await startService(join(folder, "data"), started);
    const bare = await startBare(join(folder, "bare"), started);
    return await measured(service, bare);
  } finally {
    for (const child of started) await ended(child);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

interface Target {
  readonly url: string;
  readonly key: string;
}

async function measured(service: Target, bare: Target): Promise<readonly Figure[]> {
  // First what opens nothing: open cases have work of their own to do, and go on doing it.
  const noted = await beside(service, bare, { name: "note", severity: "Informational", became: "noted" });
  const opened = await beside(service, bare, { name: "open", severity: "High", became: "opened" });
  return [
    ...figuresOf("intake: POST to durable start", opened),
    ...figuresOf("intake: POST to ledger, no case", noted),
  ];
}

function figuresOf(name: string, { ms, bareMs }: Durations): readonly Figure[] {
  const perSecond = rounded(((rounds * alertsPerRound) / ms) * 1000);
  return [
    { name, figure: perSecond, unit: "alerts/s" },
    {
      name: `${name} / floor`,
      figure: rounded(ms / bareMs),
      unit: "x the time of a bare server that writes each body to disk",
    },
  ];
}

interface Durations {
  readonly ms: number;
  readonly bareMs: number;
}

/** Turn by turn, so that whatever else the machine does disturbs both alike. */
async function beside(
  service: Target,
  bare: Target,
  { name, severity, became }: { readonly name: string; readonly severity: string; readonly became: string },
): Promise<Durations> {
  await postAll(service, alertsOf(`${name}w`, severity, 4), became);
  await postAll(bare, alertsOf(`${name}w`, severity, 4));
  const sum = { ms: 0, bareMs: 0 };
  for (let round = 0; round < rounds; round += 1) {
    const alerts = alertsOf(`${name}${round}`, severity, alertsPerRound);
    sum.ms += await postAll(service, alerts, became);
    sum.bareMs += await postAll(bare, alerts);
  }
  return sum;
}

/** Alerts of accounts that have nothing in common, so that none joins another's case. */
function alertsOf(name: string, severity: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, nth) => {
    const text = JSON.stringify({ ...demoAlert(Date.parse("2026-11-24T08:12:00Z")), Severity: severity });
    const alert = `${name}n${nth}`;
    return text
      .replaceAll("stbrigidspatients", `bench${alert}`)
      .replaceAll("5d0c7a3e-19b4-4f62-8a77-2f1e6b9c4d10", `5d0c7a3e-19b4-4f62-8a77-${hexOf(alert)}`);
  });
}

const hexOf = (text: string): string => Buffer.from(text).toString("hex").slice(-12).padStart(12, "0");

/** How long it took until each had its 202. What became of them is part of the promise, so it is looked at. */
async function postAll(target: Target, bodies: readonly string[], expected?: string): Promise<number> {
  const waiting = [...bodies];
  const startedAt = performance.now();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let body = waiting.shift(); body !== undefined; body = waiting.shift()) {
        const answer = await post(target, body);
        if (expected !== undefined && !answer.includes(`"kind":"${expected}"`))
          throw new Error(`An alert was to be ${expected}, and the answer was ${answer}`);
      }
    }),
  );
  return performance.now() - startedAt;
}

const agent = new Agent({ keepAlive: true });

function post({ url, key }: Target, body: string): Promise<string> {
  const headers = {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
    "x-functions-key": key,
  };
  return new Promise((resolve, reject) => {
    const sent = request(url, { agent, method: "POST", headers }, (answer) => {
      let text = "";
      answer.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
      answer.on("error", reject).on("end", () => {
        if (answer.statusCode === 202) resolve(text);
        else reject(new Error(`${url} was answered with ${answer.statusCode}: ${text}`));
      });
    });
    sent.on("error", reject).end(body);
  });
}

async function startService(dataDir: string, started: ChildProcess[]): Promise<Target> {
  const command = join(import.meta.dirname, "..", "cli", "tocsin.ts");
  const options = ["start", "--json", "--demo", "--port", "0", "--data", dataDir];
  const { urls } = (await firstLine(command, options, started)) as { urls: { app: string } };
  const keys = JSON.parse(readFileSync(join(dataDir, "host", "keys.json"), "utf8")) as { function: string };
  return { url: `${urls.app}/intake/bench`, key: keys.function };
}

async function startBare(folder: string, started: ChildProcess[]): Promise<Target> {
  mkdirSync(folder);
  const script = join(import.meta.dirname, "bare-server.ts");
  const { port } = (await firstLine(script, [folder], started)) as { port: number };
  return { url: `http://127.0.0.1:${port}/intake/bench`, key: "" };
}

/** What the process says first, when it serves. */
async function firstLine(script: string, args: readonly string[], started: ChildProcess[]): Promise<unknown> {
  const child = spawn(process.execPath, [script, ...args], { stdio: ["ignore", "pipe", "inherit"] });
  started.push(child);
  for await (const line of createInterface({ input: child.stdout })) return JSON.parse(line);
  throw new Error(`${script} ended before it served.`);
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGTERM");
  await once(child, "exit");
}
