import { allSends } from "../../shared/domain/case/state.ts";
import { describe, expect, test } from "vitest";
import { questionOf } from "../../shared/domain/case/state.ts";
import { readAnswerForm } from "../../web/decide/form.ts";
import { answerQuestion } from "../../shared/cases/commands/answer.ts";
import { commit } from "../../shared/cases/store/commit.ts";
import { recordHold } from "../../shared/cases/commands/holds.ts";
import { latestQuestion } from "../../shared/domain/case/state.ts";
import type { Answer } from "../../shared/domain/case/events.ts";
import { personOf } from "../support/app-context.ts";
import { day, hour, later, noticeOf, running, startAt, story } from "../support/law-story.ts";
import type { Said, Story } from "../support/law-story.ts";

/** What becomes of a case's clocks when what is known changes: each story is an alert, facts, answers, and the ledger. */
const endOf61days = "2027-01-24T04:59:59.999Z"; // 60 days after 24 November in New York: 23 January

describe("when facts change", () => {
  test("the count that crosses 500 opens HHS and the media, and the log entry is withdrawn", async () => {
    const it = await story();
    await it.say({ affectedTotal: 480, affectedByState: { TX: 480 } });
    expect(running(await it.state())).toContain("hipaa.hhs.annual-log");
    await it.say({ affectedTotal: 620, affectedByState: { TX: 620 } });
    const state = await it.state();
    expect(running(state)).toEqual(expect.arrayContaining(["hipaa.hhs.500plus", "hipaa.media"]));
    expect(state.clocks["hipaa.hhs.annual-log"]?.status).toBe("withdrawn");
    expect(state.clocks["hipaa.hhs.500plus"]?.reading.due).toBe(endOf61days);
  });

  test("discovery that moves back moves every HIPAA clock from its first day, and says why", async () => {
    const it = await story();
    await it.say({ affectedTotal: 620 });
    await it.say({ discoveredAt: "2026-11-10T15:00:00.000Z" }, "a nurse had reported it on the 10th");
    const state = await it.state();
    expect(state.clocks["hipaa.individuals"]?.reading.due).toBe("2027-01-10T04:59:59.999Z");
    const moved = it.appContext.ledger.all.filter(({ kind }) => kind === "clockMoved");
    expect(moved.length).toBeGreaterThan(0);
    expect(JSON.stringify(moved[0]?.body)).toContain("10 November 2026");
  });

  test("encryption that is found broken opens what it had kept closed, and asks anew whether it is a breach", async () => {
    const it = await story({ regimes: ["hipaa"] });
    const secured = {
      affectedTotal: 620,
      encrypted: true,
      encryptionMeetsGuidance: true,
      keyCompromised: false,
    };
    await it.answer("is-breach", "no", { facts: secured, reason: "encrypted, key safe" });
    expect(running(await it.state())).not.toContain("hipaa.individuals");
    await it.say({ keyCompromised: true }, "the key was found on a forum");
    const state = await it.state();
    expect(running(state)).toEqual(expect.arrayContaining(["hipaa.individuals", "hipaa.hhs.500plus"]));
    expect(state.clocks["hipaa.individuals"]?.reading.due).toBe(endOf61days);
    expect(latestQuestion(state, "is-breach")).toMatchObject({ questionId: "is-breach-2", status: "open" });
    expect(state.notices).toEqual({});
    await it.answer("is-breach", "yes");
    expect(Object.keys((await it.state()).notices)).toContain(noticeOf("hipaa.individuals"));
  });

  test("a closed case is opened again for it, and is asked about closing only with what is known then", async () => {
    const it = await story({ regimes: ["hipaa"] });
    const secured = {
      affectedTotal: 20,
      encrypted: true,
      encryptionMeetsGuidance: true,
      keyCompromised: false,
    };
    await it.answer("is-breach", "no", { facts: secured, reason: "encrypted, key safe" });
    await it.answer("close-case", "close", { reason: "encrypted, key safe" });
    expect((await it.state()).closed).toMatchObject({ outcome: "no-breach" });
    await expect(it.say({ keyCompromised: true })).rejects.toThrow("closed");
    await it.command({ kind: "reopen", reason: "the key was found on a forum" });
    expect((await it.state()).closed).toBeNull();
    await it.say({ keyCompromised: true }, "the key was found on a forum");
    const state = await it.state();
    expect(running(state)).toContain("hipaa.individuals");
    expect(latestQuestion(state, "is-breach")?.status).toBe("open");
    expect(state.closed).toBeNull();
  });
});

