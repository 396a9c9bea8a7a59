/** The faults that the local Cosmos account can be told to have, as the SDK meets them. */
import type { Container } from "@azure/cosmos";
import { beforeEach, describe, expect, it } from "vitest";
import type { LocalCosmos } from "../../../local/stand-ins/cosmos.ts";
import {
  clientOf,
  containerOn,
  create,
  freshFolder,
  idsIn,
  serverIn,
  statusesOf,
  statusOf,
} from "../../support/cosmos-account.ts";

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

describe("a fault for certain requests", () => {
  let server: LocalCosmos;
  let container: Container;
  beforeEach(async () => {
    server = await serverIn(freshFolder());
    container = await containerOn(server);
    await container.items.create({ id: "a", pk: "p" });
  });

  it.each([
    ["create", () => container.items.create({ id: "b", pk: "p" })],
    ["upsert", () => container.items.upsert({ id: "a", pk: "p" })],
    ["replace", () => container.item("a", "p").replace({ id: "a", pk: "p" })],
    ["patch", () => container.item("a", "p").patch([{ op: "add", path: "/b", value: 1 }])],
    ["delete", () => container.item("a", "p").delete()],
  ] as const)("loses the answer of a committed %s and of no other write", async (operation, write) => {
    server.faults.add({ at: "written", action: "drop", on: { operation } });
    expect(await statusesOf(container, [create("other")])).toEqual([200, [201]]);
    const before = await container.item("a", "p").read();
    await expect(write()).rejects.toMatchObject({ code: "ECONNRESET" });
    const after = await container.item("a", "p").read();
    const isThere = await statusOf(container.item("b", "p").read());
    expect(operation === "create" ? isThere === 200 : after.etag !== before.etag).toBe(true);
  });

  it("loses the answer of a committed batch, or the connection before it is looked at", async () => {
    const lost = { cause: { code: "ECONNRESET" } }; // the SDK wraps what goes wrong with a batch
    server.faults.add({ at: "write", action: "drop", on: { operation: "batch" } });
    await expect(container.items.batch([create("b")], "p")).rejects.toMatchObject(lost);
    expect(await idsIn(container)).toEqual(["a"]);
    server.faults.add({ at: "written", action: "drop", on: { operation: "batch", id: "c" } });
    expect(await statusesOf(container, [create("b")])).toEqual([200, [201]]);
    await expect(container.items.batch([create("d"), create("c")], "p")).rejects.toMatchObject(lost);
    expect(await idsIn(container)).toEqual(["a", "b", "c", "d"]);
  });

  it("refuses reads or queries, whatever the SDK asks besides", async () => {
    const query = () => container.items.query("SELECT * FROM c", { partitionKey: "p" }).fetchAll();
    server.faults.add({ at: "read", action: "answer", status: 449, on: { operation: "query" } });
    expect(await statusOf(container.item("a", "p").read())).toBe(200);
    await expect(query()).rejects.toMatchObject({ code: 449 });
    expect((await query()).resources).toHaveLength(1);
    server.faults.add({ at: "read", action: "answer", status: 429, on: { operation: "read" } });
    expect((await query()).resources).toHaveLength(1);
    expect(await statusOf(container.item("a", "p").read())).toBe(429);
  });

  it("means one container, one partition, one item, one address", async () => {
    const other = await containerOn(server, { id: "other" });
    const strikes = async (on: object, id: string, pk: string, where = container) => {
      server.faults.clear();
      server.faults.add({ at: "write", action: "answer", status: 503, on: on as never });
      return (await statusOf(where.items.upsert({ id, pk }))) === 503;
    };
    const [inContainer, inPartition, ofId] = [{ container: "items" }, { partitionKey: "p" }, { id: "a" }];
    expect([await strikes(inContainer, "a", "p"), await strikes(inContainer, "a", "p", other)]).toEqual([
      true,
      false,
    ]);
    expect([await strikes(inPartition, "a", "p"), await strikes(inPartition, "a", "q")]).toEqual([
      true,
      false,
    ]);
    expect([await strikes(ofId, "a", "p"), await strikes(ofId, "b", "p")]).toEqual([true, false]);
    const path = "/dbs/db/colls/other";
    expect([await strikes({ path }, "a", "p", other), await strikes({ path }, "a", "p")]).toEqual([
      true,
      false,
    ]);
    const both = { partitionKey: "p", id: "a" };
    expect([await strikes(both, "a", "p"), await strikes(both, "a", "q")]).toEqual([true, false]);
  });

  it("counts only the requests it means, and strikes as often as it was told to", async () => {
    server.faults.add({
      at: "write",
      action: "answer",
      status: 449,
      skip: 1,
      times: 2,
      on: { operation: "create", partitionKey: "p" },
    });
    const status = (id: string, pk: string) => statusOf(container.items.create({ id, pk }));
    expect([await status("1", "p"), await status("1", "q"), await status("2", "p")]).toEqual([201, 201, 449]);
    expect([await status("2", "q"), await status("2", "p"), await status("2", "p")]).toEqual([201, 449, 201]);
  });

  it("keeps silent until the caller gives up: before it was carried out, or after", async () => {
    const hasty = await containerOn(server, {}, clientOf(server, 300));
    server.faults.add({ at: "write", action: "silence" });
    await expect(hasty.items.create({ id: "b", pk: "p" })).rejects.toThrow();
    expect(await idsIn(container)).toEqual(["a"]);
    server.faults.add({ at: "written", action: "silence" });
    await expect(hasty.items.create({ id: "b", pk: "p" })).rejects.toThrow();
    expect(await idsIn(container)).toEqual(["a", "b"]);
  });

  it("is refused where it could mean nothing", () => {
    expect(() => server.faults.add({ at: "write", action: "drop", on: { operation: "creat" } })).toThrow();
    expect(() => server.faults.add({ at: "write", action: "drop", on: { caseId: "a" } })).toThrow();
    expect(() => server.faults.add({ at: "somewhere", action: "drop" })).toThrow("no such point");
  });
});
