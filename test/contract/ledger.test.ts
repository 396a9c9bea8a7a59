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
import type { CaseEvent, Role } from "../../shared/domain/case/events.ts";
import type { CaseRow, RowPage } from "../../shared/contracts/case-row.ts";
import type { CaseIndex, RowFilter } from "../../shared/ports/case-index.ts";
import type { Ledger } from "../../shared/ports/ledger.ts";
import type { QuarantineIndex } from "../../shared/ports/quarantine-index.ts";
import type { QuarantineRow } from "../../shared/contracts/quarantine-row.ts";
import { inBatches } from "../../shared/ledger/batches.ts";
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
    for (const entry of everyKindOnce) expect(await ledger.append([entry])).toBe("written");
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
    expect(await ledger.append([first!])).toBe("written");
    expect(await ledger.append([first!])).toBe("written");
    expect(await ledger.append([other!])).toBe("taken");
    expect(await ledger.read("case-1")).toStrictEqual([first]);
  });

  it("lets one of two writers have a place", async () => {
    const { ledger } = await makeStores();
    const rivals = ["q1", "q2", "q3", "q4"].map((question) => chainOf("case-1", [said(question)])[0]!);
    const answers = await Promise.all(rivals.map((entry) => ledger.append([entry])));
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
    for (const batch of [...inBatches(long), ...inBatches(other)])
      expect(await ledger.append(batch)).toBe("written");
    expect(await ledger.read("case-long")).toStrictEqual(long);
    expect(await ledger.caseIds()).toEqual(["case-long", "case-other"]);
    expect(await ledger.read("case-long", 600)).toStrictEqual(long.slice(600));
    expect(await ledger.read("case-long", 640)).toEqual([]);
    expect(await ledger.readAsItStands("case-other")).toStrictEqual(other);
  });

  it("writes a batch as a whole, and again without a trace", async () => {
    const { ledger } = await makeStores();
    const batch = chainOf("case-1", [said("q1"), said("q2"), said("q3")]);
    expect(await ledger.append(batch)).toBe("written");
    expect(await ledger.append(batch)).toBe("written");
    expect(await ledger.read("case-1")).toStrictEqual(batch);
  });

  it("leaves nothing of a batch of which one place is taken", async () => {
    const { ledger } = await makeStores();
    const theirs = chainOf("case-1", [said("q1"), said("q2")]);
    expect(await ledger.append(theirs)).toBe("written");
    const mine = chainOf("case-1", [said("q1"), said("mine"), said("q3"), said("q4")]);
    expect(await ledger.append(mine.slice(1))).toBe("taken");
    expect(await ledger.read("case-1")).toStrictEqual(theirs);
    expect(await ledger.append(mine)).toBe("taken");
    expect(await ledger.read("case-1")).toStrictEqual(theirs);
  });

  it("lets one of two writers of batches have its places", async () => {
    const { ledger } = await makeStores();
    const rivals = ["a", "b", "c"].map((name) => chainOf("case-1", [said(`${name}1`), said(`${name}2`)]));
    const answers = await Promise.all(rivals.map((batch) => ledger.append(batch)));
    expect(answers.toSorted()).toEqual(["taken", "taken", "written"]);
    expect(await ledger.read("case-1")).toStrictEqual(rivals[answers.indexOf("written")]);
  });
});

const row: CaseRow = {
  caseId: "case-1",
  title: "Exfiltration from the records server",
  code: "K7QX",
  state: "open",
  severity: "high",
  openedAt: "2026-11-24T03:12:00.000Z",
  closedAt: null,
  drill: false,
  regimes: ["gdpr"],
  nextAt: "2026-11-24T07:12:00.000Z",
  caseAt: "2026-11-24T07:12:00.000Z",
  courierAt: null,
  obligations: [
    {
      obligationId: "gdpr.art33.authority",
      title: "Tell the supervisory authority",
      applies: true,
      clock: "running",
      due: "2026-11-27T03:12:00.000Z",
      notBefore: null,
      startAt: "2026-11-24T03:12:00.000Z",
      elapsedHours: true,
      timeZone: "Europe/Dublin",
    },
  ],
  questions: [],
  deadLetters: 0,
  directoryProblem: null,
  seq: 3,
  derivedAt: "2026-11-24T03:13:00.000Z",
};
const [obligation] = row.obligations;
const asking = (role: Role, answerBy: string): CaseRow["questions"] => [
  {
    questionId: "is-breach-1",
    question: "is-breach",
    obligationId: null,
    role,
    askedRoles: [role, "executive"],
    answerBy,
    reminders: 0,
  },
];
const idsOf = ({ rows }: RowPage): readonly string[] => rows.map(({ caseId }) => caseId);