describe("a hold of law enforcement", () => {
  const official = { officialIdentity: "Special Agent R. Doe", agency: "FBI" };
  const principal = {
    personId: personOf("privacy-officer"),
    name: "The privacy-officer",
    roles: ["privacy-officer"],
    readerRoles: [],
  } as const;
  const hold = (it: Story, command: Parameters<typeof recordHold>[2]["command"]) =>
    recordHold(it.appContext, principal, { caseId: it.caseId, command });

  test("by word of mouth stops notices for 30 days, a writing extends it, lifting it lets them go at once", async () => {
    const it = await story({ regimes: ["hipaa"] });
    await it.answer("is-breach", "yes", { facts: { affectedTotal: 40 } });
    await hold(it, {
      kind: "placeHold",
      statement: { form: "oral", statedAt: later(hour / 2), ...official },
    }).then((committed) => expect(committed).toMatchObject({ ok: false }));
    it.appContext.setNow(later(hour));
    await hold(it, {
      kind: "placeHold",
      statement: { form: "oral", statedAt: later(hour / 2), ...official },
    });
    const placed = await it.state();
    expect(placed.clocks["hipaa.individuals"]?.reading.notBefore).toBe("2026-12-25T04:59:59.999Z");
    expect(placed.facts.lawEnforcementHolds).toHaveLength(1);

    await it.answer("approve-notice", "approve", { noticeId: noticeOf("hipaa.individuals") });
    await it.until(10 * day);
    const sentTo = async () => allSends(await it.state()).filter(({ purpose }) => purpose.kind === "notice");
    expect(await sentTo()).toEqual([]);

    await hold(it, {
      kind: "extendHold",
      holdId: "hold-1",
      statement: { form: "written", statedAt: later(9 * day), until: "2027-03-01", ...official },
    });
    const extended = (await it.state()).clocks["hipaa.individuals"]?.reading;
    expect(extended).toMatchObject({
      notBefore: "2027-03-02T04:59:59.999Z",
      due: "2027-03-02T04:59:59.999Z",
    });

    await it.until(20 * day);
    await hold(it, { kind: "liftHold", holdId: "hold-1", liftedAt: later(20 * day), reason: "by telephone" });
    const lifted = (await it.state()).clocks["hipaa.individuals"]?.reading;
    expect(lifted?.due).toBe(endOf61days);
    await it.until(20 * day + hour);
    expect((await sentTo()).length).toBeGreaterThan(0);
  });

  test("placed between the approval and the sending, it still stops the sending", async () => {
    const it = await story({ regimes: ["hipaa"] });
    await it.answer("is-breach", "yes", { facts: { affectedTotal: 40 } });
    const noticeId = noticeOf("hipaa.individuals");
    const question = latestQuestion(await it.state(), "approve-notice", noticeId);
    await commit(
      it.appContext,
      it.caseId,
      { kind: "person", id: "p", name: "P" },
      {
        kind: "answer",
        questionId: question?.questionId ?? "",
        answer: "approve",
        reason: "",
        textDigest: question?.textDigest ?? null,
        role: "incident-commander",
        reference: null,
        filedAt: null,
        facts: null,
      },
    );
    await hold(it, { kind: "placeHold", statement: { form: "oral", statedAt: startAt, ...official } });
    await it.until(5 * day);
    const toldAbout = allSends(await it.state()).filter(({ purpose }) => purpose.kind === "notice");
    expect(toldAbout).toEqual([]);
  });

  test("does not stop the 72 hours", async () => {
    const it = await story();
    const before = (await it.state()).clocks["gdpr.art33.authority"]?.reading;
    await hold(it, {
      kind: "placeHold",
      statement: { form: "written", statedAt: startAt, until: "2027-03-01", ...official },
    });
    expect((await it.state()).clocks["gdpr.art33.authority"]?.reading).toEqual(before);
  });

  test("the same statement twice is one; without the official it is refused; as a fact it is refused", async () => {
    const it = await story();
    const statement = { form: "oral", statedAt: startAt, ...official } as const;
    await hold(it, { kind: "placeHold", statement });
    await hold(it, { kind: "placeHold", statement });
    expect((await it.state()).holds).toHaveLength(1);
    const nameless = await hold(it, { kind: "placeHold", statement: { form: "oral", statedAt: startAt } });
    expect(nameless).toMatchObject({ ok: false, error: { kind: "wrong-hold" } });
    await expect(it.say({ lawEnforcementHolds: [statement] })).rejects.toThrow("hold");
  });
});

