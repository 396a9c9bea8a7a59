/** The local Cosmos account as `@azure/cosmos` meets it: like the real one where we rely on it, and durable. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Container, CosmosClient, type OperationInput } from "@azure/cosmos";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LocalCosmos, startCosmos } from "../../local/stand-ins/cosmos.ts";

const folder = mkdtempSync(join(tmpdir(), "tocsin-"));
const running: LocalCosmos[] = [];
let folders = 0;
afterAll(async () => {
  await Promise.all(running.map((server) => server.stop()));
  rmSync(folder, { recursive: true });
});

async function serverIn(dataDir: string): Promise<LocalCosmos> {
  const server = await startCosmos({ port: 0, dataDir });
  running.push(server);
  return server;
}

async function restarted(server: LocalCosmos, dataDir: string): Promise<LocalCosmos> {
  await server.stop();
  running.splice(running.indexOf(server), 1);
  return serverIn(dataDir);
}

const freshFolder = () => join(folder, String((folders += 1)));
const clientOf = ({ url, key }: LocalCosmos) =>
  new CosmosClient({
    endpoint: url,
    key,
    connectionPolicy: {
      retryOptions: { maxRetryAttemptCount: 0, fixedRetryIntervalInMilliseconds: 0, maxWaitTimeInSeconds: 0 },
    },
  });

async function containerOn(server: LocalCosmos, unique?: string): Promise<Container> {
  const { database } = await clientOf(server).databases.createIfNotExists({ id: "db" });
  const uniqueKeyPolicy = {
    uniqueKeyPolicy: { uniqueKeys: unique === undefined ? [] : [{ paths: [unique] }] },
  };
  const { container } = await database.containers.createIfNotExists({
    id: "items",
    partitionKey: { paths: ["/pk"] },
    ...uniqueKeyPolicy,
  });
  return container;
}

/** The status of an answer, also of one that the SDK throws. */
async function statusOf(asked: Promise<{ statusCode?: number }>): Promise<number | undefined> {
  return asked.then(
    ({ statusCode }) => statusCode,
    (error: { code: number }) => error.code,
  );
}

const create = (id: string, extra: object = {}): OperationInput => ({
  operationType: "Create",
  resourceBody: { id, pk: "p", ...extra },
});

describe("items", () => {
  let container: Container;
  let server: LocalCosmos;
  beforeAll(async () => {
    server = await serverIn(freshFolder());
    container = await containerOn(server, "/number");
  });

  it("are created once in a partition", async () => {
    expect(await statusOf(container.items.create({ id: "a", pk: "p", number: 1 }))).toBe(201);
    expect(await statusOf(container.items.create({ id: "a", pk: "p", number: 2 }))).toBe(409);
    expect(await statusOf(container.items.create({ id: "a", pk: "q", number: 1 }))).toBe(201);
    expect((await container.item("a", "p").read()).resource).toMatchObject({ id: "a", pk: "p", number: 1 });
  });

  it("have unique keys within a partition", async () => {
    expect(await statusOf(container.items.create({ id: "u1", pk: "u", number: 7 }))).toBe(201);
    expect(await statusOf(container.items.create({ id: "u2", pk: "u", number: 7 }))).toBe(409);
    expect(await statusOf(container.items.create({ id: "u2", pk: "v", number: 7 }))).toBe(201);
  });

  it("that are not there are 404, in a container that is not there as well", async () => {
    expect(await statusOf(container.item("missing", "p").read())).toBe(404);
    expect(await statusOf(container.item("missing", "p").delete())).toBe(404);
    const nowhere = clientOf(server).database("db").container("nowhere");
    expect(await statusOf(nowhere.items.create({ id: "a", pk: "p" }))).toBe(404);
    expect(await statusOf(clientOf(server).database("none").read())).toBe(404);
  });

  it("are replaced only by whom the etag shows to have read them", async () => {
    const { etag } = await container.items.create({ id: "e", pk: "e", number: 1 });
    const item = container.item("e", "e");
    const replace = (number: number) =>
      item.replace({ id: "e", pk: "e", number }, { accessCondition: { type: "IfMatch", condition: etag } });
    expect(await statusOf(replace(2))).toBe(200);
    expect(await statusOf(replace(3))).toBe(412);
    expect((await item.read()).resource).toMatchObject({ number: 2 });
  });

  it("are queried within a partition, in order, page by page", async () => {
    for (const number of [5, 3, 9, 1, 7])
      await container.items.create({ id: `n${number}`, pk: "pages", number });
    const pages: number[][] = [];
    const query = container.items.query<{ number: number }>("SELECT * FROM c ORDER BY c.number", {
      partitionKey: "pages",
      maxItemCount: 2,
    });
    for await (const { resources } of query.getAsyncIterator())
      pages.push(resources.map(({ number }) => number));
    expect(pages.filter((page) => page.length > 0)).toEqual([[1, 3], [5, 7], [9]]);
  });

  it("are queried across partitions", async () => {
    const query = {
      query: "SELECT c.id, c.pk FROM c WHERE c.id = @id",
      parameters: [{ name: "@id", value: "a" }],
    };
    const { resources } = await container.items.query<{ pk: string }>(query).fetchAll();
    expect(resources.map(({ pk }) => pk).toSorted()).toEqual(["p", "q"]);
  });
});

