import { describe, expect, onTestFinished, test } from "vitest";
import { demoAlert } from "../../local/demo/alert.ts";
import { takeInboundPayload } from "../../shared/cases/commands/intake.ts";
import { dutiesOf } from "../../shared/cases/duties.ts";
import { factsOf } from "../../shared/domain/case/case-facts.ts";
import { commit, loadCase } from "../../shared/cases/store/commit.ts";
import type { Command } from "../../shared/domain/case/commands.ts";
import type { Recipient, Role, SendPurpose } from "../../shared/domain/case/events.ts";
import { allSends, isDispatched, latestQuestion, resolutionsOf } from "../../shared/domain/case/state.ts";
import type { CaseState } from "../../shared/domain/case/state.ts";
import { mayLeave } from "../../shared/domain/delivery/gate.ts";
import { unfoundPurposes } from "../../shared/domain/delivery/purposes.ts";
import { TransientFailure } from "../../shared/domain/failures.ts";
import { defaultRules } from "../../shared/intake/default-rules.ts";
import type { SendOutcome } from "../../shared/ports/mail.ts";
import { addressOf, groupOf, personOf, testContext } from "../support/app-context.ts";
import type { TestContext } from "../support/app-context.ts";
import { courierNow, silentOrchestrator, walk } from "../support/walk.ts";

/** What leaves a case, under everything that a far end may answer. Each of these was broken once. */
const startAt = "2026-11-24T08:12:00.000Z";
const hour = 3_600_000;
const day = 24 * hour;
const later = (ms: number): string => new Date(Date.parse(startAt) + ms).toISOString();

const context = (): TestContext => {
  const appContext = testContext((check) => onTestFinished(check), startAt);
  appContext.mail.expectAnything();
  return appContext;
};

async function opened(appContext: TestContext, id?: string): Promise<string> {
  const text = JSON.stringify(demoAlert(Date.parse(startAt)));
  // Another alert about another account has other names throughout.
  const other = text.replaceAll("stbrigidspatients", `st${id}`).replaceAll("5d0c7a3e", id ?? "");
  const bytes = new TextEncoder().encode(id === undefined ? text : other);
  const inbound = { bytes, contentType: "application/json", channel: "test" };
  const [result] = await takeInboundPayload(appContext, silentOrchestrator, inbound, defaultRules);
  return result?.kind === "opened" ? result.caseId : "";
}

async function stateOf(appContext: TestContext, caseId: string): Promise<CaseState> {
  const state = await loadCase(appContext, caseId);
  if (!state) throw new Error("the case is gone");
  return state;
}

async function person(appContext: TestContext, caseId: string, command: Command): Promise<void> {
  const actor = { kind: "person", id: personOf("privacy-officer"), name: "P" } as const;
  const committed = await commit(appContext, caseId, actor, command);
  if (!committed.ok) throw new Error(committed.error.message);
}

async function answered(
  appContext: TestContext,
  caseId: string,
  kind: Parameters<typeof latestQuestion>[1],
  said: Partial<Extract<Command, { kind: "answer" }>> & { readonly noticeId?: string },
): Promise<void> {
  const { noticeId = null, ...more } = said;
  const question = latestQuestion(await stateOf(appContext, caseId), kind, noticeId);
  if (!question) throw new Error(`${kind} was not asked`);
  await person(appContext, caseId, {
    kind: "answer",
    questionId: question.questionId,
    answer: "yes",
    reason: "as established",
    textDigest: question.textDigest,
    role: question.role,
    reference: null,
    filedAt: null,
    facts: null,
    ...more,
  });
}

const crowd = (count: number): readonly Recipient[] =>
  Array.from({ length: count }, (_, index) => ({
    personId: `person-${index}`,
    name: `Person ${index}`,
    address: `person-${index}@house.example`,
    via: ["Everybody"],
  }));

/** The role's group has these members. */
function withMembers(appContext: TestContext, role: Role, recipients: readonly Recipient[]): TestContext {
  const { directory } = appContext;
  return {
    ...appContext,
    directory: {
      ...directory,
      membersOf: async (groupId) =>
        groupId === groupOf(role) ? { recipients, excluded: [] } : directory.membersOf(groupId),
    },
  };
}

