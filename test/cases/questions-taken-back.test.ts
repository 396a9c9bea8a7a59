import { allSends } from "../../shared/domain/case/state.ts";
import { describe, expect, test } from "vitest";
import { commit } from "../../shared/cases/store/commit.ts";
import { recordHold } from "../../shared/cases/commands/holds.ts";
import { latestQuestion, noticeIdFor } from "../../shared/domain/case/state.ts";
import { personOf } from "../support/app-context.ts";
import { day, later, running, startAt, story } from "../support/law-story.ts";
import type { Story } from "../support/law-story.ts";

/** Nobody is reminded to do what is no longer to be done, nor held to an answer about another state of affairs. */
const secretary = noticeIdFor("hipaa.hhs.500plus");
const people = noticeIdFor("hipaa.individuals");
const person = { kind: "person", id: personOf("privacy-officer"), name: "The privacy-officer" } as const;
const principal = {
  personId: person.id,
  name: person.name,
  roles: ["privacy-officer"],
  readerRoles: [],
} as const;

const statusOf = async (it: Story, kind: "approve-notice" | "confirm-filing", noticeId: string) =>
  latestQuestion(await it.state(), kind, noticeId)?.status;

describe("a question about a duty", () => {
  test("that is no longer owed is taken back, says why, and is asked again if the duty comes back", async () => {
    const it = await story({ regimes: ["hipaa"] });
    await it.answer("is-breach", "yes", { facts: { affectedTotal: 620 } });
    expect(await statusOf(it, "approve-notice", secretary)).toBe("open");
    await it.say({ affectedTotal: 480 });
    expect(await statusOf(it, "approve-notice", secretary)).toBe("withdrawn");
    const taken = it.appContext.ledger.all.filter(({ kind }) => kind === "questionWithdrawn");
    expect(taken.map(({ body }) => JSON.stringify(body)).join()).toContain("no longer owed");
    await it.say({ affectedTotal: 700 });
    expect(await statusOf(it, "approve-notice", secretary)).toBe("open");
  });

  test("of filing is taken back while law enforcement wants it to wait, and is asked again when it may", async () => {
    const it = await story({ regimes: ["hipaa"] });
    await it.answer("is-breach", "yes", { facts: { affectedTotal: 40 } });
    await it.answer("approve-notice", "approve", { noticeId: people });
    await it.until(2 * day);
    expect(await statusOf(it, "confirm-filing", people)).toBe("open");
    const statement = {
      form: "written",
      statedAt: later(2 * day),
      until: later(9 * day),
      officialIdentity: "Special Agent R. Doe",
    } as const;
    await recordHold(it.appContext, principal, {
      caseId: it.caseId,
      command: { kind: "placeHold", statement },
    });
    await it.until(8 * day);
    expect(await statusOf(it, "confirm-filing", people)).toBe("withdrawn");
    await it.until(9 * day);
    expect(await statusOf(it, "confirm-filing", people)).toBe("open");
  });

  test("is not taken for one about the text that was made since", async () => {
    const it = await story({ regimes: ["hipaa"] });
    await it.answer("is-breach", "yes", { facts: { affectedTotal: 40 } });
    const question = latestQuestion(await it.state(), "approve-notice", people);
    // The clockwork has drafted the new text, and has not come to the old question yet.
    await commit(it.appContext, it.caseId, person, {
      kind: "changeFacts",
      set: { affectedTotal: 41 },
      reason: "counted again",
    });
    await commit(it.appContext, it.caseId, person, {
      kind: "draft",
      obligationId: "hipaa.individuals",
      noticeId: people,
      audience: "notice-desk",
      subject: "Another text",
      text: "Another text",
      digest: "1".repeat(64),
      elements: [],
    });
    const answered = await commit(it.appContext, it.caseId, person, {
      kind: "answer",
      questionId: question?.questionId ?? "",
      answer: "approve",
      reason: "",
      textDigest: question?.textDigest ?? null,
      role: "incident-commander",
      reference: null,
      filedAt: null,
      facts: null,
    });
    expect(answered).toMatchObject({ ok: false, error: { kind: "text-changed" } });
    expect((await it.state()).notices[people]?.approved).toBeNull();
  });
});

