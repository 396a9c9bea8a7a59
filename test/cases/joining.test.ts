import { allSends } from "../../shared/domain/case/state.ts";
import { describe, expect, onTestFinished, test } from "vitest";
import { demoAlert } from "../../local/demo/alert.ts";
import { commit, loadCase } from "../../shared/cases/store/commit.ts";
import { takeInboundPayload } from "../../shared/cases/commands/intake.ts";
import type { IntakeResult } from "../../shared/cases/commands/inbound-payload.ts";
import { rebuildIndex } from "../../shared/cases/store/rebuild-index.ts";
import type { FactsPatch } from "../../shared/domain/case/events.ts";
import type { CaseState } from "../../shared/domain/case/state.ts";
import { defaultRules } from "../../shared/intake/default-rules.ts";
import { testContext } from "../support/app-context.ts";
import type { TestContext } from "../support/app-context.ts";
import { clinic, eventGrid, sentinelTrigger } from "../intake/payloads.ts";
import { silentOrchestrator, walk } from "../support/walk.ts";

/** Related alerts come while a case is open: which case takes them, and who is woken over it. */
const startAt = "2026-11-24T08:12:00.000Z";
const hour = 3_600_000;
const later = (ms: number): string => new Date(Date.parse(startAt) + ms).toISOString();

function appContext(): TestContext {
  const made = testContext((check) => onTestFinished(check), startAt);
  made.mail.expectAnything();
  return made;
}

/** The demo's alert with another id and whatever else is different about it. */
function alertLike(id: string, at: string, change: Record<string, unknown> = {}): object {
  const base = demoAlert(Date.parse(at)) as Record<string, unknown>;
  return { ...base, SystemAlertId: id, ...change };
}

async function take(at: TestContext, payload: object): Promise<IntakeResult> {
  const bytes = new TextEncoder().encode(JSON.stringify(payload));
  const [taken] = await takeInboundPayload(
    at,
    silentOrchestrator,
    { bytes, contentType: "application/json", channel: "test" },
    defaultRules,
  );
  if (!taken) throw new Error("nothing was taken");
  return taken;
}

async function stateOf(at: TestContext, caseId: string): Promise<CaseState> {
  const state = await loadCase(at, caseId);
  if (!state) throw new Error("the case is gone");
  return state;
}

const caseIdOf = (taken: IntakeResult): string =>
  "caseId" in taken ? taken.caseId : `no case: ${taken.kind}`;
const newsMails = (state: CaseState) => allSends(state).filter(({ purpose }) => purpose.kind === "news");

