/** A transactional batch: all of it or nothing, in memory, in the answer and on the disk. */
import { type Container } from "@azure/cosmos";
import { beforeAll, describe, expect, it } from "vitest";
import type { LocalCosmos } from "../../../local/stand-ins/cosmos.ts";
import {
  containerOn,
  create,
  freshFolder,
  idsIn,
  restarted,
  sent,
  serverIn,
  statusesOf,
  statusOf,
  uniqueOn,
} from "../../support/cosmos-account.ts";

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

describe("a batch that is refused", () => {
  let container: Container;
  let server: LocalCosmos;
  beforeAll(async () => {
    server = await serverIn(freshFolder());
    container = await containerOn(server, uniqueOn("/number"));
  });

  it("names its culprit with its own status: not there, not matching, another's unique key", async () => {
    const { etag } = await container.items.create({ id: "a", pk: "p", number: 1 });
    await container.item("a", "p").replace({ id: "a", pk: "p", number: 2 });
    const replace = (ifMatch: string) =>
      ({
        operationType: "Replace",
        id: "a",
        ifMatch,
        resourceBody: { id: "a", pk: "p", number: 3 },
      }) as const;
    expect(
      await statusesOf(container, [create("b", { number: 9 }), { operationType: "Delete", id: "none" }]),
    ).toEqual([207, [424, 404]]);
    expect(await statusesOf(container, [create("b", { number: 9 }), replace(etag)])).toEqual([
      207,
      [424, 412],
    ]);
    expect(await statusesOf(container, [create("b", { number: 9 }), create("c", { number: 2 })])).toEqual([
      207,
      [424, 409],
    ]);
    expect(await idsIn(container)).toEqual(["a"]);
    // What was taken back left no unique key behind.
    expect(await statusesOf(container, [create("d", { number: 9 })])).toEqual([200, [201]]);
  });

  it("sees what its earlier operations did", async () => {
    const operations = [
      create("seen", { pk: "s" }),
      { operationType: "Read", id: "seen" } as const,
      { operationType: "Delete", id: "seen" } as const,
      create("seen", { pk: "s", again: true }),
    ];
    const { result } = await container.items.batch(operations, "s");
    expect(result?.map(({ statusCode }) => statusCode)).toEqual([201, 200, 204, 201]);
    expect(result?.[1]?.resourceBody).toMatchObject({ id: "seen" });
    expect(result?.[1]?.eTag).toBe(result?.[0]?.eTag);
    expect((await container.item("seen", "s").read()).resource).toMatchObject({ again: true });
  });

  it("is refused over 2 MB as a whole, though each item is smaller", async () => {
    const large = (id: string, number: number) =>
      create(id, { pk: "l", number, filler: "x".repeat(800 * 1024) });
    const over = container.items.batch([large("1", 1), large("2", 2), large("3", 3)], "l");
    await expect(over).rejects.toMatchObject({ cause: { code: 413 } });
    expect(await idsIn(container, "l")).toEqual([]);
    expect(await statusesOf(container, [large("1", 1), large("2", 2)], "l")).toEqual([200, [201, 201]]);
  });

  it("takes a hundred operations and no more", async () => {
    const operations = Array.from({ length: 100 }, (_, number) =>
      create(String(number), { pk: "h", number }),
    );
    const { code } = await container.items.batch(operations, "h");
    expect(code).toBe(200);
    // The SDK itself sends no more.
    const headers = {
      "x-ms-documentdb-partitionkey": '["h"]',
      "x-ms-cosmos-is-batch-request": "True",
      "x-ms-cosmos-batch-atomic": "True",
    };
    const body = JSON.stringify([...operations, create("100", { pk: "h", number: 100 })]);
    const more = await sent(server, { method: "POST", path: "/dbs/db/colls/items/docs", headers, body });
    expect(more.status).toBe(400);
    expect(await statusOf(container.item("100", "h").read())).toBe(404);
  });
});

describe("operations in bulk", () => {
  it("stand each for itself, also in several partitions", async () => {
    const container = await containerOn(await serverIn(freshFolder()));
    await container.items.create({ id: "there", pk: "p" });
    const results = await container.items.executeBulkOperations([
      { operationType: "Create", partitionKey: "p", resourceBody: { id: "there", pk: "p" } },
      { operationType: "Create", partitionKey: "p", resourceBody: { id: "new", pk: "p" } },
      { operationType: "Create", partitionKey: "q", resourceBody: { id: "new", pk: "q" } },
    ]);
    expect(results.map(({ response, error }) => response?.statusCode ?? error?.code)).toEqual([
      409, 201, 201,
    ]);
    expect(await idsIn(container, "p")).toEqual(["new", "there"]);
  });
});
