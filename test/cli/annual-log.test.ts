/** `case annual-log` as a person, a program or a spreadsheet asks for it, of a service that is a table of answers. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { annualLogJson } from "../../web/annual-log/view.ts";
import { annualLogCsv } from "../../web/annual-log/csv.ts";
import { annualLogView } from "../support/sample-annual-log.ts";

const log = annualLogJson(annualLogView);
const csv = annualLogCsv(annualLogView);
const answers: Readonly<Record<string, string>> = {
  "/api/annual-log/2026": JSON.stringify(log),
  "/api/annual-log/2026/csv": `\uFEFF${csv}`,
};
const asked: string[] = [];
const service = createServer((request, response) => {
  asked.push(`${request.method} ${request.url} ${request.headers.authorization}`);
  const answer = answers[request.url ?? ""];
  response.writeHead(answer === undefined ? 404 : 200).end(answer);
});
beforeAll(() => once(service.listen(0, "127.0.0.1"), "listening"));
afterAll(() => service.close());

async function tocsin(...args: readonly string[]) {
  const url = `http://127.0.0.1:${(service.address() as AddressInfo).port}`;
  const command = ["cli/tocsin.ts", "case", "annual-log", ...args, "--url", url, "--token", "t0ken"];
  const child = spawn(process.execPath, command, { stdio: "pipe" });
  const said = { out: "", err: "" };
  child.stdout.on("data", (chunk: Buffer) => (said.out += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (said.err += chunk.toString()));
  const [code] = (await once(child, "close")) as [number];
  return { code, ...said };
}

it("says how far the entries of a year are", async () => {
  const { code, out, err } = await tocsin("2026");
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toMatchInlineSnapshot(`
    "Annual breach log 2026: 3 breaches, 61 people and an unknown number in 1; 1 entered, 2 not yet.
    Due until the end of Mon 1 Mar 2027 (America/New_York).
    case-b2  met  Mailbox rule that forwards to the outside
        discovered 2026-02-11, 49 people
        entered Wed 3 Feb 2027, 15:20 UTC, reference HHS-2027-00981
    case-c3  running  Lost tablet of the home care team
        discovered 2026-06-30, an unknown number of people
        due until the end of Mon 1 Mar 2027; still missing: Approximate number of individuals
    case-k3m8q2x7r5t9w1zd  running  Unusual access to the imaging archive
        discovered 2026-11-24, 12 people
        due until the end of Mon 1 Mar 2027; still missing: The decision that it is a breach, Date of the breach, Kinds of health information
    "
  `);
  expect(asked).toEqual(["GET /api/annual-log/2026 Bearer t0ken"]);
});

it("gives the package to programs and to spreadsheets", async () => {
  const data = await tocsin("2026", "--json");
  expect({ ...data, out: JSON.parse(data.out) as unknown }).toEqual({ code: 0, err: "", out: log });
  expect(await tocsin("2026", "--csv")).toEqual({ code: 0, err: "", out: csv });
});

it.each([
  [["26"], 64, "usage"],
  [["2026", "--csv", "--json"], 64, "usage"],
  [["2025"], 65, "not-found"],
])("%j ends with %d and tells why", async (args, code, kind) => {
  const told = await tocsin(...args);
  expect(told).toMatchObject({ code, out: "" });
  expect(JSON.parse(told.err.trimEnd().split("\n").at(-1) ?? "")).toMatchObject({ error: { kind } });
});
