/** `ledger export` and `ledger verify` as a person or a script runs them. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startCosmos } from "../../local/stand-ins/cosmos.ts";
import { cosmosClient } from "../../shared/adapters/azure-cosmos/client.ts";
import { ensureContainers } from "../../shared/adapters/azure-cosmos/containers.ts";
import { cosmosLedger } from "../../shared/adapters/azure-cosmos/ledger.ts";
import { exportOf, shortChains } from "../ledger/story.ts";

const folder = mkdtempSync(join(tmpdir(), "tocsin-"));
const entries = shortChains([3, 2]);
const good = join(folder, "good.ndjson");
let lines: string[];

beforeAll(async () => {
  lines = await exportOf(entries);
  writeFileSync(good, `${lines.join("\n")}\n`);
});
afterAll(() => rmSync(folder, { recursive: true }));

async function tocsin(
  args: readonly string[],
  input = "",
): Promise<{ code: number; out: string; err: string }> {
  const child = spawn(process.execPath, ["cli/tocsin.ts", "ledger", ...args], { stdio: "pipe" });
  const said = { out: "", err: "" };
  child.stdout.on("data", (chunk: Buffer) => (said.out += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (said.err += chunk.toString()));
  child.stdin.end(input);
  const [code] = (await once(child, "close")) as [number];
  return { code, ...said };
}

it("verifies an export, for people and for programs", async () => {
  const told = await tocsin(["verify", good]);
  expect(told).toMatchObject({ code: 0, err: "" });
  expect(told.out).toMatch(/^Verified: 5 entries of 2 cases\./);
  expect(told.out).toContain("Not established:\n  - No checkpoint was compared");
  const asked = await tocsin(["verify", "-", "--json"], `${lines.join("\n")}\n`);
  expect(asked.code).toBe(0);
  expect(JSON.parse(asked.out)).toMatchObject({
    ok: true,
    entries: 5,
    cases: [{ entries: 3 }, { entries: 2 }],
  });
});

it("answers 1 to a damaged export and names the first bad entry", async () => {
  const damaged = lines.toSpliced(2, 1).join("\n");
  const told = await tocsin(["verify", "-"], damaged);
  expect(told).toMatchObject({ code: 1, err: "" });
  expect(told.out).toMatch(/^NOT VERIFIED: line 3, entry 1 of case-aaaaaaaaaaaaaaa0\.\n {2}removed: /);
  const asked = await tocsin(["verify", "-", "--json"], damaged);
  expect(asked.code).toBe(1);
  expect(JSON.parse(asked.out)).toMatchObject({ ok: false, firstBad: { kind: "removed", line: 3, seq: 1 } });
});

it("holds an export against a checkpoint: the last line of an earlier one", async () => {
  const checkpoint = join(folder, "checkpoint.json");
  const shorter = await exportOf(entries.slice(0, -1));
  writeFileSync(checkpoint, lines.at(-1) ?? "");
  expect((await tocsin(["verify", good, "--checkpoint", checkpoint])).code).toBe(0);
  const cut = await tocsin(["verify", "-", "--json", "--checkpoint", checkpoint], shorter.join("\n"));
  expect(cut.code).toBe(1);
  expect(JSON.parse(cut.out)).toMatchObject({ firstBad: { kind: "removed", seq: 1 } });
});

it.each([
  [["verify", "no-such-file"], 65, "unreadable"],
  [["verify", "cli/tocsin.ts", "--checkpoint", "package.json"], 65, "bad-checkpoint"],
  [["verify", "cli/tocsin.ts", "--key", "package.json"], 1, "not-signed"],
  [["export", "--data", "no-such-folder"], 65, "no-ledger"],
])("%j ends with %d and tells why in JSON on the last line of stderr", async (args, code, kind) => {
  const told = await tocsin(args);
  expect(told).toMatchObject({ code, out: "" });
  expect(JSON.parse(told.err.trimEnd().split("\n").at(-1) ?? "")).toMatchObject({ error: { kind } });
});

it("exports a data folder while its service runs, all of it or one case", async () => {
  const data = join(folder, "data");
  const server = await startCosmos({ port: 0, dataDir: join(data, "cosmos") });
  try {
    const options = { endpoint: server.url, key: server.key, database: "tocsin" };
    const client = cosmosClient(options);
    await ensureContainers(client, options.database);
    // Written last case first: the export has an order of its own.
    for (const entry of [...entries.slice(3), ...entries.slice(0, 3)]) {
      await cosmosLedger({ client, database: options.database }).append([entry]);
    }
    const all = await tocsin(["export", "--data", data]);
    expect(all).toMatchObject({ code: 0, err: "" });
    expect(all.out.split("\n").slice(1, -2)).toEqual(lines.slice(1, -1));
    expect((await tocsin(["verify", "-"], all.out)).code).toBe(0);
    const one = await tocsin(["export", "--data", data, "--case", "case-aaaaaaaaaaaaaaa1"]);
    expect(one.out.split("\n").slice(1, -2)).toEqual(lines.slice(4, -1));
    expect((await tocsin(["export", "--data", data, "--case", "case-nobody"])).code).toBe(65);
  } finally {
    await server.stop();
  }
});

it("exports from a running service with the token that it was given", async () => {
  const asked: (string | undefined)[] = [];
  const service = createServer((request, response) => {
    asked.push(request.url, request.headers.authorization);
    response.end(`${lines.join("\n")}\n`);
  }).listen(0, "127.0.0.1");
  try {
    await once(service, "listening");
    const url = `http://127.0.0.1:${(service.address() as AddressInfo).port}`;
    const told = await tocsin(["export", "--url", url, "--token", "t0ken", "--case", "case-1"]);
    expect(told).toMatchObject({ code: 0, err: "", out: `${lines.join("\n")}\n` });
    expect(asked).toEqual(["/api/ledger?case=case-1", "Bearer t0ken"]);
  } finally {
    service.close();
  }
});