describe("a group of hundreds", () => {
  test.each([161, 202, 1_201])("of %i is written to, each once, and the courier rests", async (count) => {
    const appContext = withMembers(context(), "incident-commander", crowd(count));
    const caseId = await opened(appContext);
    await walk(appContext, caseId, startAt);
    const state = await stateOf(appContext, caseId);
    expect(allSends(state).filter(({ status }) => status === "accepted")).toHaveLength(count);
    expect(new Set(appContext.mail.sent.map(({ message }) => message.to.address)).size).toBe(count);
    expect(appContext.mail.sent).toHaveLength(count);
    expect(isDispatched(state, { kind: "question", questionId: "is-breach-1", round: 0 })).toBe(true);
  });

  test("is written down in entries that fit the store, and is one list all the same", async () => {
    const appContext = withMembers(context(), "incident-commander", crowd(1_500));
    const caseId = await opened(appContext);
    await walk(appContext, caseId, startAt);
    const entries = appContext.ledger.all.filter((entry) => entry.kind === "recipientsResolved");
    expect(entries.map(({ body }) => [body.recipients.length, body.more === true])).toEqual([
      [1_000, true],
      [500, false],
    ]);
    expect(resolutionsOf(await stateOf(appContext, caseId))[0]?.recipients).toHaveLength(1_500);
  });
});

describe("a provider that throttles", () => {
  /** For an hour from the start on; then it takes everything. */
  const throttled = (appContext: TestContext, forMs: number): TestContext => {
    const { mail } = appContext;
    return {
      ...appContext,
      mail: {
        ...appContext.mail,
        send: async (message, operationId): Promise<SendOutcome> =>
          Date.parse(appContext.clock.now()) < Date.parse(startAt) + forMs
            ? { kind: "throttled", retryAfterMs: hour }
            : mail.send(message, operationId),
      },
    };
  };

  test("holds up no clock, no reminder and no expiry", async () => {
    const appContext = throttled(context(), 4 * day);
    const caseId = await opened(appContext);
    await walk(appContext, caseId, later(3 * day + hour));
    const state = await stateOf(appContext, caseId);
    expect(appContext.mail.sent).toEqual([]);
    const struck = state.clocks["gdpr.art33.authority"]?.struck.map(({ milestone }) => milestone);
    expect(struck).toEqual(["half", "24h", "4h", "1h", "due", "overdue"]);
    expect(state.questions[0]).toMatchObject({ status: "expired" });
    expect(state.questions[0]?.rounds).toHaveLength(5);
    await walk(appContext, caseId, later(4 * day + 2 * hour));
    // Of all that was put off only the newest form of each leaves.
    const rounds = allSends(await stateOf(appContext, caseId)).filter(({ status }) => status === "intended");
    expect(rounds).toEqual([]);
    expect(appContext.mail.sent.length).toBeGreaterThan(0);
    expect(appContext.mail.sent.length).toBeLessThan(12);
  });

  test("lets nothing leave afterwards that should no longer: facts changed, clocks withdrawn, case closed", async () => {
    const appContext = throttled(context(), 10 * hour);
    const caseId = await opened(appContext);
    await walk(appContext, caseId, later(60_000));
    await answered(appContext, caseId, "is-breach", { answer: "yes", facts: { affectedTotal: 900 } });
    await walk(appContext, caseId, later(2 * hour));
    for (const { questionId, question, noticeId } of (await stateOf(appContext, caseId)).questions)
      if (question === "approve-notice" && noticeId !== null)
        await answered(appContext, caseId, question, { answer: "approve", noticeId, questionId });
    await walk(appContext, caseId, later(3 * hour));
    expect(allSends(await stateOf(appContext, caseId)).some(({ status }) => status === "intended")).toBe(
      true,
    );

    const nothingOwed = {
      encrypted: true,
      encryptionMeetsGuidance: true,
      keyCompromised: false,
      riskLevel: "unlikely",
    } as const;
    await person(appContext, caseId, { kind: "changeFacts", set: nothingOwed, reason: "the key was safe" });
    await walk(appContext, caseId, later(4 * hour));
    await answered(appContext, caseId, "close-case", { answer: "close" });
    await walk(appContext, caseId, later(day));
    const state = await stateOf(appContext, caseId);
    expect(state.closed).not.toBeNull();
    expect(appContext.mail.sent).toEqual([]);
    for (const send of allSends(state)) expect(send.status, send.key).toBe("withdrawn");
  });
});

