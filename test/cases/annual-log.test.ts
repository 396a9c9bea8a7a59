import { allSends } from "../../shared/domain/case/state.ts";
import { describe, expect, onTestFinished, test } from "vitest";
import { annualLogDuty } from "../../shared/cases/queries/annual-log.ts";
import { ruleOf } from "../../shared/domain/law/rule-lookup.ts";
import { rulebook } from "../../shared/rules/rulebook.ts";
import { demoAlert } from "../../local/demo/alert.ts";
import { annualLogOf, logYearsOf } from "../../shared/cases/queries/annual-log.ts";
import { commit, loadCase } from "../../shared/cases/store/commit.ts";
import { takeInboundPayload } from "../../shared/cases/commands/intake.ts";
import { rebuildIndex } from "../../shared/cases/store/rebuild-index.ts";
import { nextSteps } from "../../shared/cases/store/next-instant.ts";
import { rowOf } from "../../shared/cases/store/row.ts";
import { annualLogJson, annualLogView, dueOf } from "../../web/annual-log/view.ts";
import { annualLogCsv } from "../../web/annual-log/csv.ts";
import { fakeCaseIndex } from "../../shared/adapters/fake-ledger/case-index.ts";
import { latestQuestion } from "../../shared/domain/case/state.ts";
import type { Answer, FactsPatch, NoticeElement } from "../../shared/domain/case/events.ts";
import { defaultRules } from "../../shared/intake/default-rules.ts";
import { testContext } from "../support/app-context.ts";
import type { TestContext } from "../support/app-context.ts";
import { annualLogView as sampleView } from "../support/sample-annual-log.ts";
import { frame } from "../support/sample-views.ts";
import { silentOrchestrator, walk } from "../support/walk.ts";

/** Breaches of few people, from the alert on, as the log of their year lists them. No durable engine. */
const startAt = "2026-11-24T08:12:00.000Z";
const duty = "hipaa.hhs.annual-log";
const person = { kind: "person", id: "person-privacy-officer", name: "The officer" } as const;

const newContext = () => {
  const appContext = testContext((check) => onTestFinished(check), startAt);
  appContext.mail.expectAnything();
  return appContext;
};

/** A case whose alert came at that time, with an alert of its own each. */
async function opened(appContext: TestContext, at = startAt, drill = false): Promise<string> {
  appContext.setNow(at);
  const bytes = new TextEncoder().encode(JSON.stringify(demoAlert(Date.parse(at))));
  const arrival = { bytes, contentType: "application/json", channel: "test", drill };
  const [taken] = await takeInboundPayload(appContext, silentOrchestrator, arrival, defaultRules);
  if (taken?.kind !== "opened") throw new Error(`the alert opened no case but ${taken?.kind}`);
  return taken.caseId;
}

async function said(
  appContext: TestContext,
  caseId: string,
  kind: "is-breach" | "approve-notice" | "confirm-filing",
  answer: Answer,
  facts: FactsPatch = {},
) {
  const state = await loadCase(appContext, caseId);
  const noticeId = kind === "is-breach" ? null : `notice-${duty}`;
  const question = state && latestQuestion(state, kind, noticeId);
  if (!question) throw new Error(`${kind} was not asked`);
  const { questionId, textDigest, role } = question;
  const filed = answer === "filed";
  const done = await commit(appContext, caseId, person, {
    kind: "answer",
    questionId,
    answer,
    reason: "as established",
    textDigest,
    role,
    reference: filed ? "HHS-2026-7" : null,
    filedAt: filed ? appContext.clock.now() : null,
    facts: Object.keys(facts).length === 0 ? null : facts,
  });
  if (!done.ok) throw new Error(done.error.message);
}

async function delivered(appContext: TestContext, caseId: string): Promise<void> {
  const state = await loadCase(appContext, caseId);
  const report = { status: "delivered", nativeStatus: "Delivered", detail: null } as const;
  for (const { key, purpose } of state ? allSends(state) : [])
    if (purpose.kind === "notice")
      await commit(
        appContext,
        caseId,
        { kind: "system", name: "tocsin" },
        {
          kind: "report",
          key,
          reportedAt: appContext.clock.now(),
          ...report,
        },
      );
}

const few: FactsPatch = {
  affectedTotal: 12,
  affectedByState: { ME: 12 },
  riskLevel: "risk",
  fourFactorResult: "not-low",
};

async function recount(appContext: TestContext, caseId: string, affectedTotal: number): Promise<void> {
  const set = { affectedTotal, affectedByState: { ME: affectedTotal } };
  await commit(appContext, caseId, person, { kind: "changeFacts", set, reason: "recount" });
  await walk(appContext, caseId, later(appContext, 1));
}