describe("a batch", () => {
  it("is carried out as a whole, or refused as a whole with the culprit named", async () => {
    const dataDir = freshFolder();
    let server = await serverIn(dataDir);
    let container = await containerOn(server);
    const good = await container.items.batch(
      [
        create("a"),
        create("b"),
        { operationType: "Upsert", resourceBody: { id: "a", pk: "p", again: true } },
      ],
      "p",
    );
    expect([good.code, good.result?.map(({ statusCode }) => statusCode)]).toEqual([200, [201, 201, 200]]);
    const bad = await container.items.batch(
      [
        create("c"),
        { operationType: "Delete", id: "b" },
        { operationType: "Replace", id: "a", resourceBody: { id: "a", pk: "p" } },
        create("a"),
        create("d"),
      ],
      "p",
    );
    expect([bad.code, bad.result?.map(({ statusCode }) => statusCode)]).toEqual([
      207,
      [424, 424, 424, 409, 424],
    ]);
    const ids = async () =>
      (
        await container.items
          .query<{ id: string; again?: boolean }>("SELECT * FROM c ORDER BY c.id", { partitionKey: "p" })
          .fetchAll()
      ).resources;
    const before = await ids();
    expect(before.map(({ id, again }) => [id, again])).toEqual([
      ["a", true],
      ["b", undefined],
    ]);
    server = await restarted(server, dataDir);
    container = await containerOn(server);
    expect(await ids()).toStrictEqual(before);
  });
});

describe("a restart", () => {
  it("restores everything that was acknowledged, exactly as it was", async () => {
    const dataDir = freshFolder();
    let server = await serverIn(dataDir);
    let container = await containerOn(server, "/number");
    await container.items.create({ id: "created", pk: "p", number: 1 });
    await container.items.create({ id: "deleted", pk: "p", number: 2 });
    await container.items.create({ id: "replaced", pk: "p", number: 3 });
    await container.items.upsert({ id: "upserted", pk: "p", number: 4 });
    await container.item("deleted", "p").delete();
    await container.item("replaced", "p").replace({ id: "replaced", pk: "p", number: 30 });
    await container.item("created", "p").patch([{ op: "add", path: "/patched", value: true }]);
    const stands = async () =>
      (await container.items.query("SELECT * FROM c ORDER BY c.number", { partitionKey: "p" }).fetchAll())
        .resources as { id: string; _rid: string }[];
    const before = await stands();
    expect(before.map(({ id }) => id)).toEqual(["created", "upserted", "replaced"]);

    server = await restarted(server, dataDir);
    container = await containerOn(server, "/number");
    expect(await stands()).toStrictEqual(before);
    expect(await statusOf(container.items.create({ id: "created", pk: "p", number: 5 }))).toBe(409);
    expect(await statusOf(container.items.create({ id: "new", pk: "p", number: 4 }))).toBe(409);
    expect(await statusOf(container.items.create({ id: "deleted", pk: "p", number: 2 }))).toBe(201);
    expect(new Set((await stands()).map(({ _rid }) => _rid)).size).toBe(4);
  });

  it("does not bring back a container that was deleted", async () => {
    const dataDir = freshFolder();
    let server = await serverIn(dataDir);
    const container = await containerOn(server);
    await container.items.create({ id: "a", pk: "p" });
    await container.delete();
    server = await restarted(server, dataDir);
    const fresh = await containerOn(server);
    expect(await statusOf(fresh.item("a", "p").read())).toBe(404);
  });

  it("refuses a port that is taken", async () => {
    const server = await serverIn(freshFolder());
    await expect(
      startCosmos({ port: Number(new URL(server.url).port), dataDir: freshFolder() }),
    ).rejects.toThrow("EADDRINUSE");
  });
});

