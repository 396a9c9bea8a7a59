import { allSends, resolutionsOf } from "../../shared/domain/case/state.ts";
import { describe, expect, onTestFinished, test } from "vitest";
import { defaultRules } from "../../shared/intake/default-rules.ts";
import { commit, loadCase } from "../../shared/cases/store/commit.ts";
import { takeInboundPayload } from "../../shared/cases/commands/intake.ts";
import { latestQuestion } from "../../shared/domain/case/state.ts";
import type { CaseState } from "../../shared/domain/case/state.ts";
import type { Answer, FactsPatch, Role } from "../../shared/domain/case/events.ts";
import { addressOf, personOf, testContext } from "../support/app-context.ts";
import type { TestContext } from "../support/app-context.ts";
import { demoAlert } from "../../local/demo/alert.ts";
import { canonicalBytes } from "../../shared/ledger/canonical.ts";
import { silentOrchestrator, walk } from "../support/walk.ts";

/** Each story: an alert arrives, time passes, people answer or do not; the ledger is then read. No durable engine. */
const startAt = "2026-11-24T08:12:00.000Z";
const after = (instant: string, ms: number): string => new Date(Date.parse(instant) + ms).toISOString();
const hour = 3_600_000;
const day = 24 * hour;

async function opened(): Promise<{ appContext: TestContext; caseId: string }> {
  const appContext = testContext((check) => onTestFinished(check), startAt);
  appContext.mail.expectAnything();
  const bytes = new TextEncoder().encode(JSON.stringify(demoAlert(Date.parse(startAt))));
  const [taken] = await takeInboundPayload(
    appContext,
    silentOrchestrator,
    { bytes, contentType: "application/json", channel: "test" },
    defaultRules,
  );
  expect(taken?.kind).toBe("opened");
  return { appContext, caseId: taken?.kind === "opened" ? taken.caseId : "" };
}

async function stateOf(appContext: TestContext, caseId: string): Promise<CaseState> {
  const state = await loadCase(appContext, caseId);
  if (!state) throw new Error("the case is gone");
  return state;
}

async function answer(
  appContext: TestContext,
  caseId: string,
  kind: Parameters<typeof latestQuestion>[1],
  said: Answer,
  more: { noticeId?: string; facts?: FactsPatch; reference?: string; by?: Role; reason?: string } = {},
) {
  const state = await stateOf(appContext, caseId);
  const question = latestQuestion(state, kind, more.noticeId ?? null);
  if (!question) throw new Error(`${kind} was not asked`);
  const by = more.by ?? question.role;
  return commit(
    appContext,
    caseId,
    { kind: "person", id: personOf(by), name: `The ${by}` },
    {
      kind: "answer",
      questionId: question.questionId,
      answer: said,
      reason: more.reason ?? "as established by the investigation",
      textDigest: question.textDigest,
      role: by,
      reference: more.reference ?? null,
      filedAt: more.reference === undefined ? null : appContext.clock.now(),
      facts: more.facts ?? null,
    },
  );
}

const said = (appContext: TestContext, kind: string) =>
  appContext.ledger.all.filter((entry) => entry.kind === kind);

