/** Queries: order, pages and what is missing, as the real service has it, and at the cost of what is found. */
import type { Container, FeedOptions, SqlQuerySpec } from "@azure/cosmos";
import { beforeAll, describe, expect, it } from "vitest";
import type { LocalCosmos } from "../../../local/stand-ins/cosmos.ts";
import { containerOn, create, freshFolder, serverIn } from "../../support/cosmos-account.ts";

let container: Container;
let server: LocalCosmos;

/** Every page of a query, row by row. */
async function pagesOf<Row>(spec: string | SqlQuerySpec, options: FeedOptions): Promise<Row[][]> {
  const pages: Row[][] = [];
  const query = container.items.query<Row>(spec, options);
  for await (const { resources } of query.getAsyncIterator()) pages.push(resources);
  return pages.filter((page) => page.length > 0);
}
const rowsOf = async <Row>(spec: string | SqlQuerySpec, options: FeedOptions = {}) =>
  (await container.items.query<Row>(spec, options).fetchAll()).resources;

describe("a query of one partition", () => {
  const numbers = [5, 3, 9, 1, 7, 8, 2, 6, 4, 10];
  beforeAll(async () => {
    server = await serverIn(freshFolder());
    container = await containerOn(server);
    for (const number of numbers)
      await container.items.create({
        id: `n${number}`,
        pk: "p",
        number,
        nextAt: number % 2 === 0 ? null : `2026-01-${String(number).padStart(2, "0")}`,
        state: number === 10 ? "waiting" : "done",
      });
    await container.items.create({ id: "elsewhere", pk: "q", number: 4 });
  });

  it("comes in the order it asks for, page by page, up or down", async () => {
    const ids = async (order: string) =>
      (await pagesOf<{ number: number }>(`SELECT * FROM c ORDER BY c.number ${order}`, ofThree)).map((page) =>
        page.map(({ number }) => number),
      );
    const ofThree = { partitionKey: "p", maxItemCount: 3 };
    expect(await ids("ASC")).toEqual([[1, 2, 3], [4, 5, 6], [7, 8, 9], [10]]);
    expect(await ids("DESC")).toEqual([[10, 9, 8], [7, 6, 5], [4, 3, 2], [1]]);
  });

  it("begins where its condition says, on the path of its order", async () => {
    const spec = {
      query: "SELECT VALUE c.number FROM c WHERE c.pk = @pk AND c.number >= @from ORDER BY c.number",
      parameters: [
        { name: "@pk", value: "p" },
        { name: "@from", value: 8 },
      ],
    };
    expect(await rowsOf(spec, { partitionKey: "p" })).toEqual([8, 9, 10]);
    expect(await rowsOf("SELECT VALUE c.number FROM c WHERE 3 > c.number", { partitionKey: "p" })).toEqual([
      1, 2,
    ]);
  });

  it("compares only values of one type: what is null is not before any instant", async () => {
    const spec = {
      query: "SELECT VALUE c.number FROM c WHERE c.nextAt <= @now ORDER BY c.nextAt",
      parameters: [{ name: "@now", value: "2026-01-07" }],
    };
    expect(await pagesOf(spec, { partitionKey: "p", maxItemCount: 3 })).toEqual([[1, 3, 5], [7]]);
  });

  it("goes on behind what it returned, though that was changed or deleted meanwhile", async () => {
    const page = async (continuationToken?: string) => {
      const options = {
        partitionKey: "sweep",
        maxItemCount: 2,
        ...(continuationToken && { continuationToken }),
      };
      return container.items.query<{ id: string }>("SELECT * FROM c ORDER BY c.at", options).fetchNext();
    };
    for (const at of [1, 2, 3, 4, 5]) await container.items.create({ id: String(at), pk: "sweep", at });
    const first = await page();
    await container.item("1", "sweep").delete();
    await container.item("3", "sweep").delete();
    await container.items.create({ id: "early", pk: "sweep", at: 0 });
    const second = await page(first.continuationToken);
    expect([first, second].map(({ resources }) => resources.map(({ id }) => id))).toEqual([
      ["1", "2"],
      ["4", "5"],
    ]);
  });

  it("returns what lacks the value of its order first, and last when it goes down", async () => {
    for (const [id, at] of [
      ["none", undefined],
      ["null", null],
      ["text", "a"],
      ["number", 1],
      ["true", true],
    ] as const)
      await container.items.create({ id, pk: "types", at });
    const ids = (order: string) =>
      rowsOf(`SELECT VALUE c.id FROM c ORDER BY c.at ${order}`, { partitionKey: "types" });
    expect(await ids("ASC")).toEqual(["none", "null", "true", "number", "text"]);
    expect(await ids("DESC")).toEqual(["text", "number", "true", "null", "none"]);
  });

  it("counts, and takes the first few", async () => {
    const inP = { partitionKey: "p" };
    expect(await rowsOf("SELECT VALUE COUNT(1) FROM c WHERE c.state = 'done'", inP)).toEqual([9]);
    expect(await rowsOf("SELECT VALUE COUNT(1) FROM c WHERE c.state = 'other'", inP)).toEqual([0]);
    expect(await rowsOf("SELECT TOP 2 VALUE c.number FROM c ORDER BY c.number DESC", inP)).toEqual([10, 9]);
    const paged = { partitionKey: "p", maxItemCount: 2 };
    expect(
      await pagesOf("SELECT TOP 3 VALUE c.number FROM c WHERE c.state = 'done' ORDER BY c.number", paged),
    ).toEqual([[1, 2], [3]]);
  });

  it("finds the few that fulfil a condition on another path than its order", async () => {
    const spec = "SELECT VALUE c.number FROM c WHERE c.state = 'waiting' ORDER BY c.nextAt DESC";
    expect(await rowsOf(spec, { partitionKey: "p" })).toEqual([10]);
    const either = "SELECT VALUE c.number FROM c WHERE c.state = 'waiting' OR c.number < 2 ORDER BY c.number";
    expect(await rowsOf(either, { partitionKey: "p" })).toEqual([1, 10]);
  });

  it("comes in the order of creation where it asks for none, a hundred at a time where it asks for no number", async () => {
    for (let from = 0; from < 240; from += 80) {
      const batch = Array.from({ length: 80 }, (_, at) => create(`m${from + at}`, { pk: "many" }));
      await container.items.batch(batch, "many");
    }
    const pages = await pagesOf<string>("SELECT VALUE c.id FROM c", { partitionKey: "many" });
    expect(pages.map((page) => page.length)).toEqual([100, 100, 40]);
    expect(pages.flat()).toEqual(Array.from({ length: 240 }, (_, at) => `m${at}`));
  });

  it("ends a page at four megabytes", async () => {
    const filler = "x".repeat(1_500_000);
    for (const id of ["1", "2", "3"]) await container.items.create({ id, pk: "large", filler });
    const pages = await pagesOf("SELECT * FROM c", { partitionKey: "large", maxItemCount: -1 });
    expect(pages.map((page) => page.length)).toEqual([2, 1]);
  });

  it("is refused when nobody can read it, and when its continuation is none", async () => {
    await expect(rowsOf("SELEKT * FROM c", { partitionKey: "p" })).rejects.toMatchObject({ code: 400 });
    const options = { partitionKey: "p", continuationToken: "made up" };
    await expect(rowsOf("SELECT * FROM c", options)).rejects.toMatchObject({ code: 400 });
  });
});

