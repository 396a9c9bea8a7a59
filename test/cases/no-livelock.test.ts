import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import { demoAlert } from "../../local/demo/alert.ts";
import { commit, loadCase } from "../../shared/cases/store/commit.ts";
import { dutiesOf } from "../../shared/cases/duties.ts";
import { factsOf } from "../../shared/domain/case/case-facts.ts";
import { recordHold } from "../../shared/cases/commands/holds.ts";
import { takeInboundPayload } from "../../shared/cases/commands/intake.ts";
import { allSends, questionOf } from "../../shared/domain/case/state.ts";
import type { CaseState } from "../../shared/domain/case/state.ts";
import type { Command } from "../../shared/domain/case/commands.ts";
import { evolve } from "../../shared/domain/case/evolve.ts";
import { mayLeave } from "../../shared/domain/delivery/gate.ts";
import { TransientFailure } from "../../shared/domain/failures.ts";
import { regimeNames } from "../../shared/domain/law/facts.ts";
import { defaultRules } from "../../shared/intake/default-rules.ts";
import { answering, answersTo, before, commandOf, deed, orUnknown } from "../support/case-deeds.ts";
import { testContext } from "../support/app-context.ts";
import type { TestContext } from "../support/app-context.ts";
import { day, startAt } from "../support/law-story.ts";
import { silentOrchestrator, walk } from "../support/walk.ts";

/**
 * Whatever people, law enforcement, products and time do to a case, in whatever order, with a host that dies between
 * two entries: its books can be read, it comes to rest, no notice leaves during a hold, and it can be closed.
 */
const person = { kind: "person", id: "person-1", name: "A. Person" } as const;
const principal = {
  personId: person.id,
  name: person.name,
  roles: ["privacy-officer"],
  readerRoles: [],
} as const;

interface Trial {
  readonly appContext: TestContext;
  readonly caseId: string;
  /** The host dies after so many further entries; null: it lives. */
  dieAfter(entries: number | null): void;
}

async function trial(regimes: readonly string[]): Promise<Trial> {
  const base = testContext((check) => onTestFinished(check), startAt);
  base.mail.expectAnything();
  let left: number | null = null;
  const { ledger, settings } = base;
  const appContext: TestContext = {
    ...base,
    ledger: {
      ...ledger,
      async append(entry) {
        if (left === 0) throw new TransientFailure("the host died");
        if (left !== null) left -= 1;
        return ledger.append(entry);
      },
    },
    settings: {
      ...settings,
      entity: { ...settings.entity, facts: { ...settings.entity.facts, regimes } },
    },
  };
  const bytes = new TextEncoder().encode(JSON.stringify(demoAlert(Date.parse(startAt))));
  const arrival = { bytes, contentType: "application/json", channel: "test" };
  const [taken] = await takeInboundPayload(appContext, silentOrchestrator, arrival, defaultRules);
  if (taken?.kind !== "opened") throw new Error("the alert opened no case");
  await walk(appContext, taken.caseId, startAt);
  return { appContext, caseId: taken.caseId, dieAfter: (entries) => (left = entries) };
}

async function stateOf({ appContext, caseId }: Trial): Promise<CaseState> {
  const state = await loadCase(appContext, caseId);
  if (!state) throw new Error("the case is gone");
  return state;
}

/** Carries a command out; once more after the host died in the midst of it, and once more for nothing. */
async function carryOutTwice(at: Trial, command: Command, dieAfter: number | null): Promise<void> {
  const isHold = command.kind === "placeHold" || command.kind === "extendHold" || command.kind === "liftHold";
  const once = () =>
    isHold
      ? recordHold(at.appContext, principal, { caseId: at.caseId, command })
      : commit(at.appContext, at.caseId, person, command);
  at.dieAfter(dieAfter);
  try {
    await once();
  } catch (error) {
    if (!(error instanceof TransientFailure)) throw error;
  } finally {
    at.dieAfter(null);
  }
  const repeated = await once();
  if (!repeated.ok) return;
  const again = await once();
  if (again.ok) expect(again.written, `${command.kind} a third time`).toBe(0);
}