describe("an alert", () => {
  test("opens one case, however often and in however many payloads it is delivered", async () => {
    const { appContext, caseId } = await opened();
    const alert = demoAlert(Date.parse(startAt));
    const once = new TextEncoder().encode(JSON.stringify(alert));
    const batch = new TextEncoder().encode(JSON.stringify([alert, alert]));
    for (const bytes of [once, batch, once]) {
      const taken = await takeInboundPayload(
        appContext,
        silentOrchestrator,
        { bytes, contentType: "application/json", channel: "again" },
        defaultRules,
      );
      expect(taken.every((item) => item.kind === "joined" && item.caseId === caseId)).toBe(true);
    }
    expect(said(appContext, "caseOpened")).toHaveLength(1);
    expect(said(appContext, "alertJoined")).toHaveLength(0);
  });

  test("opens one case when two deliveries race", async () => {
    const appContext = testContext((check) => onTestFinished(check), startAt);
    const bytes = new TextEncoder().encode(JSON.stringify(demoAlert(Date.parse(startAt))));
    const arrival = { bytes, contentType: "application/json", channel: "test" };
    const both = await Promise.all(
      [0, 1, 2, 3].map(() => takeInboundPayload(appContext, silentOrchestrator, arrival, defaultRules)),
    );
    expect(new Set(both.flat().map((item) => "caseId" in item && item.caseId)).size).toBe(1);
    expect(said(appContext, "caseOpened")).toHaveLength(1);
  });

  test("that cannot be read is kept word for word and named, and its neighbours proceed", async () => {
    const appContext = testContext((check) => onTestFinished(check), startAt);
    const bytes = new TextEncoder().encode(
      JSON.stringify([demoAlert(Date.parse(startAt)), 7, { some: "thing" }]),
    );
    const taken = await takeInboundPayload(
      appContext,
      silentOrchestrator,
      { bytes, contentType: "application/json", channel: "hub" },
      defaultRules,
    );
    expect(taken.map(({ kind }) => kind)).toEqual(["opened", "quarantined", "quarantined"]);
    const text = (element: string) => new TextEncoder().encode(element);
    expect([...appContext.kept.values()]).toEqual([
      { bytes, quarantined: false },
      // The rules that decided, by the digest that each decision carries.
      { bytes: canonicalBytes(defaultRules), quarantined: false },
      { bytes: text("7"), quarantined: true },
      { bytes: text('{"some":"thing"}'), quarantined: true },
    ]);
  });

  test("without a body is quarantined and never taken for no events", async () => {
    const appContext = testContext((check) => onTestFinished(check), startAt);
    const taken = await takeInboundPayload(
      appContext,
      silentOrchestrator,
      { bytes: new Uint8Array(), contentType: "text/plain", channel: "http:x" },
      defaultRules,
    );
    expect(taken).toMatchObject([{ kind: "quarantined", reason: "the body is empty" }]);
  });
});

describe("a case nobody answers", () => {
  test("reminds, escalates, expires, asks anew, strikes every milestone and is overdue, and approves nothing", async () => {
    const { appContext, caseId } = await opened();
    await walk(appContext, caseId, after(startAt, 5 * day));
    const state = await stateOf(appContext, caseId);
    const first = state.questions[0];
    expect(first?.status).toBe("expired");
    expect(first?.rounds.map(({ role }) => role)).toContain("executive");
    expect(latestQuestion(state, "is-breach")?.role).toBe("executive");
    expect(state.questions.every((question) => question.decision === null)).toBe(true);
    const art33 = state.clocks["gdpr.art33.authority"];
    expect(art33?.reading.due).toBe("2026-11-27T08:11:00.000Z");
    expect(art33?.struck.map(({ milestone }) => milestone)).toEqual([
      "half",
      "24h",
      "4h",
      "1h",
      "due",
      "overdue",
    ]);
    expect(appContext.mail.sent.some(({ message }) => message.to.address === addressOf("executive"))).toBe(
      true,
    );
    expect(said(appContext, "noticeDrafted")).toHaveLength(0);
  });

  test("never strikes a milestone before its instant", async () => {
    const { appContext, caseId } = await opened();
    await walk(appContext, caseId, after(startAt, 70 * day));
    const early = appContext.ledger.all.filter(
      (entry) =>
        entry.kind === "milestoneStruck" &&
        entry.body.milestone === "due" &&
        entry.recordedAt < entry.body.due,
    );
    expect(early).toEqual([]);
  });
});

