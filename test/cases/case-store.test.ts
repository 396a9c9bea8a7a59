/** What a command leaves behind, and what it says of it, when the ledger or the index answers wrongly, late or not at all. */
import { describe, expect, onTestFinished, test } from "vitest";
import { demoAlert } from "../../local/demo/alert.ts";
import { fakeLedger } from "../../shared/adapters/fake-ledger/ledger.ts";
import type { FakeLedger } from "../../shared/adapters/fake-ledger/ledger.ts";
import { takeInboundPayload } from "../../shared/cases/commands/intake.ts";
import { caseOf } from "../../shared/cases/queries/read-case.ts";
import { commit, loadCase, open } from "../../shared/cases/store/commit.ts";
import { loadCaseAt } from "../../shared/cases/store/case-store.ts";
import type { Command } from "../../shared/domain/case/commands.ts";
import { foldCase } from "../../shared/domain/case/evolve.ts";
import { LedgerDamage, TransientFailure } from "../../shared/domain/failures.ts";
import { defaultRules } from "../../shared/intake/default-rules.ts";
import type { CaseIndex } from "../../shared/ports/case-index.ts";
import { testContext } from "../support/app-context.ts";
import type { TestContext } from "../support/app-context.ts";
import { silentOrchestrator, walk } from "../support/walk.ts";

const startAt = "2026-11-24T08:12:00.000Z";
const person = { kind: "person", id: "person-1", name: "A. Person" } as const;
const counted = (affectedTotal: number): Command => ({
  kind: "changeFacts",
  set: { affectedTotal },
  reason: "counted again",
});

interface OpenCase {
  readonly appContext: TestContext & { readonly ledger: FakeLedger };
  readonly caseId: string;
}

/** A case that sleeps: its row is not due. */
async function openCase(): Promise<OpenCase> {
  const base = testContext((check) => onTestFinished(check), startAt);
  base.mail.expectAnything();
  const appContext = { ...base, ledger: fakeLedger() };
  const bytes = new TextEncoder().encode(JSON.stringify(demoAlert(Date.parse(startAt))));
  const arrival = { bytes, contentType: "application/json", channel: "test" };
  const [taken] = await takeInboundPayload(appContext, silentOrchestrator, arrival, defaultRules);
  if (taken?.kind !== "opened") throw new Error("the alert opened no case");
  await walk(appContext, taken.caseId, startAt);
  return { appContext, caseId: taken.caseId };
}

const withIndex = <Context extends TestContext>(appContext: Context, index: Partial<CaseIndex>): Context => ({
  ...appContext,
  index: { ...appContext.index, ...index },
});
const withLedger = (appContext: OpenCase["appContext"], ledger: Partial<FakeLedger>) => ({
  ...appContext,
  ledger: { ...appContext.ledger, ...ledger },
});
const unavailable = () => Promise.reject(new TransientFailure("503"));
const dueIds = async ({ index, clock }: TestContext): Promise<readonly string[]> =>
  (await index.listDue(clock.now())).rows.map(({ caseId }) => caseId);

