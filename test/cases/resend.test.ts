import { allSends } from "../../shared/domain/case/state.ts";
import { describe, expect, onTestFinished, test } from "vitest";
import { demoAlert } from "../../local/demo/alert.ts";
import { commit, loadCase } from "../../shared/cases/store/commit.ts";
import { takeInboundPayload } from "../../shared/cases/commands/intake.ts";
import { carryOut } from "../../shared/cases/commands/steps.ts";
import { reportOf } from "../../shared/cases/queries/report-of.ts";
import { resendMessages } from "../../shared/cases/commands/resend.ts";
import type { CaseState, Send } from "../../shared/domain/case/state.ts";
import { defaultRules } from "../../shared/intake/default-rules.ts";
import { personOf, testContext } from "../support/app-context.ts";
import type { TestContext } from "../support/app-context.ts";
import { silentOrchestrator, walk } from "../support/walk.ts";

/** A message that reached nobody is sent again by a person, once, and its late echo changes nothing. */
const startAt = "2026-11-24T08:12:00.000Z";
const hour = 3_600_000;
const later = (ms: number): string => new Date(Date.parse(startAt) + ms).toISOString();
const operator = {
  personId: personOf("operator"),
  name: "The operator",
  roles: ["operator"],
  readerRoles: [],
} as const;

async function asked(): Promise<{ appContext: TestContext; caseId: string }> {
  const appContext = testContext((check) => onTestFinished(check), startAt);
  appContext.mail.expectAnything();
  const bytes = new TextEncoder().encode(JSON.stringify(demoAlert(Date.parse(startAt))));
  const arrival = { bytes, contentType: "application/json", channel: "test" };
  const [taken] = await takeInboundPayload(appContext, silentOrchestrator, arrival, defaultRules);
  const caseId = taken?.kind === "opened" ? taken.caseId : "";
  await walk(appContext, caseId, startAt);
  return { appContext, caseId };
}

async function stateOf(appContext: TestContext, caseId: string): Promise<CaseState> {
  const state = await loadCase(appContext, caseId);
  if (!state) throw new Error("the case is gone");
  return state;
}

async function firstSend(appContext: TestContext, caseId: string): Promise<Send> {
  const [send] = allSends(await stateOf(appContext, caseId));
  if (!send) throw new Error("nothing was sent");
  return send;
}

async function report(appContext: TestContext, send: Send, status: string, at: string): Promise<void> {
  const messageId = send.operationId;
  const found = await reportOf(appContext, { messageId, status, at, recipient: null, detail: null });
  if (found) await carryOut(appContext, found.caseId, found.command);
}

const order = async (
  appContext: TestContext,
  caseId: string,
  more: { operationId?: string; reason?: string } = {},
) =>
  resendMessages(appContext, operator, {
    caseId,
    state: await stateOf(appContext, caseId),
    reason: more.reason ?? "",
    ...(more.operationId !== undefined && { operationId: more.operationId }),
  });

describe("a message that bounced", () => {
  test("is sent again once, as an operation of its own, to the address that stands in the directory then", async () => {
    const { appContext, caseId } = await asked();
    const before = await firstSend(appContext, caseId);
    await report(appContext, before, "Bounced", later(60_000));
    appContext.setNow(later(hour / 4));
    appContext.directory.move(before.recipient.personId, "new-address@house.example");
    expect(await order(appContext, caseId)).toEqual({ ok: true, ordered: 1, pagesMayLag: false });
    expect(await order(appContext, caseId)).toEqual({ ok: true, ordered: 0, pagesMayLag: false });
    await walk(appContext, caseId, later(hour / 4));
    const after = await firstSend(appContext, caseId);
    expect(after).toMatchObject({
      key: before.key,
      attempt: 1,
      status: "accepted",
      delivery: null,
      recipient: { address: "new-address@house.example" },
    });
    expect(after.operationId).not.toBe(before.operationId);
    const sent = appContext.mail.sent.map(({ operationId }) => operationId);
    expect(sent.filter((id) => id === after.operationId)).toHaveLength(1);
    expect(sent.filter((id) => id === before.operationId)).toHaveLength(1);
  });

  test("and was sent again is not marked by a late report about the first attempt", async () => {
    const { appContext, caseId } = await asked();
    const before = await firstSend(appContext, caseId);
    await report(appContext, before, "Bounced", later(60_000));
    await order(appContext, caseId);
    await walk(appContext, caseId, later(120_000));
    await report(appContext, before, "Failed", later(180_000));
    expect((await firstSend(appContext, caseId)).delivery).toBeNull();
    await report(appContext, await firstSend(appContext, caseId), "Delivered", later(240_000));
    expect((await firstSend(appContext, caseId)).delivery?.status).toBe("delivered");
  });
});

describe("a message", () => {
  test("that is on its way or has arrived is not sent twice", async () => {
    const { appContext, caseId } = await asked();
    const { operationId } = await firstSend(appContext, caseId);
    expect(await order(appContext, caseId, { operationId })).toMatchObject({ ok: false });
    await report(appContext, await firstSend(appContext, caseId), "Delivered", later(60_000));
    expect(await order(appContext, caseId, { operationId, reason: "to be sure" })).toMatchObject({
      ok: false,
    });
    expect(await order(appContext, caseId)).toEqual({ ok: true, ordered: 0, pagesMayLag: false });
  });

  test("of which nobody knows whether it arrived is sent again only with a reason, and never with all", async () => {
    const { appContext, caseId } = await asked();
    const { operationId } = await firstSend(appContext, caseId);
    await report(appContext, await firstSend(appContext, caseId), "SomethingNew", later(60_000));
    expect(await order(appContext, caseId)).toEqual({ ok: true, ordered: 0, pagesMayLag: false });
    expect(await order(appContext, caseId, { operationId })).toMatchObject({
      ok: false,
      error: { kind: "reason-missing" },
    });
    expect(await order(appContext, caseId, { operationId, reason: "she says that nothing came" })).toEqual({
      ok: true,
      ordered: 1,
      pagesMayLag: false,
    });
  });

  test("whose question is answered before it goes out again is withdrawn with the reason, and keeps nobody busy", async () => {
    const { appContext, caseId } = await asked();
    const before = await firstSend(appContext, caseId);
    await report(appContext, before, "Bounced", later(60_000));
    expect(await order(appContext, caseId)).toEqual({ ok: true, ordered: 1, pagesMayLag: false });
    const by = { kind: "person", id: "p", name: "P" } as const;
    const committed = await commit(appContext, caseId, by, {
      kind: "answer",
      questionId: "is-breach-1",
      answer: "yes",
      reason: "seen in the log",
      textDigest: null,
      role: "incident-commander",
      reference: null,
      filedAt: null,
      facts: null,
    });
    expect(committed).toMatchObject({ ok: true });
    await walk(appContext, caseId, later(2 * 60_000));
    expect(await firstSend(appContext, caseId)).toMatchObject({
      status: "withdrawn",
      operationId: before.operationId,
    });
  });
});
