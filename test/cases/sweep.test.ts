/** What the sweeper finds, whom it wakes and replaces, and that one case never takes others along. */
import { expect, onTestFinished, test } from "vitest";
import { demoAlert } from "../../local/demo/alert.ts";
import { fakeCaseIndex } from "../../shared/adapters/fake-ledger/case-index.ts";
import { fakeLedger } from "../../shared/adapters/fake-ledger/ledger.ts";
import type { FakeLedger } from "../../shared/adapters/fake-ledger/ledger.ts";
import { takeInboundPayload } from "../../shared/cases/commands/intake.ts";
import { sweep } from "../../shared/cases/commands/sweep.ts";
import { commit, open } from "../../shared/cases/store/commit.ts";
import { rebuildIndex } from "../../shared/cases/store/rebuild-index.ts";
import type { LedgerEntry } from "../../shared/domain/case/events.ts";
import { TransientFailure } from "../../shared/domain/failures.ts";
import type { Instant } from "../../shared/domain/instants.ts";
import { defaultRules } from "../../shared/intake/default-rules.ts";
import type { CaseIndex } from "../../shared/ports/case-index.ts";
import type { Orchestrator } from "../../shared/ports/orchestrator.ts";
import { testContext } from "../support/app-context.ts";
import type { TestContext } from "../support/app-context.ts";
import { silentOrchestrator, walk } from "../support/walk.ts";

const startAt: Instant = "2026-11-24T08:12:00.000Z";
const minute = 60_000;
const later = (ms: number): Instant => new Date(Date.parse(startAt) + ms).toISOString();
const person = { kind: "person", id: "person-1", name: "A. Person" } as const;
/** Moves clocks, so that the case has something to do. */
const recount = { kind: "changeFacts", set: { affectedTotal: 600 }, reason: "counted" } as const;

type Context = TestContext & { readonly ledger: FakeLedger };

function newContext(): Context {
  const base = testContext((check) => onTestFinished(check), startAt);
  base.mail.expectAnything();
  return { ...base, ledger: fakeLedger() };
}

/** The first entry that the demo's alert makes. */
async function opening(): Promise<Extract<LedgerEntry, { readonly kind: "caseOpened" }>> {
  const appContext = newContext();
  const bytes = new TextEncoder().encode(JSON.stringify(demoAlert(Date.parse(startAt))));
  const arrival = { bytes, contentType: "application/json", channel: "test" };
  await takeInboundPayload(appContext, silentOrchestrator, arrival, defaultRules);
  const [first] = appContext.ledger.all;
  if (first?.kind !== "caseOpened") throw new Error("the alert opened no case");
  return first;
}

/** A case that is looked after and sleeps. */
async function openCase(appContext: Context, name = "1"): Promise<string> {
  const { actor, body } = await opening();
  const caseId = `case-${name.padStart(16, "0")}`;
  await open(appContext, caseId, actor, { kind: "caseOpened", body });
  await walk(appContext, caseId, appContext.clock.now());
  return caseId;
}

interface Watched extends Orchestrator {
  readonly calls: readonly string[];
}

/** Everything is at work, but for what was named. */
function watched(lost: readonly string[] = []): Watched {
  const calls: string[] = [];
  return {
    calls,
    wake: async (caseId) => void calls.push(`wake ${caseId}`),
    wakeCourier: async (caseId) => void calls.push(`wake courier-${caseId}`),
    repair: async (caseId, which, { standsStill }) => {
      const instance = which === "case" ? caseId : `courier-${caseId}`;
      const replaced = standsStill || lost.includes(instance);
      if (replaced) calls.push(`replace ${instance}`);
      return replaced;
    },
  };
}

/** An index that counts what it is asked. */
function counted(index: CaseIndex): { readonly index: CaseIndex; readonly asked: readonly string[] } {
  const asked: string[] = [];
  const counting = new Proxy(index, {
    get: (target, name, receiver) => {
      const member: unknown = Reflect.get(target, name, receiver);
      if (typeof member !== "function") return member;
      return (...given: unknown[]) => (
        asked.push(String(name)),
        Reflect.apply(member, target, given) as unknown
      );
    },
  });
  return { index: counting, asked };
}

test("with nothing due the index is asked once, and the ledger not at all", async () => {
  const base = newContext();
  await openCase(base);
  const { index, asked } = counted(base.index);
  let reads = 0;
  const ledger = {
    ...base.ledger,
    read: (...given: Parameters<FakeLedger["read"]>) => ((reads += 1), base.ledger.read(...given)),
  };
  const appContext = { ...base, index, ledger };
  await sweep(appContext, watched()); // the first of a process compares
  const before = asked.length;
  reads = 0;
  expect(await sweep(appContext, watched())).toMatchObject({ due: 0, repaired: 0, failed: [] });
  expect(asked.slice(before)).toEqual(["listDue"]);
  expect(reads).toBe(0);
});

test("a case whose row could not be written after a command is woken, and its row is made good", async () => {
  const appContext = newContext();
  const caseId = await openCase(appContext);
  const faulty = {
    ...appContext,
    index: { ...appContext.index, put: () => Promise.reject(new TransientFailure("503")) },
  };
  await commit(faulty, caseId, person, recount);
  appContext.setNow(later(minute));
  const orchestrator = watched();
  expect(await sweep(appContext, orchestrator)).toMatchObject({ due: 1, repaired: 0 });
  expect(orchestrator.calls).toEqual([`wake ${caseId}`]);
  const [entry] = appContext.ledger.all.slice(-1);
  expect((await appContext.index.listPage({})).rows).toMatchObject([{ caseId, seq: entry?.seq }]);
});