describe("a supplier", () => {
  test("that is a processor starts our 72 hours by its message, and its own duty is then done", async () => {
    const it = await story({ regimes: ["gdpr"] });
    await it.say({ processor: { awareAt: "2026-11-20T10:00:00.000Z" } }, "it says so in passing");
    const watched = await it.state();
    expect(watched.clocks["gdpr.art33.authority"]?.reading.due).toBe("2026-11-27T08:11:00.000Z");
    expect(running(watched)).toContain("gdpr.art33.processor-to-controller");
    const toldAt = "2026-11-23T10:00:00.000Z";
    await it.say(
      { processor: { awareAt: "2026-11-20T10:00:00.000Z", notifiedControllerAt: toldAt } },
      "its mail was found",
    );
    await it.answer("is-breach", "yes", { reason: "the earliest known moment" });
    const state = await it.state();
    expect(state.clocks["gdpr.art33.authority"]?.reading.due).toBe("2026-11-26T10:00:00.000Z");
    expect(state.clocks["gdpr.art33.processor-to-controller"]).toMatchObject({
      status: "met",
      met: { at: toldAt },
    });
    expect(Object.keys(state.notices)).not.toContain(noticeOf("gdpr.art33.processor-to-controller"));
  });

  test("that is a business associate starts our HIPAA clocks by its notice, or by its discovery if it is our agent", async () => {
    const it = await story({ regimes: ["hipaa"] });
    await it.say({
      affectedTotal: 40,
      businessAssociate: {
        discoveredAt: "2026-11-01T15:00:00.000Z",
        notifiedCoveredEntityAt: "2026-11-20T15:00:00.000Z",
        isAgent: false,
      },
    });
    expect((await it.state()).clocks["hipaa.individuals"]?.reading.due).toBe("2027-01-20T04:59:59.999Z");
    await it.say({
      businessAssociate: {
        discoveredAt: "2026-11-01T15:00:00.000Z",
        notifiedCoveredEntityAt: "2026-11-20T15:00:00.000Z",
        isAgent: true,
      },
    });
    expect((await it.state()).clocks["hipaa.individuals"]?.reading.due).toBe("2027-01-01T04:59:59.999Z");
  });

  test("keeps what is known of it when an answer states something more", async () => {
    const it = await story({ regimes: ["hipaa"] });
    const businessAssociate = {
      discoveredAt: "2026-11-01T15:00:00.000Z",
      notifiedCoveredEntityAt: "2026-11-20T15:00:00.000Z",
    };
    await it.say({ affectedTotal: 40, businessAssociate });
    const commander = {
      personId: personOf("incident-commander"),
      name: "The commander",
      roles: ["incident-commander"],
      readerRoles: [],
    } as const;
    const fields = { answer: "yes", reason: "", associateIsAgent: "yes" };
    const questionId = "is-breach-1";
    const asked = await it.state();
    const question = questionOf(asked, questionId);
    const now = it.appContext.clock.now();
    const read = question && readAnswerForm(asked, question, { fields, now });
    if (!read?.ok) throw new Error("the form cannot be read");
    const answered = await answerQuestion(it.appContext, commander, {
      caseId: it.caseId,
      questionId,
      answer: read.answer,
    });
    expect(answered.kind).toBe("recorded");
    expect((await it.state()).facts.businessAssociate).toEqual({ ...businessAssociate, isAgent: true });
  });

  test("if we are the processor, we write to the controller, and to nobody else", async () => {
    const it = await story({ regimes: ["gdpr"], role: { gdpr: "processor" } });
    await it.answer("is-breach", "yes");
    const state = await it.state();
    expect(Object.keys(state.notices)).toEqual([noticeOf("gdpr.art33.processor-to-controller")]);
    expect(running(state)).not.toContain("gdpr.art33.authority");
  });

  test("if we are the business associate, we write to the covered entity, and owe it within 60 days", async () => {
    const it = await story({ regimes: ["hipaa"], role: { hipaa: "business-associate" } });
    await it.answer("is-breach", "yes", { facts: { affectedTotal: 40 } });
    const state = await it.state();
    expect(Object.keys(state.notices)).toEqual([noticeOf("hipaa.business-associate")]);
    expect(state.clocks["hipaa.business-associate"]?.reading.due).toBe(endOf61days);
  });
});

/** Approves the newest text of a duty, lets it go out and be delivered, and answers how it was filed. */
async function file(
  it: Story,
  obligationId: string,
  answer: Answer,
  more: Partial<Said> = {},
): Promise<void> {
  const noticeId = noticeOf(obligationId);
  await it.answer("approve-notice", "approve", { noticeId });
  const elapsed = Date.parse(it.appContext.clock.now()) - Date.parse(startAt);
  await it.until(elapsed + 25 * hour); // nobody reports the delivery: it is given up as unproven after a day
  await it.answer("confirm-filing", answer, { noticeId, reference: "DPA-1", ...more });
}