describe("a related alert", () => {
  test("about the same resource within the window joins the open case, and opens no second", async () => {
    const at = appContext();
    const first = await take(at, demoAlert(Date.parse(startAt)));
    at.setNow(later(2 * hour));
    const second = await take(at, alertLike("11111111-2222-4333-8444-555555555555", later(2 * hour)));
    expect(second).toEqual({ kind: "joined", caseId: caseIdOf(first) });
    expect((await stateOf(at, caseIdOf(first))).alerts).toHaveLength(2);
  });

  test("after the window, or once the case is closed, opens a case of its own", async () => {
    const at = appContext();
    const first = await take(at, demoAlert(Date.parse(startAt)));
    at.setNow(later(30 * hour));
    const second = await take(at, alertLike("11111111-2222-4333-8444-555555555555", later(30 * hour)));
    expect(second.kind).toBe("opened");
    expect(caseIdOf(second)).not.toBe(caseIdOf(first));
  });

  test("is found by its resource also after the index was lost and rebuilt", async () => {
    const at = appContext();
    const first = await take(at, demoAlert(Date.parse(startAt)));
    (at.index as unknown as { forget(): void }).forget();
    await rebuildIndex(at);
    at.setNow(later(hour));
    const second = await take(at, alertLike("11111111-2222-4333-8444-555555555555", later(hour)));
    expect(second).toEqual({ kind: "joined", caseId: caseIdOf(first) });
  });

  test("that is the same thing through Sentinel is remembered once more, and opens nothing", async () => {
    const at = appContext();
    const first = await take(at, demoAlert(Date.parse(startAt)));
    const { SystemAlertId } = demoAlert(Date.parse(startAt));
    const incident = sentinelTrigger({
      severity: "High",
      alerts: [{ properties: { systemAlertId: SystemAlertId, alertDisplayName: "The same" } }],
    });
    for (let delivery = 0; delivery < 3; delivery++) {
      at.setNow(later(delivery * 40 * hour));
      expect(await take(at, incident)).toEqual({ kind: "joined", caseId: caseIdOf(first) });
    }
    const { alerts } = await stateOf(at, caseIdOf(first));
    expect(alerts.map(({ form }) => form)).toEqual(["defender.export", "sentinel.incident-trigger"]);
  });

  test("that brings nothing new wakes nobody", async () => {
    const at = appContext();
    const caseId = caseIdOf(await take(at, demoAlert(Date.parse(startAt))));
    at.setNow(later(hour));
    await take(at, alertLike("11111111-2222-4333-8444-555555555555", later(hour)));
    await walk(at, caseId, later(2 * hour));
    const state = await stateOf(at, caseId);
    expect(state.news).toEqual([]);
    expect(newsMails(state)).toEqual([]);
  });

  test("that brings something is told to the commanders, a storm of them in few mails", async () => {
    const at = appContext();
    const caseId = caseIdOf(await take(at, demoAlert(Date.parse(startAt))));
    await walk(at, caseId, startAt);
    const tactics = ["Impact", "Persistence", "Discovery", "Collection"];
    for (const [index, tactic] of tactics.entries()) {
      at.setNow(later(hour + index * 60_000));
      await take(
        at,
        alertLike(`11111111-2222-4333-8444-55555555555${index}`, later(hour + index * 60_000), {
          Intent: tactic,
        }),
      );
      await walk(at, caseId, later(hour + index * 60_000));
    }
    await walk(at, caseId, later(3 * hour));
    const state = await stateOf(at, caseId);
    expect(state.news.map(({ words }) => words)).toEqual(
      tactics.map((tactic) => [`another tactic was seen: ${tactic.toLowerCase()}`]),
    );
    // The first at once, the other three together half an hour later: one commander, two mails.
    expect(newsMails(state).map(({ intendedAt }) => intendedAt)).toEqual([later(hour), later(1.5 * hour)]);
  });

  test("about a closed case is told to the commanders, who may open it again", async () => {
    const at = appContext();
    const caseId = caseIdOf(await take(at, demoAlert(Date.parse(startAt))));
    await walk(at, caseId, startAt);
    const secured: FactsPatch = {
      encrypted: true,
      encryptionMeetsGuidance: true,
      keyCompromised: false,
      riskLevel: "unlikely",
    };
    for (const [questionId, answer, facts] of [
      ["is-breach-1", "no", secured],
      ["close-case-1", "close", null],
    ] as const) {
      const committed = await commit(
        at,
        caseId,
        { kind: "person", id: "p", name: "P" },
        {
          kind: "answer",
          questionId,
          answer,
          reason: "encrypted, key safe",
          textDigest: null,
          role: "incident-commander",
          reference: null,
          filedAt: null,
          facts,
        },
      );
      expect(committed).toMatchObject({ ok: true });
      await walk(at, caseId, at.clock.now());
    }
    expect((await stateOf(at, caseId)).closed).not.toBeNull();
    at.setNow(later(hour));
    const { SystemAlertId } = demoAlert(Date.parse(startAt));
    const same = { properties: { systemAlertId: SystemAlertId, alertDisplayName: "The same" } };
    await take(at, sentinelTrigger({ alerts: [same], additionalData: { tactics: ["Impact"] } }));
    await walk(at, caseId, later(2 * hour));
    const state = await stateOf(at, caseId);
    expect(state.closed).not.toBeNull();
    expect(newsMails(state).map(({ status }) => status)).toEqual(["accepted"]);
  });

  test("never joins a drill, nor a drill's alert a real case", async () => {
    const at = appContext();
    const real = await take(at, demoAlert(Date.parse(startAt)));
    at.setNow(later(hour));
    const sample = alertLike("11111111-2222-4333-8444-555555555555", later(hour), {
      AlertType: "SIMULATED_Storage.Blob_AnonymousAccess",
      AlertDisplayName: "[SAMPLE ALERT] Unusual access",
    });
    const bytes = new TextEncoder().encode(JSON.stringify(sample));
    const [taken] = await takeInboundPayload(
      at,
      silentOrchestrator,
      { bytes, contentType: "application/json", channel: "test", drill: true },
      defaultRules,
    );
    expect(taken && caseIdOf(taken)).not.toBe(caseIdOf(real));
  });
});

test.each(["1601-01-01T00:00:00Z", "1970-01-01T00:00:00Z"])(
  "an alert that says %s for a time it does not know starts its clocks when it reaches us, and moves none",
  async (zero) => {
    const at = appContext();
    const unknown = { TimeGenerated: zero, ProcessingEndTime: zero, StartTimeUtc: zero, EndTimeUtc: zero };
    const caseId = caseIdOf(
      await take(at, alertLike("11111111-2222-4333-8444-000000000001", startAt, unknown)),
    );
    await walk(at, caseId, startAt);
    const opened = await stateOf(at, caseId);
    expect(opened.facts).toMatchObject({ discoveredAt: startAt, awareAt: startAt });
    expect(opened.facts.occurredAt).toBeUndefined();
    expect(opened.clocks["gdpr.art33.authority"]?.reading.due).toBe(later(72 * hour));
    at.setNow(later(hour));
    await take(at, alertLike("11111111-2222-4333-8444-000000000002", startAt, unknown));
    expect((await stateOf(at, caseId)).facts.discoveredAt).toBe(startAt);
  },
);

test("an initiative that finds many resources wanting is one review, and another one after the window", async () => {
  const at = appContext();
  const wanting = (name: string, timestamp: string) =>
    eventGrid(
      "Microsoft.PolicyInsights.PolicyStateCreated",
      {
        timestamp,
        complianceState: "NonCompliant",
        policyAssignmentId: `${clinic}/providers/microsoft.authorization/policyassignments/hipaa-hitrust`,
        policyDefinitionId: "/providers/microsoft.authorization/policydefinitions/encrypt",
      },
      {
        id: `event-${name}`,
        subject: `${clinic}/resourceGroups/Records/providers/Microsoft.Storage/storageAccounts/${name}`,
      },
    );
  const opened = await take(at, wanting("one", startAt));
  const joined = [await take(at, wanting("two", startAt)), await take(at, wanting("three", startAt))];
  expect(joined).toEqual(joined.map(() => ({ kind: "joined", caseId: caseIdOf(opened) })));
  at.setNow(later(3 * 24 * hour));
  expect((await take(at, wanting("four", later(3 * 24 * hour)))).kind).toBe("opened");
});