describe("a command", () => {
  test("whose row cannot be written after the append is recorded, says so, and leaves the row due", async () => {
    const { appContext, caseId } = await openCase();
    expect(await dueIds(appContext)).toEqual([]);
    const faulty = withIndex(appContext, { put: unavailable });
    const committed = await commit(faulty, caseId, person, counted(40));
    expect(committed).toMatchObject({ ok: true, written: 1, pagesMayLag: true });
    expect((await loadCase(appContext, caseId))?.facts.affectedTotal).toBe(40);
    expect(await dueIds(appContext)).toEqual([caseId]);
  });

  test("that cannot mark its row as due appends nothing, and that is what it says", async () => {
    const { appContext, caseId } = await openCase();
    const before = appContext.ledger.all.length;
    const faulty = withIndex(appContext, { markDue: unavailable });
    await expect(commit(faulty, caseId, person, counted(40))).rejects.toMatchObject({ changed: "nothing" });
    expect(appContext.ledger.all).toHaveLength(before);
  });

  test("whose process dies between append and row is found by the row", async () => {
    const { appContext, caseId } = await openCase();
    let appended = false;
    const dying = withLedger(appContext, {
      append: async (entries) => {
        expect(await dueIds(appContext)).toEqual([caseId]);
        await appContext.ledger.append(entries);
        appended = true;
        throw new Error("the process died");
      },
    });
    await expect(commit(dying, caseId, person, counted(40))).rejects.toThrow("the process died");
    expect(appended).toBe(true);
    expect(await dueIds(appContext)).toEqual([caseId]);
  });

  test("hands on what the ledger knows of a failed append: nothing stands, or nobody knows", async () => {
    const { appContext, caseId } = await openCase();
    for (const changed of ["nothing", "unknown"] as const) {
      const faulty = withLedger(appContext, {
        append: () => Promise.reject(new TransientFailure("no answer", { changed })),
      });
      await expect(commit(faulty, caseId, person, counted(40))).rejects.toMatchObject({ changed });
    }
  });

  test("decides again on what somebody else wrote in between", async () => {
    const { appContext, caseId } = await openCase();
    const other = { ...appContext, ledger: { ...appContext.ledger } };
    let interfered = false;
    const slow = withLedger(appContext, {
      append: async (entries) => {
        if (!interfered) {
          interfered = true;
          expect((await commit(other, caseId, person, counted(41))).ok).toBe(true);
        }
        return appContext.ledger.append(entries);
      },
    });
    const committed = await commit(slow, caseId, person, {
      kind: "changeFacts",
      set: { riskLevel: "high" },
      reason: "r",
    });
    expect(committed).toMatchObject({ ok: true, written: 1 });
    expect((await loadCase(appContext, caseId))?.facts).toMatchObject({
      affectedTotal: 41,
      riskLevel: "high",
    });
  });

  test("waits for the others of its process, so none of them conflicts", async () => {
    const { appContext, caseId } = await openCase();
    let taken = 0;
    const counting = withLedger(appContext, {
      append: async (entries) => {
        const answer = await appContext.ledger.append(entries);
        if (answer === "taken") taken += 1;
        return answer;
      },
    });
    const totals = Array.from({ length: 20 }, (_, index) => index + 1);
    const all = await Promise.all(totals.map((total) => commit(counting, caseId, person, counted(total))));
    expect(all.every(({ ok }) => ok)).toBe(true);
    expect(taken).toBe(0);
  });

  test("that fails does not keep the next one waiting", async () => {
    const { appContext, caseId } = await openCase();
    let failing = true;
    const faulty = withLedger(appContext, {
      append: (entries) => {
        if (!failing) return appContext.ledger.append(entries);
        failing = false;
        return unavailable();
      },
    });
    const [first, second] = await Promise.allSettled([
      commit(faulty, caseId, person, counted(1)),
      commit(faulty, caseId, person, counted(2)),
    ]);
    expect(first?.status).toBe("rejected");
    expect(second?.status).toBe("fulfilled");
  });

  test("that would write what cannot be read again writes nothing and names the member", async () => {
    const { appContext, caseId } = await openCase();
    const before = appContext.ledger.all.length;
    const tooLong = await commit(appContext, caseId, person, {
      kind: "changeFacts",
      set: { affectedTotal: 7 },
      reason: "x".repeat(1_100_000),
    });
    expect(tooLong).toMatchObject({ ok: false, error: { kind: "not-writable" } });
    expect(tooLong.ok ? "" : tooLong.error.message).toContain("body.reason");
    const odd = { kind: "changeFacts", set: { affectedTotal: 7 }, reason: 7 } as unknown as Command;
    const misshapen = await commit(appContext, caseId, person, odd);
    expect(misshapen.ok ? "" : misshapen.error.message).toContain("body.reason");
    expect(appContext.ledger.all).toHaveLength(before);
  });
});

describe("several commands", () => {
  test("decide one after another and are written as one, or not at all", async () => {
    const { appContext, caseId } = await openCase();
    const batches: number[] = [];
    const counting = withLedger(appContext, {
      append: (entries) => (batches.push(entries.length), appContext.ledger.append(entries)),
    });
    const committed = await commit(counting, caseId, person, [counted(1), counted(1), counted(2)]);
    // The second says what stands after the first, so it is no news.
    expect(committed).toMatchObject({ ok: true, written: 2 });
    expect(batches).toEqual([2]);
    const before = appContext.ledger.all.length;
    const unknown: Command = { kind: "withdrawQuestion", questionId: "is-breach-1", why: "w" };
    const late: Command = { ...answerTo("no-such-question") };
    expect((await commit(appContext, caseId, person, [unknown, late])).ok).toBe(false);
    expect(appContext.ledger.all).toHaveLength(before);
  });

  test("that are more than one transaction holds are written in several, all of them", async () => {
    const { appContext, caseId } = await openCase();
    const batches: number[] = [];
    const counting = withLedger(appContext, {
      append: (entries) => (batches.push(entries.length), appContext.ledger.append(entries)),
    });
    const commands = Array.from({ length: 230 }, (_, index) => counted(index + 1));
    expect(await commit(counting, caseId, person, commands)).toMatchObject({ ok: true, written: 230 });
    expect(batches).toEqual([100, 100, 30]);
    const torn = withLedger(appContext, {
      append: (entries) => (entries.length < 100 ? unavailable() : appContext.ledger.append(entries)),
    });
    await expect(
      commit(
        torn,
        caseId,
        person,
        Array.from({ length: 130 }, (_, index) => counted(index + 500)),
      ),
    ).rejects.toMatchObject({ changed: "unknown" });
  });
});