describe("a hold of law enforcement", () => {
  test("holds from the moment at which it is recorded, whatever else was written or not", async () => {
    const appContext = context();
    const caseId = await opened(appContext);
    await walk(appContext, caseId, later(60_000));
    await answered(appContext, caseId, "is-breach", { answer: "yes", facts: { affectedTotal: 40 } });
    await walk(appContext, caseId, later(2 * 60_000));
    const noticeId = "notice-hipaa.individuals";
    await answered(appContext, caseId, "approve-notice", { answer: "approve", noticeId });
    const statement = { form: "oral", statedAt: startAt, officialIdentity: "R. Doe", agency: "FBI" } as const;
    await person(appContext, caseId, { kind: "placeHold", statement });
    // The clocks are not recorded anew: the step that derives them never ran.
    await courierNow(appContext, caseId);
    const state = await stateOf(appContext, caseId);
    expect(state.clocks["hipaa.individuals"]?.reading.notBefore).toBeNull();
    expect(allSends(state).filter(({ purpose }) => purpose.kind === "notice")).toEqual([]);
    const purpose: SendPurpose = { kind: "notice", noticeId, version: 1 };
    const duties = dutiesOf(appContext, factsOf(state), appContext.clock.now());
    expect(mayLeave(state, { purpose }, duties, appContext.clock.now())).toMatchObject({ kind: "hold" });
  });

  test("that comes between the intent and the hand-over holds the message, which leaves after it, once", async () => {
    const base = context();
    let throttle = true;
    const appContext: TestContext = {
      ...base,
      mail: {
        ...base.mail,
        send: async (message, operationId) =>
          throttle ? { kind: "throttled", retryAfterMs: 60_000 } : base.mail.send(message, operationId),
      },
    };
    const caseId = await opened(appContext);
    await walk(appContext, caseId, later(60_000));
    await answered(appContext, caseId, "is-breach", { answer: "yes", facts: { affectedTotal: 40 } });
    await walk(appContext, caseId, later(2 * 60_000));
    const noticeId = "notice-hipaa.individuals";
    await answered(appContext, caseId, "approve-notice", { answer: "approve", noticeId });
    await walk(appContext, caseId, later(3 * 60_000));
    const statement = {
      form: "written",
      statedAt: startAt,
      until: later(2 * day),
      officialIdentity: "R. Doe",
      agency: "FBI",
    } as const;
    await person(appContext, caseId, { kind: "placeHold", statement });
    throttle = false;
    await walk(appContext, caseId, later(day));
    const held = allSends(await stateOf(appContext, caseId)).filter(
      ({ purpose }) => purpose.kind === "notice",
    );
    expect(held.map(({ status }) => status)).toEqual(["held"]);
    await walk(appContext, caseId, later(2 * day + hour));
    const sent = allSends(await stateOf(appContext, caseId)).filter(
      ({ purpose }) => purpose.kind === "notice",
    );
    expect(sent.map(({ status, attempt }) => [status, attempt])).toEqual([["accepted", 1]]);
  });
});

