/** Request units as the local Cosmos account estimates them, on each answer and by its meter. */
import type { Container } from "@azure/cosmos";
import { beforeEach, describe, expect, it } from "vitest";
import type { LocalCosmos } from "../../../local/stand-ins/cosmos.ts";
import { containerOn, create, freshFolder, serverIn, statusOf } from "../../support/cosmos-account.ts";

let server: LocalCosmos;
let container: Container;
beforeEach(async () => {
  server = await serverIn(freshFolder());
  container = await containerOn(server);
  server.charges.reset();
});

/** An item that is stored as so many kilobytes with its system properties. */
const ofKilobytes = (id: string, kilobytes: number) => {
  const rest = 280;
  return { id, pk: "p", filler: "x".repeat(kilobytes * 1024 - rest) };
};

describe("the charge", () => {
  it("of a point read is 1 for a kilobyte and 10 for a hundred", async () => {
    await container.items.create(ofKilobytes("1", 1));
    await container.items.create(ofKilobytes("100", 100));
    expect((await container.item("1", "p").read()).requestCharge).toBeCloseTo(1, 1);
    expect((await container.item("100", "p").read()).requestCharge).toBeCloseTo(10, 1);
  });

  it("of a write is 5.5 for a kilobyte and 50 for a hundred, and a little for each indexed value", async () => {
    // id, pk and filler are indexed: 0.6.
    expect((await container.items.create(ofKilobytes("1", 1))).requestCharge).toBeCloseTo(6.1, 1);
    expect((await container.items.create(ofKilobytes("100", 100))).requestCharge).toBeCloseTo(50.65, 0);
    const values = Object.fromEntries(Array.from({ length: 10 }, (_, at) => [`value${at}`, at]));
    expect((await container.items.create({ id: "v", pk: "p", values })).requestCharge).toBeCloseTo(5.5 + 2.4);
    const bare = await containerOn(server, {
      id: "bare",
      indexingPolicy: { includedPaths: [{ path: "/*" }], excludedPaths: [{ path: "/values/*" }] },
    });
    expect((await bare.items.create({ id: "v", pk: "p", values })).requestCharge).toBeCloseTo(5.5 + 0.4);
  });

  it("of a replace, and of an upsert of what is there, is twice the write; of a delete the same", async () => {
    const { requestCharge } = await container.items.create({ id: "a", pk: "p" });
    const item = container.item("a", "p");
    expect((await item.replace({ id: "a", pk: "p" })).requestCharge).toBeCloseTo(2 * requestCharge);
    expect((await container.items.upsert({ id: "a", pk: "p" })).requestCharge).toBeCloseTo(2 * requestCharge);
    expect((await container.items.upsert({ id: "b", pk: "p" })).requestCharge).toBeCloseTo(requestCharge);
    expect((await item.delete()).requestCharge).toBeCloseTo(requestCharge);
  });

  it("of a query is a base, and grows with what is loaded and returned", async () => {
    for (let at = 0; at < 20; at += 1) await container.items.create({ ...ofKilobytes(String(at), 2), at });
    const charge = async (query: string) =>
      (await container.items.query(query, { partitionKey: "p" }).fetchAll()).requestCharge;
    expect(await charge("SELECT * FROM c WHERE c.at = 99")).toBeCloseTo(2.8);
    const one = await charge("SELECT * FROM c WHERE c.at = 1");
    const all = await charge("SELECT * FROM c");
    expect(all - 2.8).toBeCloseTo(20 * (one - 2.8), 0);
    expect(await charge("SELECT VALUE COUNT(1) FROM c")).toBeLessThan(all);
  });

  it("of a batch is the sum of its operations, each of which says its own", async () => {
    const alone = await container.items.create({ id: "alone", pk: "p" });
    const { headers, result } = await container.items.batch([create("a"), create("b")], "p");
    expect(result?.map(({ requestCharge }) => requestCharge)).toEqual([
      alone.requestCharge,
      alone.requestCharge,
    ]);
    expect(Number(headers?.["x-ms-request-charge"])).toBeCloseTo(2 * alone.requestCharge);
  });

  it("of what is refused or not there is 1", async () => {
    await container.items.create({ id: "a", pk: "p" });
    const refused = (error: { headers?: Record<string, string> }) => error.headers?.["x-ms-request-charge"];
    expect(await container.items.create({ id: "a", pk: "p" }).then(() => undefined, refused)).toBe("1");
    expect((await container.item("none", "p").read()).requestCharge).toBe(1);
  });
});

describe("the meter", () => {
  it("counts by container and operation, and can be read and reset from outside", async () => {
    const other = await containerOn(server, { id: "other" });
    const { requestCharge } = await container.items.create({ id: "a", pk: "p" });
    await container.items.create({ id: "b", pk: "p" });
    expect(await statusOf(other.item("none", "p").read())).toBe(404);
    const door = `${server.url}/.local/charges`;
    const read = async () => (await (await fetch(door)).json()) as ReturnType<typeof server.charges.read>;
    const { charge, containers } = await read();
    expect(containers.items?.create).toEqual({ requests: 2, charge: 2 * requestCharge });
    expect(containers.other?.read).toEqual({ requests: 1, charge: 1 });
    expect(charge).toBeCloseTo(2 * requestCharge + 1);
    expect((await fetch(door, { method: "DELETE" })).status).toBe(204);
    expect(await read()).toEqual({ requests: 0, charge: 0, containers: {} });
  });

  it("charges nothing for the account, containers, ranges and query plans", async () => {
    await container.items.query("SELECT * FROM c", { partitionKey: "p" }).fetchAll();
    const { items } = server.charges.read().containers;
    expect(items?.metadata?.charge).toBe(0);
    expect(items?.query).toMatchObject({ requests: 1, charge: 2.8 });
  });
});