test("an opening that tore between its row and its wake is found within a minute", async () => {
  const appContext = newContext();
  const { actor, body } = await opening();
  const caseId = "case-0000000000000001";
  await sweep(appContext, watched());
  const faulty = {
    ...appContext,
    index: { ...appContext.index, put: () => Promise.reject(new TransientFailure("503")) },
  };
  await open(faulty, caseId, actor, { kind: "caseOpened", body });
  appContext.setNow(later(minute));
  const orchestrator = watched([caseId]);
  expect(await sweep(appContext, orchestrator)).toMatchObject({ due: 1, repaired: 1 });
  expect(orchestrator.calls).toEqual([`replace ${caseId}`]);
  expect(await appContext.index.count({ open: true })).toBe(1);
});

test("the row of an opening that never came is taken back after a while", async () => {
  const appContext = newContext();
  await appContext.index.markDue("case-neveropened0000", { seq: 0, at: startAt });
  appContext.setNow(later(minute));
  expect(await sweep(appContext, watched())).toMatchObject({ due: 1, failed: [] });
  appContext.setNow(later(11 * minute));
  expect(await sweep(appContext, watched())).toMatchObject({ due: 1, failed: [] });
  expect(await sweep(appContext, watched())).toMatchObject({ due: 0 });
});

test("what is due is woken, and replaced once it has stood still for more than three minutes", async () => {
  const appContext = newContext();
  const caseId = await openCase(appContext);
  await sweep(appContext, watched());
  await commit(appContext, caseId, person, recount);
  const calls: string[] = [];
  for (let passed = 1; passed <= 5; passed += 1) {
    appContext.setNow(later(passed * minute));
    const orchestrator = watched();
    await sweep(appContext, orchestrator);
    calls.push(...orchestrator.calls);
  }
  // A replaced one has three minutes, too.
  expect(calls).toEqual([
    `wake ${caseId}`,
    `wake ${caseId}`,
    `wake ${caseId}`,
    `replace ${caseId}`,
    `wake ${caseId}`,
  ]);
});

test("each orchestration of a case is judged by its own instant", async () => {
  const appContext = newContext();
  const caseId = await openCase(appContext);
  await sweep(appContext, watched());
  const [row] = (await appContext.index.listPage({})).rows;
  // Only the courier is behind: the case itself sleeps until its own instant.
  await appContext.index.put({ ...row!, nextAt: startAt, courierAt: startAt });
  const orchestrator = watched();
  await sweep(appContext, orchestrator);
  expect(orchestrator.calls).toEqual([]);
  const [after] = (await appContext.index.listPage({})).rows;
  expect(after).toMatchObject({ caseId, courierAt: null, caseAt: row?.caseAt });
});

test("one case that is damaged, and one whose orchestration cannot be asked, do not stop the others", async () => {
  const appContext = newContext();
  const [damaged, unasked, sound] = [
    await openCase(appContext, "a"),
    await openCase(appContext, "b"),
    await openCase(appContext, "c"),
  ] as const;
  await sweep(appContext, watched());
  for (const caseId of [damaged, unasked, sound]) await commit(appContext, caseId, person, recount);
  const { seq } = (await appContext.ledger.read(damaged)).at(-1)!;
  appContext.ledger.damage(damaged, seq, { caseId: damaged, seq, nonsense: true });
  // Another process, which has not read them yet.
  const fresh = { ...appContext, ledger: { ...appContext.ledger }, index: { ...appContext.index } };
  const calls: string[] = [];
  const orchestrator: Orchestrator = {
    ...watched(),
    wake: (caseId) =>
      caseId === unasked
        ? Promise.reject(new TransientFailure("the task hub is away"))
        : Promise.resolve(void calls.push(caseId)),
  };
  const swept = await sweep(fresh, orchestrator);
  expect(swept.due).toBe(3);
  expect(swept.failed.map(({ caseId }) => caseId).toSorted()).toEqual([damaged, unasked].toSorted());
  expect(swept.failed.find(({ caseId }) => caseId === damaged)?.reason).toContain(`entry ${seq}`);
  expect(calls).toEqual([sound]);
});

test("an index that was lost is made again by the first sweep of a process, but for what is damaged", async () => {
  const appContext = newContext();
  const [damaged, sound] = [await openCase(appContext, "a"), await openCase(appContext, "b")] as const;
  const [first] = await appContext.ledger.read(damaged);
  appContext.ledger.damage(damaged, 0, { ...first, hash: "0".repeat(64) });
  const bereft = { ...appContext, ledger: { ...appContext.ledger }, index: fakeCaseIndex() };
  const swept = await sweep(bereft, watched());
  expect(swept.rebuilt).toMatchObject({ cases: 1, failed: [{ caseId: damaged }] });
  expect((await bereft.index.listPage({})).rows.map(({ caseId }) => caseId)).toEqual([sound]);
  expect(await rebuildIndex(bereft)).toMatchObject({ cases: 1, failed: [{ caseId: damaged }] });
  // What is damaged stays missing, and is not read every minute for that.
  await sweep(bereft, watched());
  await sweep(bereft, watched());
  expect((await sweep(bereft, watched())).rebuilt).toBeNull();
});