describe("a breach", () => {
  test("is decided, its notices approved, sent, reported, filed and closed, each step once", async () => {
    const { appContext, caseId } = await opened();
    await walk(appContext, caseId, after(startAt, hour));
    const facts: FactsPatch = {
      affectedTotal: 620,
      affectedByState: { ME: 560, NH: 60 },
      riskLevel: "high",
      fourFactorResult: "not-low",
    };
    expect((await answer(appContext, caseId, "is-breach", "yes", { facts })).ok).toBe(true);
    await walk(appContext, caseId, after(startAt, 2 * hour));
    let state = await stateOf(appContext, caseId);
    expect(Object.keys(state.notices).sort()).toEqual([
      "notice-gdpr.art33.authority",
      "notice-gdpr.art34.data-subjects",
      "notice-hipaa.hhs.500plus",
      "notice-hipaa.individuals",
      "notice-hipaa.media",
    ]);
    for (const noticeId of Object.keys(state.notices)) {
      await walk(appContext, caseId, appContext.clock.now());
      expect(
        (await answer(appContext, caseId, "approve-notice", "approve", { noticeId, reason: "" })).ok,
      ).toBe(true);
    }
    await walk(appContext, caseId, after(appContext.clock.now(), 60_000));
    state = await stateOf(appContext, caseId);
    for (const send of allSends(state).filter(({ purpose }) => purpose.kind === "notice"))
      await commit(
        appContext,
        caseId,
        { kind: "system", name: "tocsin" },
        {
          kind: "report",
          key: send.key,
          status: "delivered",
          nativeStatus: "Delivered",
          reportedAt: appContext.clock.now(),
          detail: null,
        },
      );
    await walk(appContext, caseId, after(appContext.clock.now(), 60_000));
    for (const noticeId of Object.keys(state.notices)) {
      await walk(appContext, caseId, appContext.clock.now());
      expect(
        (
          await answer(appContext, caseId, "confirm-filing", "filed", {
            noticeId,
            reference: `REF-${noticeId}`,
          })
        ).ok,
      ).toBe(true);
    }
    await walk(appContext, caseId, after(appContext.clock.now(), 60_000));
    expect((await answer(appContext, caseId, "close-case", "close")).ok).toBe(true);
    expect(await walk(appContext, caseId, after(appContext.clock.now(), 60_000))).toBe("settled");
    state = await stateOf(appContext, caseId);
    expect(state.closed?.outcome).toBe("notified");
    expect(Object.values(state.clocks).filter(({ status }) => status === "running")).toEqual([]);
    expect(new Set(appContext.mail.sent.map(({ operationId }) => operationId)).size).toBe(
      appContext.mail.sent.length,
    );
  });

  test("that turns out to be none withdraws its clocks, and a person closes the case with a reason", async () => {
    const { appContext, caseId } = await opened();
    await walk(appContext, caseId, after(startAt, hour));
    await answer(appContext, caseId, "is-breach", "no", {
      facts: { fourFactorResult: "low-probability", riskLevel: "unlikely" },
    });
    await walk(appContext, caseId, after(startAt, 2 * hour));
    const state = await stateOf(appContext, caseId);
    expect(state.clocks["hipaa.individuals"]?.status).toBe("withdrawn");
    expect(state.clocks["gdpr.art33.authority"]?.status).toBe("withdrawn");
    await answer(appContext, caseId, "close-case", "close");
    expect(await walk(appContext, caseId, after(startAt, 3 * hour))).toBe("settled");
    expect((await stateOf(appContext, caseId)).closed?.outcome).toBe("no-breach");
  });

  test("of few people keeps its annual-log clock for over a year, and wakes no later than every five days", async () => {
    const { appContext, caseId } = await opened();
    await walk(appContext, caseId, after(startAt, hour));
    await answer(appContext, caseId, "is-breach", "yes", {
      facts: {
        affectedTotal: 12,
        affectedByState: { ME: 12 },
        riskLevel: "risk",
        fourFactorResult: "not-low",
        discoveredAt: "2026-01-02T12:00:00.000Z",
      },
    });
    await walk(appContext, caseId, "2027-03-03T12:00:00.000Z");
    const clock = (await stateOf(appContext, caseId)).clocks["hipaa.hhs.annual-log"];
    expect(clock?.reading.due).toBe("2027-03-02T04:59:59.999Z");
    expect(clock?.struck.map(({ milestone }) => milestone)).toContain("overdue");
  });

  test("whose count crosses 500 opens the HHS clock from the first discovery and withdraws the log", async () => {
    const { appContext, caseId } = await opened();
    await walk(appContext, caseId, after(startAt, hour));
    await answer(appContext, caseId, "is-breach", "yes", {
      facts: { affectedTotal: 499, fourFactorResult: "not-low", riskLevel: "risk" },
    });
    await walk(appContext, caseId, after(startAt, 2 * hour));
    expect((await stateOf(appContext, caseId)).clocks["hipaa.hhs.500plus"]).toBeUndefined();
    await commit(
      appContext,
      caseId,
      { kind: "person", id: personOf("privacy-officer"), name: "The officer" },
      { kind: "changeFacts", set: { affectedTotal: 500 }, reason: "recount" },
    );
    await walk(appContext, caseId, after(startAt, 3 * hour));
    const state = await stateOf(appContext, caseId);
    expect(state.clocks["hipaa.hhs.500plus"]?.reading.due).toBe("2027-01-24T04:59:59.999Z");
    expect(state.clocks["hipaa.hhs.annual-log"]?.status).toBe("withdrawn");
  });
});

