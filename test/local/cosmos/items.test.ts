/** Items of the local Cosmos account as `@azure/cosmos` meets them: the rules of the real one where we rely on them. */
import { type Container, CosmosClient } from "@azure/cosmos";
import { beforeAll, describe, expect, it } from "vitest";
import type { LocalCosmos } from "../../../local/stand-ins/cosmos.ts";
import {
  clientOf,
  containerOn,
  create,
  freshFolder,
  sent,
  serverIn,
  statusesOf,
  statusOf,
  uniqueOn,
} from "../../support/cosmos-account.ts";

let container: Container;
let server: LocalCosmos;

describe("items", () => {
  beforeAll(async () => {
    server = await serverIn(freshFolder());
    container = await containerOn(server, uniqueOn("/number"));
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
});

describe("what is no item", () => {
  beforeAll(async () => {
    server = await serverIn(freshFolder());
    container = await containerOn(server);
  });

  it("is refused for its id: none, one with a character that addresses use, or too long a one", async () => {
    for (const id of ["a/b", "a\\b", "a?b", "a#b", "x".repeat(1024), "ü".repeat(512)])
      expect(await statusesOf(container, [create(id)])).toEqual([207, [400]]);
    const options = { disableAutomaticIdGeneration: true };
    expect(await statusOf(container.items.create({ pk: "p" }, options))).toBe(400);
    expect(await statusOf(container.items.create({ id: "a?b", pk: "p" }))).toBe(400);
    expect(await statusOf(container.items.create({ id: "x".repeat(1023), pk: "p" }))).toBe(201);
  });

  it("is refused over 2 MB, and nothing stands", async () => {
    const ofBytes = (bytes: number) => ({ id: "big", pk: "p", filler: "x".repeat(bytes) });
    expect(await statusOf(container.items.create(ofBytes(2 * 1024 * 1024)))).toBe(413);
    expect(await statusOf(container.item("big", "p").read())).toBe(404);
    expect(await statusOf(container.items.create(ofBytes(2 * 1024 * 1024 - 1000)))).toBe(201);
    expect(await statusOf(container.items.upsert(ofBytes(2 * 1024 * 1024)))).toBe(413);
  });

  it("is refused under another partition key than its own, or under none", async () => {
    await container.items.create({ id: "k", pk: "p" });
    expect(await statusOf(container.item("k", "p").replace({ id: "k", pk: "q" }))).toBe(400);
    expect(await statusesOf(container, [create("other", { pk: "q" })])).toEqual([207, [400]]);
    expect(await statusOf(container.item("k", "q").read())).toBe(404);
    const keyless = await sent(server, { method: "GET", path: "/dbs/db/colls/items/docs/k" });
    expect([keyless.status, keyless.headers.get("x-ms-substatus")]).toEqual([400, "1001"]);
    expect(await statusOf(container.items.create({ id: "long", pk: "x".repeat(2049) }))).toBe(400);
  });

  it("may have no partition key member at all, which is a partition of its own", async () => {
    expect(await statusOf(container.items.create({ id: "none" }))).toBe(201);
    expect(await statusOf(container.item("none", undefined).read())).toBe(200);
    expect(await statusOf(container.item("none", "p").read())).toBe(404);
  });

  it("is not deleted, patched or upserted by whom the etag shows not to have read it", async () => {
    const { etag } = await container.items.create({ id: "e", pk: "p", number: 1 });
    const item = container.item("e", "p");
    await item.replace({ id: "e", pk: "p", number: 2 });
    const stale = { accessCondition: { type: "IfMatch", condition: etag } };
    expect(await statusOf(item.delete(stale))).toBe(412);
    expect(await statusOf(item.patch([{ op: "incr", path: "/number", value: 1 }], stale))).toBe(412);
    expect(await statusOf(container.items.upsert({ id: "e", pk: "p", number: 3 }, stale))).toBe(412);
    expect((await item.read()).resource).toMatchObject({ number: 2 });
  });

  it("is not read again where the etag shows that it did not change", async () => {
    const { etag } = await container.items.create({ id: "same", pk: "p" });
    const known = { accessCondition: { type: "IfNoneMatch", condition: etag } };
    expect(await statusOf(container.item("same", "p").read(known))).toBe(304);
  });
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
