/**
 * How `tocsin start` starts, refuses to start, and carries on: exit codes and sentences as other tools rely on them.
 * One service runs for the tests that need a running one; it is stopped and started again by the test that says so.
 */
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo, Server } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { people } from "../../local/demo/hospital.ts";
import {
  eventually,
  launch,
  listCases,
  makePlace,
  runCommand,
  signIn,
  startService,
  verifiedLedger,
  witness,
} from "../support/service.ts";
import type { Ended, Place, Service } from "../support/service.ts";

const place = makePlace();
let service: Service;
beforeAll(async () => {
  service = await startService(place);
});
afterAll(async () => {
  await service.stop();
  place.remove();
});

/** A start that is refused: exit 65, nothing on stdout, and the reason as the last line of stderr. */
function refusalOf({ code, stdout, stderr }: Ended): { kind: string; message: string } {
  expect(code).toBe(65);
  expect(stdout).toBe("");
  const last = stderr.trimEnd().split("\n").at(-1) ?? "";
  return (JSON.parse(last) as { error: { kind: string; message: string } }).error;
}

async function refusedStart(options: Parameters<typeof launch>[1], where: Place = place) {
  return refusalOf(await launch(where, options).ended);
}

test("one ready line, and nothing else on stdout; the pid is that of the process which serves", async () => {
  const { ready, pid, urls } = JSON.parse(service.stdout()) as { ready: true; pid: number; urls: object };
  expect({ ready, pid }).toEqual({ ready: true, pid: service.pid });
  expect(Object.keys(urls).sort()).toEqual(["app", "blob", "cosmos", "email", "graph", "inbox"]);
  expect((await fetch(`${service.urls.app}/api/health`)).status).toBe(200);
});

test("a port in use stops the start and is named, and the data folder is left untouched", async () => {
  const other = makePlace();
  const server = await listening();
  const { port } = server.address() as AddressInfo;
  const { kind, message } = await refusedStart({ arguments: ["--port", String(port)] }, other);
  server.close();
  expect(kind).toBe("port");
  expect(message).toContain(`Port ${port} `);
  expect(readdirSync(other.folder)).toEqual([]);
  other.remove();
});

test("a data folder that cannot be written stops the start and is named", async () => {
  // Below a regular file: nobody can make a folder there, the superuser included.
  const file = join(place.folder, "a-file");
  writeFileSync(file, "");
  const dataDir = join(file, "data");
  const { kind, message } = await refusedStart({ arguments: ["--data", dataDir] });
  expect(kind).toBe("data-folder");
  expect(message).toContain(dataDir);
});

test.runIf(process.platform === "linux")(
  "a data folder under /proc is refused, not tried for ever",
  async () => {
    const { kind } = await refusedStart({ arguments: ["--data", "/proc/tocsin/data"] });
    expect(kind).toBe("data-folder");
  },
);

test("a second start on the folder of a running service is refused, and does the first no harm", async () => {
  const { kind, message } = await refusedStart({});
  expect(kind).toBe("data-folder-in-use");
  expect(message).toContain(place.dataDir);
  expect((await fetch(`${service.urls.app}/api/health`)).status).toBe(200);
});

test("a bad setting stops the start and is named, and a start without it is still the demo", async () => {
  const other = makePlace();
  const { kind, message } = await refusedStart({ environment: { Entity__timeZone: "Nowhere" } }, other);
  expect(kind).toBe("configuration");
  expect(message).toContain("Entity__timeZone");
  expect(message).not.toContain("Nowhere");

  const repaired = await startService(other);
  try {
    const session = await signIn(repaired, people.maraLindqvist);
    await eventually("the demo's case", async () => (await listCases(session))[0]);
  } finally {
    await repaired.stop();
    other.remove();
  }
}, 60_000);

test("options that make no sense are a usage error", async () => {
  const { code, stdout, stderr } = await runCommand(place, ["start", "--json", "--port", "ninety"]);
  expect({ code, stdout }).toEqual({ code: 64, stdout: "" });
  expect(JSON.parse(stderr.trimEnd().split("\n").at(-1) ?? "")).toHaveProperty("error.kind");
});

test("--no-demo starts empty: no case, no mail", async () => {
  const other = makePlace();
  const empty = await startService(other, { arguments: ["--no-demo"] });
  try {
    expect(await verifiedLedger(other, empty)).toEqual([]);
    expect(await witness(empty)).toEqual([]);
  } finally {
    await empty.stop();
    other.remove();
  }
});

test("SIGTERM ends it cleanly; a second start carries on with the same case and sends nothing again", async () => {
  const commanders = await eventually("the commanders' mails", async () => {
    const messages = await witness(service);
    return messages.length === 3 && messages.every(({ state }) => state === "done") ? messages : undefined;
  });
  const session = await signIn(service, people.maraLindqvist);
  const before = await listCases(session);
  const ended = await service.stop();
  expect({ code: ended.code, signal: ended.signal }).toEqual({ code: 0, signal: null });
  expect(ended.stdout.trimEnd().split("\n")).toHaveLength(1);
  // The token of a run goes with it.
  expect(readdirSync(join(place.stateDir, "tocsin"))).toEqual([]);

  service = await startService(place);
  // The sweeper looks every minute, the orchestrations at once: by then whatever would be sent again had been sent.
  const again = await signIn(service, people.maraLindqvist);
  await eventually("the case is there", async () => (await listCases(again))[0]);
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  expect(await listCases(again)).toEqual(before);
  const mails = await witness(service);
  expect(mails.map(({ operationId, posts, handOvers }) => ({ operationId, posts, handOvers }))).toEqual(
    commanders.map(({ operationId }) => ({ operationId, posts: 1, handOvers: 1 })),
  );
  const entries = await verifiedLedger(place, service);
  expect(entries.filter(({ kind }) => kind === "caseOpened")).toHaveLength(1);
  expect(entries.filter(({ kind }) => kind === "sendAccepted")).toHaveLength(3);
}, 40_000);

test("a fresh folder that already stands is as good as none", async () => {
  const other = makePlace();
  mkdirSync(other.dataDir);
  const started = await startService(other);
  expect((await started.stop()).code).toBe(0);
  other.remove();
});

function listening(): Promise<Server> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, "127.0.0.1", () => resolve(server));
  });
}