describe("an answer", () => {
  test("given twice is the first one's; the second is told who decided", async () => {
    const { appContext, caseId } = await opened();
    await walk(appContext, caseId, after(startAt, hour));
    await answer(appContext, caseId, "is-breach", "yes");
    const second = await answer(appContext, caseId, "is-breach", "no", { by: "executive" });
    expect(second).toMatchObject({
      ok: false,
      error: { kind: "already-decided", by: "The incident-commander" },
    });
  });

  test("to words that have changed since is refused", async () => {
    const { appContext, caseId } = await opened();
    await walk(appContext, caseId, after(startAt, hour));
    await answer(appContext, caseId, "is-breach", "yes", {
      facts: { affectedTotal: 620, riskLevel: "high" },
    });
    await walk(appContext, caseId, after(startAt, 2 * hour));
    const before = latestQuestion(
      await stateOf(appContext, caseId),
      "approve-notice",
      "notice-hipaa.individuals",
    );
    await commit(
      appContext,
      caseId,
      { kind: "person", id: "x", name: "X" },
      { kind: "changeFacts", set: { affectedTotal: 700 }, reason: "recount" },
    );
    await walk(appContext, caseId, after(startAt, 3 * hour));
    const command = {
      kind: "answer",
      questionId: before?.questionId ?? "",
      answer: "approve",
      reason: "",
      textDigest: before?.textDigest ?? null,
      role: "incident-commander",
      reference: null,
      filedAt: null,
      facts: null,
    } as const;
    const late = await commit(appContext, caseId, { kind: "person", id: "x", name: "X" }, command);
    expect(late).toMatchObject({ ok: false, error: { kind: "text-changed" } });
    expect((await stateOf(appContext, caseId)).notices["notice-hipaa.individuals"]?.version).toBe(2);
  });
});

describe("people", () => {
  test("an emptied group falls back and the ledger says so", async () => {
    const { appContext, caseId } = await opened();
    appContext.directory.setMembers("group-incident-commander", []);
    await walk(appContext, caseId, after(startAt, 60_000));
    const resolution = resolutionsOf(await stateOf(appContext, caseId))[0];
    expect(resolution).toMatchObject({
      source: "fallback",
      recipients: [{ personId: personOf("fallback") }],
    });
    expect(resolution?.problem).toContain("incident-commander");
  });
});

describe("a message", () => {
  test("whose answer was lost is asked for and not sent again", async () => {
    const { appContext, caseId } = await opened();
    appContext.mail.next({ kind: "answer-lost" });
    await walk(appContext, caseId, after(startAt, 60_000));
    const sends = allSends(await stateOf(appContext, caseId));
    expect(sends.map(({ status }) => status)).toEqual(["accepted"]);
    expect(appContext.mail.sent).toHaveLength(1);
    expect(said(appContext, "sendUncertain")).toHaveLength(1);
  });

  test("the provider refuses is a dead letter with its reason", async () => {
    const { appContext, caseId } = await opened();
    appContext.mail.next({ kind: "refused", code: "InvalidRecipient", reason: "no such domain" });
    await walk(appContext, caseId, after(startAt, 60_000));
    const sends = allSends(await stateOf(appContext, caseId));
    expect(sends).toMatchObject([
      { status: "refused", problem: expect.stringContaining("InvalidRecipient") as string },
    ]);
  });
});