describe("nobody found", () => {
  const silent = (appContext: TestContext, untilMs: number): TestContext => {
    const { directory } = appContext;
    return {
      ...appContext,
      directory: {
        ...appContext.directory,
        membersOf: async (groupId) => {
          if (Date.parse(appContext.clock.now()) < Date.parse(startAt) + untilMs)
            throw new TransientFailure("the directory is away");
          return directory.membersOf(groupId);
        },
      },
    };
  };

  test("is not told: the purpose stays open, an alarm is written once, and it is told when the directory answers", async () => {
    const appContext = silent(context(), 15_000);
    const caseId = await opened(appContext);
    await walk(appContext, caseId, later(10_000));
    const before = await stateOf(appContext, caseId);
    expect(isDispatched(before, { kind: "question", questionId: "is-breach-1", round: 0 })).toBe(false);
    expect(resolutionsOf(before)).toEqual([]);
    const alarms = () => appContext.ledger.all.filter(({ kind }) => kind === "recipientsNotFound");
    expect(alarms()).toHaveLength(1);
    await walk(appContext, caseId, later(60_000));
    expect(appContext.mail.sent.map(({ message }) => message.to.address)).toEqual([
      addressOf("incident-commander"),
    ]);
    expect(alarms()).toHaveLength(1);
    expect(unfoundPurposes(await stateOf(appContext, caseId))).toEqual([]);
  });

  test("is no alarm any more once its question was answered", async () => {
    const appContext = silent(context(), 5 * 60_000);
    const caseId = await opened(appContext);
    await walk(appContext, caseId, later(10_000));
    expect(unfoundPurposes(await stateOf(appContext, caseId))).toHaveLength(1);
    await answered(appContext, caseId, "is-breach", { answer: "yes" });
    expect(unfoundPurposes(await stateOf(appContext, caseId))).toEqual([]);
  });

  test("of an approved notice does not lead to the question whether it is filed, nor to a duty that is met", async () => {
    const appContext = withMembers(withMembers(context(), "notice-desk", []), "incident-commander", crowd(1));
    appContext.directory.setMembers(groupOf("fallback"), []);
    const caseId = await opened(appContext);
    await walk(appContext, caseId, later(60_000));
    await answered(appContext, caseId, "is-breach", { answer: "yes", facts: { affectedTotal: 40 } });
    await walk(appContext, caseId, later(2 * 60_000));
    const noticeId = "notice-hipaa.individuals";
    await answered(appContext, caseId, "approve-notice", { answer: "approve", noticeId });
    await walk(appContext, caseId, later(3 * day));
    const state = await stateOf(appContext, caseId);
    expect(latestQuestion(state, "confirm-filing", noticeId)).toBeUndefined();
    expect(state.clocks["hipaa.individuals"]?.status).toBe("running");

    const purpose: SendPurpose = { kind: "notice", noticeId, version: 1 };
    await person(appContext, caseId, {
      kind: "waiveRecipients",
      purpose,
      reason: "the desk was told by phone",
    });
    await walk(appContext, caseId, later(3 * day + 60_000));
    expect(latestQuestion(await stateOf(appContext, caseId), "confirm-filing", noticeId)?.status).toBe(
      "open",
    );
  });

  test("in this case: the house's last good answer serves, says its age, and whoever the directory adds is told too", async () => {
    const base = context();
    await walk(base, await opened(base), startAt);
    const [first] = base.mail.sent;
    base.directory.setMembers(groupOf("incident-commander"), [
      personOf("incident-commander"),
      personOf("executive"),
    ]);
    const appContext = silent(base, 5 * 60_000);
    const caseId = await opened(appContext, "abcd1234");
    await walk(appContext, caseId, later(60_000));
    const served = resolutionsOf(await stateOf(appContext, caseId))[0];
    expect(served).toMatchObject({ source: "last-good", isProvisional: true });
    expect(served?.problem).toContain(startAt);
    expect(base.mail.sent).toHaveLength(2);
    expect(base.mail.sent[1]?.message.to).toEqual(first?.message.to);
    await walk(appContext, caseId, later(11 * 60_000));
    const after = resolutionsOf(await stateOf(appContext, caseId))[0];
    expect(after).toMatchObject({ source: "directory", isProvisional: false });
    const told = base.mail.sent.map(({ message }) => message.to.address);
    expect(told).toEqual([
      addressOf("incident-commander"),
      addressOf("incident-commander"),
      addressOf("executive"),
    ]);
  });
});

describe("a message that is known not to have arrived", () => {
  test("is handed over again by itself, as the same operation, and then a person decides", async () => {
    const base = context();
    const handedOver: string[] = [];
    const appContext: TestContext = {
      ...base,
      mail: {
        ...base.mail,
        send: async (_message, operationId) => {
          handedOver.push(operationId);
          return { kind: "uncertain", reason: "the connection dropped" };
        },
      },
    };
    const caseId = await opened(appContext);
    const intendedOf = async () =>
      allSends(await stateOf(appContext, caseId)).filter(
        ({ purpose }) => purpose.kind === "question" && purpose.round === 0,
      );
    await walk(appContext, caseId, later(10 * 60_000));
    expect(new Set(handedOver).size).toBe(1);
    expect(handedOver.length).toBeGreaterThan(2);
    const [send] = await intendedOf();
    expect(send?.notArrived).toBeGreaterThan(1);
  });

  test("arrives once where only the first answer was lost", async () => {
    const appContext = context();
    appContext.mail.next({ kind: "answer-lost" });
    const caseId = await opened(appContext);
    await walk(appContext, caseId, later(2 * 60_000));
    expect(appContext.mail.sent).toHaveLength(1);
    expect(allSends(await stateOf(appContext, caseId))[0]?.status).toBe("accepted");
  });
});

test("a message that is sent again leaves although the directory is away, to the address that is known", async () => {
  const base = context();
  const caseId = await opened(base);
  await walk(base, caseId, startAt);
  const send = allSends(await stateOf(base, caseId))[0];
  if (!send) throw new Error("nothing was sent");
  const { key, operationId } = send;
  const bounced = {
    status: "bounced",
    nativeStatus: "Bounced",
    reportedAt: later(1_000),
    detail: null,
  } as const;
  await person(base, caseId, { kind: "report", key, operationId, ...bounced });
  await person(base, caseId, { kind: "resend", key, reason: "" });
  base.directory.failNext(1);
  await walk(base, caseId, later(60_000));
  expect(base.mail.sent.map(({ message }) => message.to.address)).toEqual([
    send.recipient.address,
    send.recipient.address,
  ]);
});
