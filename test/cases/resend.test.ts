import { describe, expect, onTestFinished, test } from "vitest";
import { demoAlert } from "../../local/demo/alert.ts";
import { commit, loadCase } from "../../shared/cases/store/commit.ts";
import { takeArrival } from "../../shared/cases/commands/intake.ts";
import { receiveReport } from "../../shared/cases/commands/receive-report.ts";
import { resendMessages } from "../../shared/cases/commands/resend.ts";
import type { CaseState, Send } from "../../shared/domain/case/state.ts";
import { defaultRules } from "../../shared/intake/default-rules.ts";
import { personOf, testHouse } from "../support/house.ts";
import type { TestHouse } from "../support/house.ts";
import { silentClockwork, walk } from "../support/walk.ts";

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

async function asked(): Promise<{ house: TestHouse; caseId: string }> {
  const house = testHouse((check) => onTestFinished(check), startAt);
  house.mail.expectAnything();
  const bytes = new TextEncoder().encode(JSON.stringify(demoAlert(Date.parse(startAt))));
  const arrival = { bytes, contentType: "application/json", door: "test" };
  const [taken] = await takeArrival(house, silentClockwork, arrival, defaultRules);
  const caseId = taken?.kind === "opened" ? taken.caseId : "";
  await walk(house, caseId, startAt);
  return { house, caseId };
}

async function stateOf(house: TestHouse, caseId: string): Promise<CaseState> {
  const state = await loadCase(house, caseId);
  if (!state) throw new Error("the case is gone");
  return state;
}

async function firstSend(house: TestHouse, caseId: string): Promise<Send> {
  const [send] = Object.values((await stateOf(house, caseId)).sends);
  if (!send) throw new Error("nothing was sent");
  return send;
}

const report = (house: TestHouse, send: Send, status: string, at: string) =>
  receiveReport(house, { messageId: send.operationId, status, at, recipient: null, detail: null });

const order = async (
  house: TestHouse,
  caseId: string,
  more: { operationId?: string; reason?: string } = {},
) =>
  resendMessages(house, operator, {
    caseId,
    state: await stateOf(house, caseId),
    reason: more.reason ?? "",
    ...(more.operationId !== undefined && { operationId: more.operationId }),
  });

describe("a message that bounced", () => {
  test("is sent again once, as an operation of its own, to the address that stands in the directory then", async () => {
    const { house, caseId } = await asked();
    const before = await firstSend(house, caseId);
    await report(house, before, "Bounced", later(60_000));
    house.setNow(later(hour / 4));
    house.directory.move(before.recipient.personId, "new-address@house.example");
    expect(await order(house, caseId)).toEqual({ ok: true, ordered: 1 });
    expect(await order(house, caseId)).toEqual({ ok: true, ordered: 0 });
    await walk(house, caseId, later(hour / 4));
    const after = await firstSend(house, caseId);
    expect(after).toMatchObject({
      key: before.key,
      attempt: 1,
      status: "accepted",
      delivery: null,
      recipient: { address: "new-address@house.example" },
    });
    expect(after.operationId).not.toBe(before.operationId);
    const sent = house.mail.sent.map(({ operationId }) => operationId);
    expect(sent.filter((id) => id === after.operationId)).toHaveLength(1);
    expect(sent.filter((id) => id === before.operationId)).toHaveLength(1);
  });

  test("and was sent again is not marked by a late report about the first attempt", async () => {
    const { house, caseId } = await asked();
    const before = await firstSend(house, caseId);
    await report(house, before, "Bounced", later(60_000));
    await order(house, caseId);
    await walk(house, caseId, later(120_000));
    await report(house, before, "Failed", later(180_000));
    expect((await firstSend(house, caseId)).delivery).toBeNull();
    await report(house, await firstSend(house, caseId), "Delivered", later(240_000));
    expect((await firstSend(house, caseId)).delivery?.status).toBe("delivered");
  });
});

describe("a message", () => {
  test("that is on its way or has arrived is not sent twice", async () => {
    const { house, caseId } = await asked();
    const { operationId } = await firstSend(house, caseId);
    expect(await order(house, caseId, { operationId })).toMatchObject({ ok: false });
    await report(house, await firstSend(house, caseId), "Delivered", later(60_000));
    expect(await order(house, caseId, { operationId, reason: "to be sure" })).toMatchObject({ ok: false });
    expect(await order(house, caseId)).toEqual({ ok: true, ordered: 0 });
  });

  test("of which nobody knows whether it arrived is sent again only with a reason, and never with all", async () => {
    const { house, caseId } = await asked();
    const { operationId } = await firstSend(house, caseId);
    await report(house, await firstSend(house, caseId), "SomethingNew", later(60_000));
    expect(await order(house, caseId)).toEqual({ ok: true, ordered: 0 });
    expect(await order(house, caseId, { operationId })).toMatchObject({
      ok: false,
      error: { kind: "reason-missing" },
    });
    expect(await order(house, caseId, { operationId, reason: "she says that nothing came" })).toEqual({
      ok: true,
      ordered: 1,
    });
  });

  test("whose question is answered before it goes out again stays behind, and keeps nobody busy", async () => {
    const { house, caseId } = await asked();
    const before = await firstSend(house, caseId);
    await report(house, before, "Bounced", later(60_000));
    expect(await order(house, caseId)).toEqual({ ok: true, ordered: 1 });
    const by = { kind: "person", id: "p", name: "P" } as const;
    const committed = await commit(house, caseId, by, {
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
    await walk(house, caseId, later(2 * 60_000));
    expect(await firstSend(house, caseId)).toMatchObject({
      status: "again",
      operationId: before.operationId,
    });
  });
});