/** Writes what it is acknowledged to have written to stdout, and is killed by the server between two points of one write. */
const victim = (dataDir: string) => `
  import { startCosmos } from ${JSON.stringify(new URL("../../local/stand-ins/cosmos.ts", import.meta.url).href)};
  import { CosmosClient } from "@azure/cosmos";
  import { writeSync } from "node:fs";
  const server = await startCosmos({ port: 0, dataDir: ${JSON.stringify(dataDir)} });
  const client = new CosmosClient({ endpoint: server.url, key: server.key });
  const { database } = await client.databases.createIfNotExists({ id: "db" });
  const { container } = await database.containers.createIfNotExists({ id: "items", partitionKey: { paths: ["/pk"] } });
  server.faults.add({ at: "written", action: "kill", skip: 20 });
  for (let number = 0; ; number += 1) {
    await container.items.create({ id: String(number), pk: "p" });
    writeSync(1, number + "\\n");
  }
`;

describe("a process that is killed", () => {
  it(
    "has lost no write that was acknowledged, and at most one more stands",
    { timeout: 15_000 },
    async () => {
      const dataDir = freshFolder();
      const child = spawn(process.execPath, ["--input-type=module", "--eval", victim(dataDir)], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      let said = "";
      child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
      const [, signal] = (await once(child, "close")) as [number | null, string | null];
      expect(signal).toBe("SIGKILL");
      const acknowledged = said.trim().split("\n");
      expect(acknowledged).toHaveLength(20);
      const container = await containerOn(await serverIn(dataDir));
      const { resources } = await container.items
        .query<{ id: string }>("SELECT c.id FROM c", { partitionKey: "p" })
        .fetchAll();
      // The write during which it died was on the disk, though its answer never left.
      expect(resources.map(({ id }) => id)).toEqual([...acknowledged, "20"]);
    },
  );
});

describe("the key", () => {
  it("is asked for, and another is refused", async () => {
    const server = await serverIn(freshFolder());
    const stranger = new CosmosClient({
      endpoint: server.url,
      key: Buffer.from("another key").toString("base64"),
    });
    await expect(stranger.databases.readAll().fetchAll()).rejects.toMatchObject({ code: 401 });
    expect((await fetch(`${server.url}/dbs`)).status).toBe(401);
    expect(
      (await fetch(`${server.url}/dbs`, { headers: { authorization: "type%3dmaster%26ver%3d1.0%26sig%3d" } }))
        .status,
    ).toBe(401);
  });

  it("signs ids that need escaping in an address", async () => {
    const container = await containerOn(await serverIn(freshFolder()));
    for (const id of ["with space", "ümlaut", "a+b&c=d", "percent%41"]) {
      expect(await statusOf(container.items.create({ id, pk: "p" }))).toBe(201);
      expect((await container.item(id, "p").read()).resource).toMatchObject({ id });
    }
  });
});

describe("a fault", () => {
  it("throttles as often as it was told to, with the time to wait", async () => {
    const server = await serverIn(freshFolder());
    const container = await containerOn(server);
    server.faults.add({ at: "write", action: "answer", status: 429, retryAfterSeconds: 2.5, times: 2 });
    for (const id of ["a", "b"]) {
      await expect(container.items.create({ id, pk: "p" })).rejects.toMatchObject({
        code: 429,
        retryAfterInMs: 2500,
      });
    }
    expect(await statusOf(container.items.create({ id: "a", pk: "p" }))).toBe(201);
  });

  it("can hide that a write was carried out", async () => {
    const server = await serverIn(freshFolder());
    const container = await containerOn(server);
    server.faults.add({ at: "written", action: "drop" });
    await expect(container.items.create({ id: "a", pk: "p" })).rejects.toMatchObject({ code: "ECONNRESET" });
    expect(await statusOf(container.items.create({ id: "a", pk: "p" }))).toBe(409);
  });

  it("can be set from outside, as those of the other stand-ins", async () => {
    const server = await serverIn(freshFolder());
    const container = await containerOn(server);
    await container.items.create({ id: "a", pk: "p" });
    const headers = { "content-type": "application/json" };
    const fault = JSON.stringify({ at: "read", action: "answer", status: 503 });
    expect(
      (await fetch(`${server.url}/.local/faults`, { method: "POST", headers, body: fault })).status,
    ).toBe(200);
    const asked = await fetch(`${server.url}/.local/faults`);
    expect(await asked.json()).toMatchObject([{ at: "read", status: 503 }]);
    await fetch(`${server.url}/.local/faults`, { method: "DELETE" });
    expect(await statusOf(container.item("a", "p").read())).toBe(200);
  });
});

describe("what this server does not do", () => {
  it("is refused by name: user-defined functions and replacing a container", async () => {
    const container = await containerOn(await serverIn(freshFolder()));
    await expect(
      container.scripts.userDefinedFunctions.create({ id: "f", body: "function () {}" }),
    ).rejects.toMatchObject({ code: 501 });
    await expect(
      container.replace({ id: "items", partitionKey: { paths: ["/pk"] }, defaultTtl: 1 }),
    ).rejects.toMatchObject({ code: 501 });
  });
});