describe("a query of all partitions", () => {
  beforeAll(async () => {
    server = await serverIn(freshFolder());
    container = await containerOn(server);
    for (const pk of ["p", "q", "r"])
      for (const seq of [0, 1, 2])
        await container.items.create({ id: String(seq), pk, seq, at: `${seq}${pk}` });
  });

  it("finds what fulfils its condition, in pages", async () => {
    const pages = await pagesOf("SELECT VALUE c.pk FROM c WHERE c.seq = 0", { maxItemCount: 2 });
    expect(pages).toEqual([["p", "q"], ["r"]]);
  });

  it("is asked of each physical partition by the SDK where it has an order, TOP or an aggregate", async () => {
    const order = "SELECT c.pk, c.seq FROM c WHERE c.seq < 2 ORDER BY c.at DESC";
    expect(await rowsOf(order)).toEqual(
      ["r", "q", "p"].map((pk) => ({ pk, seq: 1 })).concat(["r", "q", "p"].map((pk) => ({ pk, seq: 0 }))),
    );
    expect(await rowsOf("SELECT * FROM c WHERE c.seq = 2 ORDER BY c.at")).toMatchObject([
      { pk: "p" },
      { pk: "q" },
      { pk: "r" },
    ]);
    expect(await rowsOf("SELECT TOP 2 VALUE c.at FROM c ORDER BY c.at")).toEqual(["0p", "0q"]);
    expect(await rowsOf("SELECT VALUE COUNT(1) FROM c WHERE c.seq > 0")).toEqual([6]);
    expect(await rowsOf("SELECT VALUE SUM(c.seq) FROM c")).toEqual([9]);
    await expect(rowsOf("SELECT COUNT(1) AS n FROM c")).rejects.toThrow("VALUE");
  });

  it("reads one partition where it names the key", async () => {
    server.charges.reset();
    expect(await rowsOf("SELECT VALUE c.seq FROM c WHERE c.pk = 'q' ORDER BY c.seq DESC")).toEqual([2, 1, 0]);
    expect(server.charges.read().containers.items?.query?.requests).toBe(1);
  });
});

describe("the work of a query", () => {
  /** The charge of a query grows with the documents that are looked at. */
  it("is that of what it finds, whatever else the partition and the container hold", async () => {
    server = await serverIn(freshFolder());
    container = await containerOn(server);
    const fill = async (cases: number) => {
      for (let number = 0; number < cases; number += 1) {
        const pk = `case-${number}`;
        await container.items.batch(
          Array.from({ length: 100 }, (_, seq) => create(String(seq), { pk, seq, at: seq % 10 })),
          pk,
        );
      }
    };
    const charges = async () => {
      const queries: [string, FeedOptions][] = [
        ["SELECT * FROM c WHERE c.pk = 'case-0' AND c.seq >= 98 ORDER BY c.seq", { partitionKey: "case-0" }],
        ["SELECT * FROM c WHERE c.at <= 0 ORDER BY c.at", { partitionKey: "case-0", maxItemCount: 5 }],
        ["SELECT * FROM c ORDER BY c.seq DESC", { partitionKey: "case-0", maxItemCount: 5 }],
        ["SELECT VALUE COUNT(1) FROM c WHERE c.at = 3", { partitionKey: "case-0" }],
        ["SELECT * FROM c WHERE c.seq = 0", { maxItemCount: 1 }],
      ];
      const spent: number[] = [];
      for (const [query, options] of queries)
        spent.push((await container.items.query(query, options).fetchNext()).requestCharge);
      return spent;
    };
    await fill(1);
    const small = await charges();
    await fill(10);
    expect(await charges()).toEqual(small);
    // Looking at the whole partition would be 2.8 and 0.03 for each of its hundred documents.
    for (const charge of small) expect(charge).toBeLessThan(3.5);
  });
});