describe("a text that was approved and waits for the end of a hold", () => {
  const waiting = async (): Promise<Story> => {
    const it = await story({ regimes: ["hipaa"] });
    await it.answer("is-breach", "yes", { facts: { affectedTotal: 40 } });
    const statement = {
      form: "written",
      statedAt: startAt,
      until: later(9 * day),
      officialIdentity: "Special Agent R. Doe",
    } as const;
    await recordHold(it.appContext, principal, {
      caseId: it.caseId,
      command: { kind: "placeHold", statement },
    });
    await it.answer("approve-notice", "approve", { noticeId: people });
    return it;
  };

  test("is put to the people again when it would say something else, and does not leave before", async () => {
    const it = await waiting();
    await it.say({ affectedTotal: 450 }, "counted again");
    expect((await it.state()).notices[people]).toMatchObject({ version: 2, approved: null });
    await it.until(10 * day);
    const sent = allSends(await it.state()).filter(({ purpose }) => purpose.kind === "notice");
    expect(sent).toEqual([]);
    expect(await statusOf(it, "approve-notice", people)).toBe("open");
  });

  test("stays approved when it says the same, and leaves when it may", async () => {
    const it = await waiting();
    await it.say({ occurredAt: "2026-11-20T10:00:00.000Z" }, "the log shows it");
    const notice = (await it.state()).notices[people];
    expect(notice?.version).toBe(1);
    expect(notice?.approved).not.toBeNull();
    await it.until(10 * day);
    const sent = allSends(await it.state()).filter(({ purpose }) => purpose.kind === "notice");
    expect(sent).toHaveLength(1);
  });
});

describe("closing", () => {
  const lowRisk = { affectedTotal: 40, riskLevel: "unlikely", fourFactorResult: "low-probability" } as const;

  test("is no longer asked when something is owed again, and an old answer does not close the case later", async () => {
    const it = await story({ regimes: ["hipaa"] });
    await it.answer("is-breach", "no", { facts: lowRisk, reason: "never opened" });
    expect(latestQuestion(await it.state(), "close-case")?.status).toBe("open");
    await it.say({ fourFactorResult: "not-low" }, "it was opened after all");
    await it.answer("is-breach", "yes");
    expect(latestQuestion(await it.state(), "close-case")?.status).toBe("withdrawn");
  });

  test("decided before new facts is asked anew", async () => {
    const it = await story({ regimes: ["hipaa"] });
    await it.answer("is-breach", "no", { facts: lowRisk, reason: "never opened" });
    const question = latestQuestion(await it.state(), "close-case");
    const answer = {
      kind: "answer",
      questionId: question?.questionId ?? "",
      answer: "close",
      reason: "nothing is left",
      textDigest: null,
      role: "privacy-officer",
      reference: null,
      filedAt: null,
      facts: null,
    } as const;
    expect((await commit(it.appContext, it.caseId, person, answer)).ok).toBe(true);
    await it.say({ affectedTotal: 41 }, "counted again, in the same second");
    const state = await it.state();
    expect(state.closed).toBeNull();
    expect(latestQuestion(state, "close-case")).toMatchObject({ questionId: "close-case-2", status: "open" });
  });

  test("does not call done what another party owes and has not told", async () => {
    const it = await story({ regimes: ["gdpr"] });
    await it.say({ processor: { awareAt: startAt }, riskLevel: "unlikely" });
    await it.answer("is-breach", "no", { reason: "encrypted" });
    await it.answer("close-case", "close", { reason: "encrypted" });
    const state = await it.state();
    expect(state.closed?.outcome).toBe("no-breach");
    expect(running(state)).toEqual(["gdpr.art33.processor-to-controller"]);
  });
});