const later = (appContext: TestContext, hours: number): string =>
  new Date(Date.parse(appContext.clock.now()) + hours * 3_600_000).toISOString();

const listed = async (appContext: TestContext, year: number) =>
  (await annualLogOf(appContext, year)).map(({ caseId }) => caseId);

const noFields: readonly NoticeElement[] = [];
const viewOf = async (appContext: TestContext, year: number, draft = () => noFields) =>
  annualLogView({
    duty: annualLogDuty,
    frame: { ...frame, now: appContext.clock.now() },
    rules: rulebook,
    year,
    states: await annualLogOf(appContext, year),
    draft,
  });

describe("a breach of fewer than 500 people", () => {
  test("stands in the log of the year of its discovery, leaves it at 500, and comes back when the count falls", async () => {
    const appContext = newContext();
    const caseId = await opened(appContext);
    await walk(appContext, caseId, later(appContext, 1));
    await said(appContext, caseId, "is-breach", "yes", few);
    await walk(appContext, caseId, later(appContext, 1));
    expect(await listed(appContext, 2026)).toEqual([caseId]);
    expect(await logYearsOf(appContext)).toEqual([{ year: 2026, cases: 1 }]);
    expect(await listed(appContext, 2027)).toEqual([]);

    await recount(appContext, caseId, 500);
    expect(await listed(appContext, 2026)).toEqual([]);
    expect(await logYearsOf(appContext)).toEqual([]);

    await recount(appContext, caseId, 499);
    expect(await listed(appContext, 2026)).toEqual([caseId]);
  });

  test("belongs to the local year of its discovery, whatever year it is elsewhere", async () => {
    const appContext = newContext();
    const eve = await opened(appContext, "2027-01-01T04:30:00.000Z"); // 23:30 on the 31st in New York
    await walk(appContext, eve, later(appContext, 1));
    const morning = await opened(appContext, "2027-01-02T14:00:00.000Z");
    await walk(appContext, morning, later(appContext, 1));
    expect(await listed(appContext, 2026)).toEqual([eve]);
    expect(await listed(appContext, 2027)).toEqual([morning]);
    const [entry] = (await viewOf(appContext, 2026)).entries;
    expect(entry).toMatchObject({ discoveredOn: "2026-12-31", dueAt: "2027-03-02T04:59:59.999Z" });
  });

  test("that was none, and a drill, stand in no log", async () => {
    const appContext = newContext();
    const caseId = await opened(appContext);
    await walk(appContext, caseId, later(appContext, 1));
    await said(appContext, caseId, "is-breach", "no", {
      fourFactorResult: "low-probability",
      riskLevel: "unlikely",
    });
    await walk(appContext, caseId, later(appContext, 1));
    expect(await listed(appContext, 2026)).toEqual([]);

    const real = await opened(appContext, "2026-11-26T10:00:00.000Z");
    await walk(appContext, real, later(appContext, 1));
    const state = await loadCase(appContext, real);
    if (!state) throw new Error("the case is gone");
    expect(rowOf(state, nextSteps(appContext, state))).toMatchObject({ logYear: 2026 });
    expect(rowOf({ ...state, drill: true }, nextSteps(appContext, state))).not.toHaveProperty("logYear");
  });

  test("is found in its log again after the index was lost", async () => {
    const appContext = newContext();
    const caseId = await opened(appContext);
    await walk(appContext, caseId, later(appContext, 1));
    const bereft = { ...appContext, index: fakeCaseIndex() };
    expect(await listed(bereft, 2026)).toEqual([]);
    await rebuildIndex(bereft);
    expect(await listed(bereft, 2026)).toEqual([caseId]);
  });

  test("is not listed on the word of a row that the ledger has overtaken", async () => {
    const appContext = newContext();
    const caseId = await opened(appContext);
    await walk(appContext, caseId, later(appContext, 1));
    const [row] = (await appContext.index.listPage({ logYear: 2026 })).rows;
    if (!row) throw new Error("the case is not listed");
    await recount(appContext, caseId, 700);
    await appContext.index.put({ ...row, seq: row.seq + 1_000 });
    expect(await listed(appContext, 2026)).toEqual([]);
  });
});