describe("a duty that was met and is owed to further places", () => {
  test("opens again for the media of a second State, with a text, an approval and a filing of its own", async () => {
    const it = await story({ regimes: ["hipaa"] });
    const media = "hipaa.media";
    await it.answer("is-breach", "yes", { facts: { affectedTotal: 620, affectedByState: { TX: 620 } } });
    await file(it, media, "filed", { reference: "release of Austin" });
    const first = await it.state();
    expect(first.clocks[media]).toMatchObject({ status: "met", reading: { jurisdictions: ["TX"] } });

    await it.say({ affectedTotal: 1300, affectedByState: { TX: 650, CA: 620 } }, "counted again");
    const again = await it.state();
    expect(again.clocks[media]).toMatchObject({
      status: "running",
      reading: { jurisdictions: ["CA", "TX"], due: endOf61days },
      metBefore: [{ jurisdictions: ["TX"], version: 1 }],
    });
    expect(again.notices[noticeOf(media)]).toMatchObject({ version: 2, approved: null });

    await file(it, media, "filed", { reference: "release of Sacramento" });
    const both = await it.state();
    expect(both.clocks[media]).toMatchObject({
      status: "met",
      met: { reference: "release of Sacramento" },
    });
    await it.say({ affectedTotal: 1400 }, "a few more, in the same States");
    expect((await it.state()).clocks[media]?.status).toBe("met");
  });
});

describe("staged duties", () => {
  test("further information for the authority follows in as many phases as it takes", async () => {
    const it = await story({ regimes: ["gdpr"] });
    await it.answer("is-breach", "yes");
    await file(it, "gdpr.art33.authority", "filed", { facts: { initialNotificationIncomplete: true } });
    const phased = "gdpr.art33.phased";
    const first = await it.state();
    expect(first.clocks["gdpr.art33.authority"]).toMatchObject({ status: "met", met: { late: false } });
    expect(running(first)).toContain(phased);
    expect(first.clocks[phased]?.reading.clockStart).toBe(first.clocks["gdpr.art33.authority"]?.met?.at);

    await file(it, phased, "filed-in-part", { reference: "DPA-1/1" });
    const second = await it.state();
    expect(second.clocks[phased]?.status).toBe("running");
    expect(second.notices[noticeOf(phased)]?.filedInPart).toMatchObject({ reference: "DPA-1/1" });
    expect(latestQuestion(second, "close-case")).toBeUndefined();

    await it.say({ affectedTotal: 1200 }, "the count is in");
    expect((await it.state()).notices[noticeOf(phased)]).toMatchObject({ version: 2, approved: null });
    const ofFirst = allSends(await it.state()).find(
      ({ purpose }) => purpose.kind === "notice" && purpose.noticeId === noticeOf(phased),
    );
    // The words of the second phase, which nobody has approved, never leave as the first one's.
    await expect(
      it.command({ kind: "resend", key: ofFirst?.key ?? "", reason: "nothing came" }),
    ).rejects.toThrow("no longer the approved one");
    await file(it, phased, "filed", { reference: "DPA-1/2" });
    expect((await it.state()).clocks[phased]).toMatchObject({ status: "met", met: { reference: "DPA-1/2" } });
  });

  test("NIS2: 24 hours, 72 hours, and a month after the notification was made", async () => {
    const it = await story({ regimes: ["nis2"], timeZone: "Europe/Berlin" });
    await it.answer("is-breach", "yes");
    const opened = await it.state();
    expect(opened.clocks["nis2.art23.early-warning"]?.reading.due).toBe("2026-11-25T08:11:00.000Z");
    expect(opened.clocks["nis2.art23.incident-notification"]?.reading.due).toBe("2026-11-27T08:11:00.000Z");
    expect(opened.clocks["nis2.art23.final-report"]?.reading.due ?? null).toBeNull();
    await file(it, "nis2.art23.incident-notification", "filed");
    const filed = await it.state();
    const at = filed.clocks["nis2.art23.incident-notification"]?.met?.at ?? "";
    expect(at.slice(0, 10)).toBe("2026-11-25");
    expect(filed.clocks["nis2.art23.final-report"]?.reading.due).toBe("2026-12-25T22:59:59.999Z");
    expect(filed.clocks["nis2.art23.early-warning"]?.status).toBe("running");
  });
});