const answerTo = (questionId: string): Command => ({
  kind: "answer",
  questionId,
  answer: "no",
  reason: "r",
  textDigest: null,
  role: "incident-commander",
  reference: null,
  filedAt: null,
  facts: null,
});

describe("the kept state of a case", () => {
  test("is that of the ledger, whoever wrote, and only newer entries are read", async () => {
    const { appContext, caseId } = await openCase();
    const reads: number[] = [];
    const reading = withLedger(appContext, {
      read: (id, fromSeq) => (reads.push(fromSeq ?? 0), appContext.ledger.read(id, fromSeq)),
    });
    const first = await loadCase(reading, caseId);
    await commit(appContext, caseId, person, counted(40));
    const second = await loadCase(reading, caseId);
    expect(second).toEqual(foldCase(await appContext.ledger.read(caseId)));
    expect(second?.seq).toBeGreaterThan(first?.seq ?? 0);
    expect(reads).toEqual([0, (first?.seq ?? 0) + 1]);
    // And the other way round.
    await commit(reading, caseId, person, counted(41));
    expect((await loadCase(appContext, caseId))?.facts.affectedTotal).toBe(41);
    expect((await caseOf(reading, caseId))?.entries).toEqual(await appContext.ledger.read(caseId));
  });

  test("is to be had as any entry left it", async () => {
    const { appContext, caseId } = await openCase();
    for (let total = 1; total <= 30; total += 1) await commit(appContext, caseId, person, counted(total));
    const entries = await appContext.ledger.read(caseId);
    for (const { seq } of entries)
      expect(await loadCaseAt(appContext, caseId, seq)).toEqual(foldCase(entries.slice(0, seq + 1)));
    await expect(loadCaseAt(appContext, caseId, entries.length)).rejects.toThrow(/has no entry/);
  });

  test.each([
    [
      "a changed entry",
      (entry: object) => ({ ...entry, recordedAt: "2026-11-24T08:12:00.001Z" }),
      /does not have the hash/,
    ],
    [
      "an entry of another chain",
      (entry: object) => ({ ...entry, previous: "1".repeat(64) }),
      /does not name the hash/,
    ],
    ["a missing entry", () => undefined, /nothing stands there/],
  ])("is dropped at %s, which is named", async (_what, change, reason) => {
    const { appContext, caseId } = await openCase();
    const entries = await appContext.ledger.read(caseId);
    const at = entries.length - 2;
    appContext.ledger.damage(caseId, at, change(entries[at]!));
    const fresh = { ...appContext, ledger: { ...appContext.ledger } };
    const failure = await loadCase(fresh, caseId).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(LedgerDamage);
    expect(failure).toMatchObject({ caseId, seq: at });
    expect(String(failure)).toMatch(reason);
    appContext.ledger.damage(caseId, at, entries[at]);
    expect((await loadCase(fresh, caseId))?.seq).toBe(entries.length - 1);
  });
});

describe("an opening", () => {
  test("has its row before its entry", async () => {
    const appContext = testContext((check) => onTestFinished(check), startAt);
    const { appContext: other, caseId } = await openCase();
    const [first] = await other.ledger.read(caseId);
    if (first?.kind !== "caseOpened") throw new Error("the case does not begin with its opening");
    const dying = {
      ...appContext,
      ledger: { ...appContext.ledger, append: () => Promise.reject(new Error("the process died")) },
    };
    const opening = { kind: "caseOpened", body: first.body } as const;
    await expect(open(dying, caseId, first.actor, opening)).rejects.toThrow("the process died");
    expect(await dueIds(appContext)).toEqual([caseId]);
    expect(await open(appContext, caseId, first.actor, opening)).toBe("opened");
    expect(await open(appContext, caseId, first.actor, opening)).toBe("open-already");
  });
});
