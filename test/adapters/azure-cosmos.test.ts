/** What the Cosmos adapters make of an account that throttles, goes away or keeps its answer to itself. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CosmosClient } from "@azure/cosmos";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { type LocalCosmos, startCosmos } from "../../local/stand-ins/cosmos.ts";
import { cosmosCaseIndex } from "../../shared/adapters/azure-cosmos/case-index.ts";
import { cosmosClient } from "../../shared/adapters/azure-cosmos/client.ts";
import { ensureContainers } from "../../shared/adapters/azure-cosmos/containers.ts";
import { cosmosLedger } from "../../shared/adapters/azure-cosmos/ledger.ts";
import { TransientFailure } from "../../shared/domain/failures.ts";
import { chainOf } from "../ledger/story.ts";

const dataDir = mkdtempSync(join(tmpdir(), "tocsin-"));
const database = "tocsin";
let server: LocalCosmos;
let client: CosmosClient;
beforeAll(async () => {
  server = await startCosmos({ port: 0, dataDir });
  client = cosmosClient({ endpoint: server.url, key: server.key, database });
  await ensureContainers(client, database);
});
afterEach(() => server.faults.clear());
afterAll(async () => {
  await server.stop();
  rmSync(dataDir, { recursive: true });
});

const ledger = () => cosmosLedger({ client, database });
const entriesOf = (caseId: string, length = 1) =>
  chainOf(
    caseId,
    Array.from({ length }, (_, seq) => ({ kind: "questionExpired", body: { questionId: `q${seq}` } })),
  );

it("repeats a create whose answer was lost, and knows its own entry again", async () => {
  const [entry] = entriesOf("case-lost");
  server.faults.add({ at: "written", action: "drop" });
  expect(await ledger().append([entry!])).toBe("written");
  expect(await ledger().read("case-lost")).toStrictEqual([entry]);
});

it("does not take another's entry for its own after a lost answer", async () => {
  const [theirs] = entriesOf("case-race");
  const [mine] = chainOf("case-race", [{ kind: "questionExpired", body: { questionId: "mine" } }]);
  await ledger().append([theirs!]);
  server.faults.add({ at: "written", action: "drop" });
  expect(await ledger().append([mine!])).toBe("taken");
});

it("gives up after the second lost answer, as something that may pass", async () => {
  const [entry] = entriesOf("case-lost-twice");
  server.faults.add({ at: "write", action: "drop", times: 2 });
  await expect(ledger().append([entry!])).rejects.toThrow(TransientFailure);
  expect(await ledger().append([entry!])).toBe("written");
});

it("waits out a short throttle, and hands on the wish of a long one", async () => {
  const [entry] = entriesOf("case-throttled");
  server.faults.add({ at: "write", action: "answer", status: 429, retryAfterSeconds: 0.01, times: 2 });
  expect(await ledger().append([entry!])).toBe("written");
  server.faults.add({ at: "read", action: "answer", status: 429, retryAfterSeconds: 60, times: 9 });
  await expect(ledger().read("case-throttled")).rejects.toMatchObject({
    name: "TransientFailure",
    retryAfterMs: 60_000,
  });
});

it.each([408, 449, 503])("takes %d for something that may pass", async (status) => {
  server.faults.add({ at: "read", action: "answer", status, times: 20 });
  await expect(ledger().read("case-1")).rejects.toThrow(TransientFailure);
  await expect(cosmosCaseIndex({ client, database }).listPage({})).rejects.toThrow(TransientFailure);
});

it("takes nobody at the address for something that may pass, and a refusal for something that does not", async () => {
  const options = { database, key: server.key };
  const nobody = cosmosClient({ ...options, endpoint: "http://127.0.0.1:9" });
  await expect(cosmosLedger({ client: nobody, database }).read("case-1")).rejects.toThrow(TransientFailure);
  const stranger = cosmosClient({
    ...options,
    endpoint: server.url,
    key: Buffer.from("other").toString("base64"),
  });
  const refused = await cosmosLedger({ client: stranger, database })
    .read("case-1")
    .catch((error: unknown) => error);
  expect(refused).not.toBeInstanceOf(TransientFailure);
  expect(String(refused)).toMatch(/refused with 401 while reading the ledger of case-1/);
});

it("stops at a ledger with a gap, and at an entry that is none", async () => {
  const [, second] = entriesOf("case-gap", 2);
  await ledger().append([second!]);
  await expect(ledger().read("case-gap")).rejects.toThrow(
    /case-gap is damaged at entry 0: nothing stands there/,
  );
  await client
    .database(database)
    .container("ledger")
    .items.create({ id: "0000000000", caseId: "case-odd", seq: 0, kind: "odd" });
  await expect(ledger().read("case-odd")).rejects.toThrow(
    /entry 0 of case-odd is not as the ledger writes them/,
  );
});

it("says that nothing was changed only where reading showed it", async () => {
  const [entry] = entriesOf("case-verified");
  server.faults.add({ at: "write", action: "answer", status: 503, times: 2 });
  await expect(ledger().append([entry!])).rejects.toMatchObject({ changed: "nothing" });
  server.faults.add({ at: "write", action: "answer", status: 503, times: 2 });
  server.faults.add({ at: "read", action: "answer", status: 503, times: 9 });
  await expect(ledger().append([entry!])).rejects.toMatchObject({ changed: "unknown" });
});

it("finds by reading that a batch stands whose answers were all lost", async () => {
  const entries = entriesOf("case-stands", 3);
  server.faults.add({ at: "written", action: "drop", times: 1 });
  server.faults.add({ at: "write", action: "drop", times: 1 });
  expect(await ledger().append(entries)).toBe("written");
  expect(await ledger().read("case-stands")).toStrictEqual(entries);
});

it("does not take the rows of an earlier release for its own: a sweep then makes them anew", async () => {
  const { items } = client.database(database).container("index");
  const row = {
    caseId: "case-old",
    title: "t",
    code: "C0DE",
    state: "open",
    openedAt: "2026-11-24T08:12:00.000Z",
  };
  await items.create({ id: "case-old", pk: "cases", ...row, drill: false, nextAt: null, seq: 4 });
  const index = cosmosCaseIndex({ client, database });
  expect(await index.count({})).toBe(0);
  expect((await index.listPage({})).rows).toEqual([]);
  await index.markDue("case-old", { seq: 5, at: "2026-11-24T09:00:00.000Z" });
  expect((await index.listDue("2026-11-24T09:00:00.000Z")).rows).toMatchObject([{ caseId: "case-old" }]);
});