describe.each([
  ["Cosmos", cosmosStores],
  ["the fake", async () => ({ ledger: fakeLedger(), index: fakeCaseIndex() })],
])("an index of cases: %s", (_name, makeStores) => {
  it("lists cases newest first, all or the open ones, and counts them", async () => {
    const { index } = await makeStores();
    await index.put(row);
    await index.put({ ...row, caseId: "case-3", openedAt: "2026-11-26T03:12:00.000Z", state: "waiting" });
    const closed = { state: "closed", nextAt: null, caseAt: null } as const;
    await index.put({ ...row, ...closed, caseId: "case-2", openedAt: "2026-11-25T03:12:00.000Z" });
    expect(idsOf(await index.listPage({}))).toEqual(["case-3", "case-2", "case-1"]);
    expect(idsOf(await index.listPage({ open: true }))).toEqual(["case-3", "case-1"]);
    expect(idsOf(await index.listPage({ open: false }))).toEqual(["case-2"]);
    expect((await index.listPage({})).rows.at(-1)).toStrictEqual(row);
    expect(await index.count({})).toBe(3);
    expect(await index.count({ open: true })).toBe(2);
  });

  it("goes on after each page, in each order, without leaving one out or showing one twice", async () => {
    const { index } = await makeStores();
    const due = (at: string | null) => [{ ...obligation!, due: at }];
    await index.put({ ...row, caseId: "case-1", obligations: due("2026-11-27T00:00:00.000Z") });
    await index.put({ ...row, caseId: "case-2", obligations: due(null) });
    await index.put({ ...row, caseId: "case-3", obligations: due("2026-11-26T00:00:00.000Z") });
    await index.put({ ...row, caseId: "case-4", obligations: due("2026-11-27T00:00:00.000Z") });
    const all = async (order: "opened" | "due"): Promise<readonly string[]> => {
      const ids: string[] = [];
      let after: string | null | undefined;
      do {
        const page = await index.listPage({}, { order, limit: 2, ...(after != null && { after }) });
        expect(page.rows.length).toBeLessThanOrEqual(2);
        ids.push(...idsOf(page));
        after = page.next;
      } while (after !== null);
      return ids;
    };
    // All were opened at one instant: then the order is that of their ids, and the same each time.
    expect(await all("opened")).toEqual(["case-4", "case-3", "case-2", "case-1"]);
    expect(await all("due")).toEqual(["case-3", "case-1", "case-4", "case-2"]);
  });

  it("lists what is due, the oldest first, also of a closed case that has something to do", async () => {
    const { index } = await makeStores();
    const at = (nextAt: string | null) => ({ nextAt, caseAt: nextAt });
    await index.put({ ...row, caseId: "case-1", ...at("2026-11-24T08:00:00.000Z") });
    await index.put({ ...row, caseId: "case-2", ...at("2026-11-24T07:00:00.000Z"), state: "closed" });
    await index.put({ ...row, caseId: "case-3", ...at(null), state: "closed" });
    await index.put({ ...row, caseId: "case-4", ...at("2026-11-24T08:00:00.001Z") });
    const now = "2026-11-24T08:00:00.000Z";
    expect(idsOf(await index.listDue(now))).toEqual(["case-2", "case-1"]);
    const first = await index.listDue(now, { limit: 1 });
    expect(idsOf(first)).toEqual(["case-2"]);
    expect(idsOf(await index.listDue(now, { limit: 1, after: first.next! }))).toEqual(["case-1"]);
    expect(await index.listDue("2026-11-24T06:59:59.999Z")).toEqual({ rows: [], next: null });
  });

  it("marks a case as due before its entry comes, and a reckoning from before it leaves the mark", async () => {
    const { index } = await makeStores();
    const at = "2026-11-24T04:00:00.000Z";
    await index.put(row);
    await index.markDue("case-1", { seq: 4, at });
    expect((await index.listDue(at)).rows).toMatchObject([
      { caseId: "case-1", seq: 3, nextAt: at, caseAt: at },
    ]);
    await index.put({ ...row, derivedAt: "2026-11-24T04:00:01.000Z" });
    expect(idsOf(await index.listDue(at))).toEqual(["case-1"]);
    await index.put({ ...row, seq: 4, derivedAt: "2026-11-24T04:00:02.000Z" });
    expect(idsOf(await index.listDue(at))).toEqual([]);
    // A writer that died before its entry: after two minutes the reckoning stands.
    await index.markDue("case-1", { seq: 5, at });
    await index.put({ ...row, seq: 4, derivedAt: "2026-11-24T04:02:01.000Z" });
    expect(idsOf(await index.listDue(at))).toEqual([]);
  });

  it("has the row of a case that is being opened, for the sweeper only, and takes it back", async () => {
    const { index } = await makeStores();
    const at = "2026-11-24T04:00:00.000Z";
    await index.markDue("case-9", { seq: 0, at });
    expect((await index.listDue(at)).rows).toMatchObject([{ caseId: "case-9", seq: -1 }]);
    expect(await index.listPage({})).toEqual({ rows: [], next: null });
    expect(await index.count({})).toBe(0);
    await index.removeUnopened("case-9");
    expect((await index.listDue(at)).rows).toEqual([]);
    await index.put(row);
    await index.removeUnopened(row.caseId);
    expect(await index.count({})).toBe(1);
  });

  it("finds the questions of a role, the first to be answered on top, and what is in trouble", async () => {
    const { index } = await makeStores();
    await index.put({ ...row, caseId: "case-1", questions: asking("counsel", "2026-11-25T00:00:00.000Z") });
    await index.put({
      ...row,
      caseId: "case-2",
      questions: asking("incident-commander", "2026-11-24T12:00:00.000Z"),
      deadLetters: 1,
    });
    await index.put({ ...row, caseId: "case-3", nextAt: "2026-11-24T06:00:00.000Z" });
    const asked = async (asks: readonly Role[]) => idsOf(await index.listPage({ asks }, { order: "answer" }));
    expect(await asked(["counsel"])).toEqual(["case-1"]);
    expect(await asked(["counsel", "executive"])).toEqual(["case-2", "case-1"]);
    expect(await asked(["auditor"])).toEqual([]);
    expect(await asked([])).toEqual([]);
    expect(idsOf(await index.listPage({ inTroubleAt: "2026-11-24T07:00:00.000Z" }))).toEqual([
      "case-3",
      "case-2",
    ]);
  });

  it("lists the cases of a year's log, and forgets the year with the row that no longer has it", async () => {
    const { index } = await makeStores();
    await index.put({ ...row, logYear: 2026 });
    await index.put({ ...row, caseId: "case-2", logYear: 2027, state: "closed", nextAt: null });
    await index.put({ ...row, caseId: "case-3" });
    const of = async (filter: RowFilter) => idsOf(await index.listPage(filter));
    expect(await of({ logYear: 2026 })).toEqual(["case-1"]);
    expect(await of({ logYear: 2027 })).toEqual(["case-2"]);
    expect(await of({ logYear: 2027, open: true })).toEqual([]);
    expect(await of({ logYear: 2025 })).toEqual([]);
    expect(await index.logYears()).toEqual([2027, 2026]);
    expect((await index.listPage({ logYear: 2026 })).rows).toStrictEqual([{ ...row, logYear: 2026 }]);
    await index.put({ ...row, seq: 4 });
    expect(await of({ logYear: 2026 })).toEqual([]);
    expect(await index.logYears()).toEqual([2027]);
  });

  it("keeps the row of the later entry, and of one entry the later reckoning, whoever comes last", async () => {
    const { index } = await makeStores();
    await index.put({ ...row, seq: 5, state: "notifying" });
    await index.put({ ...row, seq: 4, state: "waiting" });
    expect((await index.listPage({})).rows).toMatchObject([{ seq: 5, state: "notifying" }]);
    const later = { nextAt: "2026-11-24T09:00:00.000Z", derivedAt: "2026-11-24T03:14:00.000Z" };
    await index.put({ ...row, seq: 5, ...later });
    await index.put({ ...row, seq: 5 });
    expect((await index.listPage({})).rows).toMatchObject([{ seq: 5, ...later }]);
    await Promise.all([6, 9, 7, 8].map((seq) => index.put({ ...row, seq })));
    expect((await index.listPage({})).rows).toMatchObject([{ seq: 9 }]);
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
  await cosmosCaseIndex({ client, database }).put(row); // stands in the same container, and is nothing to it
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
