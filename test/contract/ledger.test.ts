/** One suite for every adapter of the ports Ledger, CaseIndex and QuarantineIndex. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cosmosCaseIndex } from "../../shared/adapters/azure-cosmos/case-index.ts";
import { cosmosClient } from "../../shared/adapters/azure-cosmos/client.ts";
import { ensureContainers } from "../../shared/adapters/azure-cosmos/containers.ts";
import { cosmosLedger } from "../../shared/adapters/azure-cosmos/ledger.ts";
import { cosmosQuarantineIndex } from "../../shared/adapters/azure-cosmos/quarantine-index.ts";
import { fakeQuarantineIndex } from "../../shared/adapters/fake-ledger/quarantine-index.ts";
import { fakeCaseIndex } from "../../shared/adapters/fake-ledger/case-index.ts";
import { fakeLedger } from "../../shared/adapters/fake-ledger/ledger.ts";
import { type LocalCosmos, startCosmos } from "../../local/stand-ins/cosmos.ts";
import type { CaseEvent } from "../../shared/domain/case/events.ts";
import type { CaseIndex, CaseRow, Ledger } from "../../shared/ports/ledger.ts";
import type { QuarantineIndex } from "../../shared/ports/quarantine-index.ts";
import type { QuarantineRow } from "../../shared/contracts/quarantine-row.ts";
import { chainOf, everyKindOnce } from "../ledger/story.ts";

const dataDir = mkdtempSync(join(tmpdir(), "tocsin-"));
let server: LocalCosmos;
beforeAll(async () => {
  server = await startCosmos({ port: 0, dataDir });
});
afterAll(async () => {
  await server.stop();
  rmSync(dataDir, { recursive: true });
});

async function cosmosStores(): Promise<{ ledger: Ledger; index: CaseIndex }> {
  const database = `tocsin-${(databases += 1)}`;
  const client = cosmosClient({ endpoint: server.url, key: server.key, database });
  await ensureContainers(client, database);
  return { ledger: cosmosLedger({ client, database }), index: cosmosCaseIndex({ client, database }) };
}
let databases = 0;

const said = (questionId: string): CaseEvent => ({ kind: "questionExpired", body: { questionId } });

describe.each([
  ["Cosmos", cosmosStores],
  ["the fake", async () => ({ ledger: fakeLedger(), index: fakeCaseIndex() })],
])("a ledger: %s", (_name, makeStores) => {
  it("gives back every kind of entry as it was appended", async () => {
    const { ledger } = await makeStores();
    for (const entry of everyKindOnce) expect(await ledger.append(entry)).toBe("written");
    expect(await ledger.read("case-everykindonce00")).toStrictEqual(everyKindOnce);
  });

  it("has no entries of a case that it does not know", async () => {
    const { ledger } = await makeStores();
    expect(await ledger.read("case-unknown")).toEqual([]);
    expect(await ledger.caseIds()).toEqual([]);
  });

  it("says `written` again to the same entry, and `taken` to another in its place", async () => {
    const { ledger } = await makeStores();
    const [first] = chainOf("case-1", [said("q1")]);
    const [other] = chainOf("case-1", [said("q2")]);
    expect(await ledger.append(first!)).toBe("written");
    expect(await ledger.append(first!)).toBe("written");
    expect(await ledger.append(other!)).toBe("taken");
    expect(await ledger.read("case-1")).toStrictEqual([first]);
  });

  it("lets one of two writers have a place", async () => {
    const { ledger } = await makeStores();
    const rivals = ["q1", "q2", "q3", "q4"].map((question) => chainOf("case-1", [said(question)])[0]!);
    const answers = await Promise.all(rivals.map((entry) => ledger.append(entry)));
    expect(answers.toSorted()).toEqual(["taken", "taken", "taken", "written"]);
    expect(await ledger.read("case-1")).toStrictEqual([rivals[answers.indexOf("written")]]);
  });

  it("reads a case that is longer than a page, in order, and no other case with it", async () => {
    const { ledger } = await makeStores();
    const long = chainOf(
      "case-long",
      Array.from({ length: 640 }, (_, seq) => said(`q${seq}`)),
    );
    const other = chainOf("case-other", [said("q1"), said("q2")]);
    const entries = [...other, ...long];
    while (entries.length > 0) await Promise.all(entries.splice(0, 40).map((entry) => ledger.append(entry)));
    expect(await ledger.read("case-long")).toStrictEqual(long);
    expect(await ledger.caseIds()).toEqual(["case-long", "case-other"]);
  });
});

const row: CaseRow = {
  caseId: "case-1",
  title: "Exfiltration from the records server",
  code: "K7QX",
  state: "open",
  openedAt: "2026-11-24T03:12:00.000Z",
  drill: false,
  nextAt: "2026-11-24T07:12:00.000Z",
  seq: 3,
};

describe.each([
  ["Cosmos", cosmosStores],
  ["the fake", async () => ({ ledger: fakeLedger(), index: fakeCaseIndex() })],
])("an index of cases: %s", (_name, makeStores) => {
  it("lists cases newest first, all or the open ones", async () => {
    const { index } = await makeStores();
    await index.putCase(row);
    await index.putCase({ ...row, caseId: "case-3", openedAt: "2026-11-26T03:12:00.000Z", state: "waiting" });
    await index.putCase({
      ...row,
      caseId: "case-2",
      openedAt: "2026-11-25T03:12:00.000Z",
      state: "closed",
      nextAt: null,
    });
    expect((await index.listCases()).map(({ caseId }) => caseId)).toEqual(["case-3", "case-2", "case-1"]);
    expect((await index.listCases({ open: true })).map(({ caseId }) => caseId)).toEqual(["case-3", "case-1"]);
    expect((await index.listCases({ open: false })).map(({ caseId }) => caseId)).toEqual(["case-2"]);
    expect((await index.listCases()).at(-1)).toStrictEqual(row);
  });

  it("lists the cases of a year's log, and forgets the year with the row that no longer has it", async () => {
    const { index } = await makeStores();
    await index.putCase({ ...row, logYear: 2026 });
    await index.putCase({ ...row, caseId: "case-2", logYear: 2027, state: "closed", nextAt: null });
    await index.putCase({ ...row, caseId: "case-3" });
    const of = async (filter: Parameters<CaseIndex["listCases"]>[0]) =>
      (await index.listCases(filter)).map(({ caseId }) => caseId);
    expect(await of({ logYear: 2026 })).toEqual(["case-1"]);
    expect(await of({ logYear: 2027 })).toEqual(["case-2"]);
    expect(await of({ logYear: 2027, open: true })).toEqual([]);
    expect(await of({ logYear: 2025 })).toEqual([]);
    expect(await index.listCases({ logYear: 2026 })).toStrictEqual([{ ...row, logYear: 2026 }]);
    await index.putCase({ ...row, seq: 4 });
    expect(await of({ logYear: 2026 })).toEqual([]);
  });

  it("keeps the row of the later entry, whoever comes last", async () => {
    const { index } = await makeStores();
    await index.putCase({ ...row, seq: 5, state: "notifying" });
    await index.putCase({ ...row, seq: 4, state: "waiting" });
    expect(await index.listCases()).toMatchObject([{ seq: 5, state: "notifying" }]);
    await index.putCase({ ...row, seq: 5, state: "notifying", nextAt: "2026-11-24T09:00:00.000Z" });
    expect(await index.listCases()).toMatchObject([{ seq: 5, nextAt: "2026-11-24T09:00:00.000Z" }]);
    await Promise.all([6, 9, 7, 8].map((seq) => index.putCase({ ...row, seq })));
    expect(await index.listCases()).toMatchObject([{ seq: 9 }]);
  });

  it("lets one case have a key, and tells the others which", async () => {
    const { index } = await makeStores();
    expect(await index.claimKeys(["defender:1", "/subscriptions/x?y#z\\"], "case-1")).toBeUndefined();
    expect(await index.claimKeys(["defender:1"], "case-1")).toBeUndefined();
    expect(await index.claimKeys(["sentinel:9", "/subscriptions/x?y#z\\"], "case-2")).toBe("case-1");
    expect(await index.findByKeys(["nobody:0", "defender:1"])).toBe("case-1");
    expect(await index.findByKeys(["sentinel:9"])).toBeUndefined();
    expect(await index.findByKeys([])).toBeUndefined();
  });

  it("gives a key that many want at once to one of them", async () => {
    const { index } = await makeStores();
    const claims = await Promise.all(
      ["case-1", "case-2", "case-3"].map((caseId) => index.claimKeys(["defender:1"], caseId)),
    );
    const holder = await index.findByKeys(["defender:1"]);
    expect(claims.filter((claim) => claim === undefined)).toHaveLength(1);
    expect(claims.filter((claim) => claim === holder)).toHaveLength(2);
  });

  it("remembers which case last had an alert with a key, the latest first", async () => {
    const { index } = await makeStores();
    const [early, late] = ["2026-11-24T03:12:00.000Z", "2026-11-24T05:00:00.000Z"];
    await index.putRelated(["resource:/a", "xdr-incident:9"], { caseId: "case-1", at: early });
    await index.putRelated(["resource:/a"], { caseId: "case-2", at: late });
    await index.putRelated(["resource:/a"], { caseId: "case-1", at: early });
    expect(await index.findRelated(["xdr-incident:9", "resource:/a", "resource:/b"])).toEqual([
      { key: "resource:/a", caseId: "case-2", at: late },
      { key: "xdr-incident:9", caseId: "case-1", at: early },
    ]);
    expect(await index.findRelated([])).toEqual([]);
    // Belonging together is not being the same thing.
    expect(await index.findByKeys(["resource:/a"])).toBeUndefined();
  });

  it("remembers whose message an operation is", async () => {
    const { index } = await makeStores();
    await index.putOperation("op-1", { caseId: "case-1", key: "case-1|n1" });
    await index.putOperation("op-1", { caseId: "case-1", key: "case-1|n1" });
    expect(await index.findOperation("op-1")).toEqual({ caseId: "case-1", key: "case-1|n1" });
    expect(await index.findOperation("op-2")).toBeUndefined();
  });
});

async function cosmosQuarantine(): Promise<QuarantineIndex> {
  const database = `tocsin-${(databases += 1)}`;
  const client = cosmosClient({ endpoint: server.url, key: server.key, database });
  await ensureContainers(client, database);
  await cosmosCaseIndex({ client, database }).putCase(row); // stands in the same container, and is nothing to it
  return cosmosQuarantineIndex({ client, database });
}

const unread: QuarantineRow = {
  quarantineId: "quarantine-1",
  state: "waiting",
  source: "http:sentinel",
  reason: "it is not JSON",
  receivedAt: "2026-11-24T03:12:00.000Z",
  arrivals: 1,
  digest: "0".repeat(64),
  bytes: 12,
  caseIds: [],
  seq: 0,
};

describe.each([
  ["Cosmos", cosmosQuarantine],
  ["the fake", async () => fakeQuarantineIndex()],
])("an index of the quarantine: %s", (_name, makeIndex) => {
  it("counts what waits, and lists the newest first, at most as many as were asked for", async () => {
    const index = await makeIndex();
    expect(await index.countWaiting()).toBe(0);
    expect(await index.list({ waiting: true, most: 10 })).toEqual([]);
    await index.put(unread);
    await index.put({ ...unread, quarantineId: "quarantine-3", receivedAt: "2026-11-26T03:12:00.000Z" });
    await index.put({ ...unread, quarantineId: "quarantine-2", receivedAt: "2026-11-25T03:12:00.000Z" });
    const settled: QuarantineRow = {
      ...unread,
      quarantineId: "quarantine-4",
      state: "resubmitted",
      caseIds: ["case-1"],
    };
    await index.put(settled);
    expect(await index.countWaiting()).toBe(3);
    const ids = (await index.list({ waiting: true, most: 2 })).map(({ quarantineId }) => quarantineId);
    expect(ids).toEqual(["quarantine-3", "quarantine-2"]);
    expect(await index.list({ waiting: false, most: 10 })).toStrictEqual([settled]);
  });

  it("keeps the row of the later entry, whoever comes last", async () => {
    const index = await makeIndex();
    await index.put({ ...unread, state: "dismissed", seq: 2 });
    await index.put({ ...unread, seq: 1 });
    expect(await index.countWaiting()).toBe(0);
    await Promise.all([3, 6, 4, 5].map((seq) => index.put({ ...unread, seq, arrivals: seq })));
    expect(await index.list({ waiting: true, most: 10 })).toMatchObject([{ seq: 6, arrivals: 6 }]);
  });
});
