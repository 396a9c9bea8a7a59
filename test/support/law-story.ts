import { onTestFinished } from "vitest";
import { demoAlert } from "../../local/demo/alert.ts";
import { commit, loadCase } from "../../shared/cases/store/commit.ts";
import { takeInboundPayload } from "../../shared/cases/commands/intake.ts";
import { latestQuestion } from "../../shared/domain/case/state.ts";
import type { CaseState } from "../../shared/domain/case/state.ts";
import type { Command } from "../../shared/domain/case/commands.ts";
import type { Answer, FactsPatch, QuestionKind, Role } from "../../shared/domain/case/events.ts";
import type { Facts } from "../../shared/domain/law/facts.ts";
import { defaultRules } from "../../shared/intake/default-rules.ts";
import { personOf, testContext } from "./app-context.ts";
import type { TestContext } from "./app-context.ts";
import { silentOrchestrator, walk } from "./walk.ts";

/** A case from the demo's alert on, told as what people say and answer; the clockwork acts after each. */
export const startAt = "2026-11-24T08:12:00.000Z";
export const hour = 3_600_000;
export const day = 24 * hour;
export const later = (ms: number): string => new Date(Date.parse(startAt) + ms).toISOString();

export interface Story {
  readonly appContext: TestContext;
  readonly caseId: string;
  state(): Promise<CaseState>;
  until(ms: number): Promise<void>;
  say(facts: FactsPatch, reason?: string): Promise<void>;
  command(command: Command): Promise<void>;
  answer(kind: QuestionKind, answer: Answer, more?: Partial<Said>): Promise<void>;
}

export interface Said {
  readonly noticeId: string;
  readonly facts: FactsPatch;
  readonly reason: string;
  readonly reference: string;
}

export async function story(entity: Partial<Facts> = {}): Promise<Story> {
  const base = testContext((check) => onTestFinished(check), startAt);
  const settings = {
    ...base.settings,
    entity: { ...base.settings.entity, facts: { ...base.settings.entity.facts, ...entity } },
  };
  const appContext: TestContext = { ...base, settings };
  appContext.mail.expectAnything();
  const bytes = new TextEncoder().encode(JSON.stringify(demoAlert(Date.parse(startAt))));
  const arrival = { bytes, contentType: "application/json", channel: "test" };
  const [taken] = await takeInboundPayload(appContext, silentOrchestrator, arrival, defaultRules);
  const caseId = taken?.kind === "opened" ? taken.caseId : "";
  const state = async (): Promise<CaseState> => {
    const found = await loadCase(appContext, caseId);
    if (!found) throw new Error("the case is gone");
    return found;
  };
  const as = (role: Role) => ({ kind: "person", id: personOf(role), name: `The ${role}` }) as const;
  const command = async (given: Command): Promise<void> => {
    const committed = await commit(appContext, caseId, as("privacy-officer"), given);
    if (!committed.ok) throw new Error(committed.error.message);
  };
  const settle = (): Promise<unknown> => walk(appContext, caseId, appContext.clock.now());
  await settle();
  return {
    appContext,
    caseId,
    state,
    until: async (ms) => void (await walk(appContext, caseId, later(ms))),
    say: async (set, reason = "as established") => {
      await command({ kind: "changeFacts", set, reason });
      await settle();
    },
    command: async (given) => {
      await command(given);
      await settle();
    },
    answer: async (kind, answer, more = {}) => {
      const question = latestQuestion(await state(), kind, more.noticeId ?? null);
      if (question?.status !== "open") throw new Error(`${kind} is not asked`);
      const committed = await commit(appContext, caseId, as(question.role), {
        kind: "answer",
        questionId: question.questionId,
        answer,
        reason: more.reason ?? "as established",
        textDigest: question.textDigest,
        role: question.role,
        reference: more.reference ?? null,
        filedAt: more.reference === undefined ? null : appContext.clock.now(),
        facts: more.facts ?? null,
      });
      if (!committed.ok) throw new Error(committed.error.message);
      await settle();
    },
  };
}

export const running = (state: CaseState): readonly string[] =>
  Object.values(state.clocks)
    .filter(({ status }) => status === "running")
    .map(({ reading }) => reading.obligationId);
export const noticeOf = (obligationId: string): string => `notice-${obligationId}`;