/** What stands in the ledger, each entry against the case and the law as they stood when it was written. */
function checkTheBooks({ appContext, caseId }: Trial): void {
  let state: CaseState | undefined;
  for (const entry of appContext.ledger.all) {
    if (entry.caseId !== caseId) continue;
    if (state && entry.kind === "sendIntended" && entry.body.purpose.kind === "notice") {
      const notice = state.notices[entry.body.purpose.noticeId];
      const duty = dutiesOf(appContext, factsOf(state), entry.recordedAt).find(
        ({ reading }) => reading.obligationId === notice?.obligationId,
      );
      const notBefore = duty?.reading.notBefore ?? entry.recordedAt;
      expect(Date.parse(entry.recordedAt)).toBeGreaterThanOrEqual(Date.parse(notBefore));
      expect(notice?.approved, "nobody is told what nobody approved").not.toBeNull();
      expect(notice?.version).toBe(entry.body.purpose.version);
      expect(duty?.applies, `${notice?.obligationId ?? ""} was told of, and not owed`).toBe(true);
    }
    if (state && entry.kind === "sendAccepted") {
      const send = state.sends.get(entry.body.key);
      const duties = dutiesOf(appContext, factsOf(state), entry.recordedAt);
      const personId = send?.recipient.personId ?? "";
      const verdict = send && mayLeave(state, { ...send, personId }, duties, entry.recordedAt);
      expect(verdict, `${entry.body.key} left past the gate`).toEqual({ kind: "leave" });
    }
    if (state && entry.kind === "decisionRecorded" && entry.body.answer === "approve") {
      const noticeId = questionOf(state, entry.body.questionId)?.noticeId ?? "";
      expect(entry.body.textDigest, "approved is what was shown").toBe(state.notices[noticeId]?.digest);
    }
    state = evolve(state, entry);
  }
}

/** At rest, nobody is asked about what is not to be done. */
async function checkAtRest(at: Trial): Promise<void> {
  const state = await stateOf(at);
  for (const { key, status } of allSends(state))
    expect(["accepted", "refused", "withdrawn", "held"], `${key} has no outcome: ${status}`).toContain(
      status,
    );
  if (state.closed) return;
  const now = Date.parse(at.appContext.clock.now());
  for (const { status, question, obligationId } of state.questions) {
    if (status !== "open" || obligationId === null) continue;
    const clock = state.clocks[obligationId];
    expect(clock?.status, `${question} of ${obligationId}`).toBe("running");
    const notBefore = clock?.reading.notBefore ?? null;
    if (question === "confirm-filing" && notBefore !== null)
      expect(now).toBeGreaterThanOrEqual(Date.parse(notBefore));
  }
}

/** Everybody who is asked says yes; how many were asked. */
async function agree(at: Trial): Promise<number> {
  const now = at.appContext.clock.now();
  const open = (await stateOf(at)).questions.filter(({ status }) => status === "open");
  for (const question of open) {
    const yes = answering(question, answersTo[question.question][0] ?? "yes", now, null);
    await commit(at.appContext, at.caseId, person, yes);
  }
  return open.length;
}

/** People who say yes to everything, and correct a fact where a refused text waits for one. */
async function closeIt(at: Trial): Promise<void> {
  for (let round = 0; round < 120; round++) {
    const state = await stateOf(at);
    if (state.closed) return;
    if ((await agree(at)) === 0) {
      const set = { affectedTotal: (state.facts.affectedTotal ?? 0) + 1 };
      await commit(at.appContext, at.caseId, person, { kind: "changeFacts", set, reason: "counted again" });
    }
    await walk(at.appContext, at.caseId, before(at.appContext.clock.now(), -3 * day));
  }
  throw new Error("the case cannot be closed");
}

test("whatever happens, a case comes to rest, keeps its holds, and can be closed", async () => {
  const property = fc.asyncProperty(
    fc.oneof(
      fc.constantFrom(["hipaa"], ["hipaa", "gdpr"]),
      fc.subarray([...regimeNames], { minLength: 1, maxLength: 3 }),
    ),
    fc.array(fc.record({ what: deed, dieAfter: orUnknown(fc.nat(3)), rests: fc.boolean() }), {
      minLength: 3,
      maxLength: 14,
    }),
    async (regimes, deeds) => {
      const at = await trial(regimes);
      for (const { what, dieAfter, rests } of deeds) {
        const now = at.appContext.clock.now();
        if (what.kind === "wait") await walk(at.appContext, at.caseId, before(now, -what.ms));
        else if (what.kind === "agree") await agree(at);
        else {
          const command = commandOf(await stateOf(at), what, now);
          if (command) await carryOutTwice(at, command, dieAfter);
        }
        if (rests) await walk(at.appContext, at.caseId, at.appContext.clock.now());
        if (rests) await checkAtRest(at);
      }
      await closeIt(at);
      checkTheBooks(at);
    },
  );
  await fc.assert(property, { numRuns: 30, interruptAfterTimeLimit: 8_000 });
});