describe("the log of a year", () => {
  test("is due 60 days after its end: 1 March, or 29 February before a leap day", () => {
    const rule = ruleOf(rulebook, annualLogDuty);
    if (!rule) throw new Error("the rulebook has no annual log");
    expect(dueOf(rule, 2026, "America/New_York")).toBe("2027-03-02T04:59:59.999Z");
    expect(dueOf(rule, 2027, "America/New_York")).toBe("2028-03-01T04:59:59.999Z");
    expect(dueOf(rule, 2026, "Europe/Dublin")).toBe("2027-03-01T23:59:59.999Z");
  });

  test("says of each breach whether it is entered, when, under which number, and what is missing for the form", async () => {
    const appContext = newContext();
    const first = await opened(appContext);
    await walk(appContext, first, later(appContext, 1));
    await said(appContext, first, "is-breach", "yes", few);
    await walk(appContext, first, later(appContext, 1));
    await said(appContext, first, "approve-notice", "approve");
    await walk(appContext, first, later(appContext, 1));
    await delivered(appContext, first);
    await walk(appContext, first, later(appContext, 1));
    await said(appContext, first, "confirm-filing", "filed");
    const filedAt = appContext.clock.now();
    await walk(appContext, first, later(appContext, 1));
    const second = await opened(appContext, "2026-11-29T10:00:00.000Z");
    await walk(appContext, second, later(appContext, 1));

    const known: readonly NoticeElement[] = [
      { element: "noticeDates", label: "Individual notices", sentence: "later" },
      { element: "phiTypes", label: "Kinds", sentence: null },
      { element: "attestation", label: "Attestation", sentence: "By whoever files." },
    ];
    const view = await viewOf(appContext, 2026, () => known);
    expect(view.entries).toMatchObject([
      { caseId: first, people: 12, state: "met", enteredAt: filedAt, reference: "HHS-2026-7", missing: [] },
      {
        caseId: second,
        people: null,
        state: "running",
        enteredAt: null,
        reference: null,
        missing: ["The decision that it is a breach", "Individual notices", "Kinds"],
        basis: "draft",
      },
    ]);
    expect(view.totals).toEqual({
      breaches: 2,
      people: 12,
      peopleUnknown: 1,
      entered: 1,
      notEntered: 1,
      overdue: 0,
      incomplete: 1,
    });
    const data = annualLogJson(view);
    expect(data).toMatchObject({ year: 2026, due: "2027-03-02T04:59:59.999Z", totals: view.totals });
    expect(data.entries[1]).toMatchObject({
      due: "2027-03-02T04:59:59.999Z",
      fields: [{ name: "noticeDates" }, {}, {}],
    });

    appContext.setNow("2027-03-02T05:00:00.000Z");
    const past = await viewOf(appContext, 2026, () => known);
    expect(past.entries.map(({ state }) => state)).toEqual(["met", "overdue"]);
    expect(past.totals.overdue).toBe(1);
  });

  test("names the fields that say something else than the text that was approved", async () => {
    const appContext = newContext();
    const caseId = await opened(appContext);
    await walk(appContext, caseId, later(appContext, 1));
    await said(appContext, caseId, "is-breach", "yes", few);
    await walk(appContext, caseId, later(appContext, 1));
    await said(appContext, caseId, "approve-notice", "approve");
    const now: readonly NoticeElement[] = [
      { element: "noticeDates", label: "Individual notices", sentence: "4 Dec" },
    ];
    const [entry] = (await viewOf(appContext, 2026, () => now)).entries;
    expect(entry).toMatchObject({ basis: "draft", changedSinceApproval: ["Individual notices"] });
    const [same] = (await viewOf(appContext, 2026)).entries;
    expect(same).toMatchObject({ basis: "as-approved", changedSinceApproval: [] });
  });
});

describe("the table", () => {
  const lines = (title: string, value: string): readonly string[] => {
    const [entry] = sampleView.entries;
    if (!entry) throw new Error("the sample has entries");
    const fields = [{ name: "description", label: "Description", value }];
    return annualLogCsv({ entries: [{ ...entry, title, missing: ["a", "b"], fields }] }).split("\r\n");
  };

  test("has a column for each field of the form and a row for each breach", () => {
    const [head, first, end] = lines("Lost tablet", "In a train");
    expect(head).toBe(
      "caseId,code,title,discoveredOn,people,state,due,enteredAt,reference,basis,missing,description",
    );
    expect(first).toBe(
      "case-b2,M4QD,Lost tablet,2026-02-11,49,met,2027-03-02T04:59:59.999Z,2027-02-03T15:20:00.000Z,HHS-2027-00981,as-entered,a; b,In a train",
    );
    expect(end).toBe("");
  });

  test.each([
    ['say "cheese", please', '"say ""cheese"", please"'],
    ["two\nlines", '"two\nlines"'],
    ["=HYPERLINK(1)", "'=HYPERLINK(1)"],
    ["+1,2", '"\'+1,2"'],
    ["@now", "'@now"],
    ["-1", "'-1"],
  ])("keeps %j in its cell, and never as a formula", (value, cell) => {
    expect(lines("x", value).join("\r\n")).toContain(`,a; b,${cell}\r\n`);
  });
});
