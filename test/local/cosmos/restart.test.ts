/** What stands after the local Cosmos account was stopped, or killed. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { startCosmos } from "../../../local/stand-ins/cosmos.ts";
import {
  containerOn,
  freshFolder,
  idsIn,
  restarted,
  serverIn,
  statusOf,
  uniqueOn,
} from "../../support/cosmos-account.ts";

describe("a restart", () => {
  it("restores everything that was acknowledged, exactly as it was", async () => {
    const dataDir = freshFolder();
    let server = await serverIn(dataDir);
    let container = await containerOn(server, uniqueOn("/number"));
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
    container = await containerOn(server, uniqueOn("/number"));
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

/** Writes batches and says on stdout which are acknowledged, until it is killed. */
const victim = (dataDir: string, { fault, size }: { fault?: object; size: number }) => `
  import { startCosmos } from ${JSON.stringify(new URL("../../../local/stand-ins/cosmos.ts", import.meta.url).href)};
  import { CosmosClient } from "@azure/cosmos";
  import { writeSync } from "node:fs";
  const server = await startCosmos({ port: 0, dataDir: ${JSON.stringify(dataDir)} });
  const client = new CosmosClient({ endpoint: server.url, key: server.key });
  const { database } = await client.databases.createIfNotExists({ id: "db" });
  const { container } = await database.containers.createIfNotExists({ id: "items", partitionKey: { paths: ["/pk"] } });
  ${fault === undefined ? "" : `server.faults.add(${JSON.stringify(fault)});`}
  for (let number = 0; ; number += 1) {
    const ids = Array.from({ length: ${size} }, (_, at) => number + "-" + at);
    await container.items.batch(ids.map((id) => ({ operationType: "Create", resourceBody: { id, pk: "p" } })), "p");
    writeSync(1, number + "\\n");
  }
`;

/** Ends when the process is dead; with `most`, it is killed from outside after so many acknowledgements. */
async function acknowledgedBy(script: string, most = Infinity): Promise<string[]> {
  const child = spawn(process.execPath, ["--input-type=module", "--eval", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => {
    said += chunk.toString();
    if (said.split("\n").length > most) child.kill("SIGKILL");
  });
  const [, signal] = (await once(child, "close")) as [number | null, string | null];
  expect(signal).toBe("SIGKILL");
  return said.trim().split("\n");
}

describe("a process that is killed", () => {
  it("has lost no write that was acknowledged, and the one it was about to acknowledge stands", async () => {
    const dataDir = freshFolder();
    const fault = { at: "written", action: "kill", skip: 20 };
    const acknowledged = await acknowledgedBy(victim(dataDir, { fault, size: 1 }));
    expect(acknowledged).toHaveLength(20);
    const container = await containerOn(await serverIn(dataDir));
    const { resources } = await container.items
      .query<{ id: string }>("SELECT c.id FROM c", { partitionKey: "p" })
      .fetchAll();
    // The write during which it died was on the disk, though its answer never left.
    expect(resources.map(({ id }) => id)).toEqual([...acknowledged, "20"].map((number) => `${number}-0`));
  });

  it("at any moment has left all of a batch or nothing, and all of an acknowledged one", async () => {
    const [dataDir, size] = [freshFolder(), 25];
    const acknowledged = await acknowledgedBy(victim(dataDir, { size }), 30);
    const ids = await idsIn(await containerOn(await serverIn(dataDir)));
    const standing = Map.groupBy(ids, (id) => id.split("-")[0]!);
    for (const number of acknowledged) expect(standing.has(number)).toBe(true);
    expect(new Set([...standing.values()].map((batch) => batch.length))).toEqual(new Set([size]));
    expect(standing.size - acknowledged.length).toBeLessThanOrEqual(1);
  });
});
