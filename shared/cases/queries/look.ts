import type { CaseState } from "../../domain/case/state.ts";
import { nextApprovalStep, nextDeadlineStep, nextNoticeStep } from "../../domain/case/companion-steps.ts";
import type { CompanionStep } from "../../domain/case/companion-steps.ts";
import type { CaseId, NoticeId, ObligationId, QuestionId } from "../../domain/case/events.ts";
import { nextOutboxStep } from "../../domain/case/news.ts";
import type { CaseStep } from "../../domain/case/next-step.ts";
import { loadCase } from "../store/commit.ts";
import type { House } from "../app-context.ts";
import { stepOf } from "../store/next-instant.ts";
import { rowOf } from "../store/row.ts";

/**
 * Reads a case and says what is to be done now. Changes nothing but the board's line, which is derived. Safe to
 * repeat. A case without entries is settled: nothing was opened.
 */
export async function lookAtCase(house: House, caseId: CaseId): Promise<CaseStep> {
  const state = await loadCase(house, caseId);
  if (!state) return { kind: "settled", outcome: "never opened" };
  const step = stepOf(house, state);
  const now = house.clock.now();
  await house.index.putCase(rowOf(state, { now, nextAt: step.kind === "sleep" ? step.until : now }));
  return step;
}

export const lookAtDeadline = (
  house: House,
  input: { readonly caseId: CaseId; readonly obligationId: ObligationId; readonly clockSeq: number },
): Promise<CompanionStep> =>
  look(house, input.caseId, (state) => nextDeadlineStep(state, input, house.clock.now()));

export const lookAtApproval = (
  house: House,
  input: { readonly caseId: CaseId; readonly questionId: QuestionId },
): Promise<CompanionStep> =>
  look(house, input.caseId, (state) =>
    nextApprovalStep(state, input.questionId, house.clock.now(), house.settings.policy),
  );

export const lookAtNotice = (
  house: House,
  input: { readonly caseId: CaseId; readonly noticeId: NoticeId; readonly version: number },
): Promise<CompanionStep> =>
  look(house, input.caseId, (state) =>
    nextNoticeStep(state, input, house.clock.now(), house.settings.policy),
  );

export const lookAtOutbox = (house: House, caseId: CaseId): Promise<CompanionStep> =>
  look(house, caseId, (state) => nextOutboxStep(state, house.clock.now(), house.settings.policy));

async function look(
  house: House,
  caseId: CaseId,
  next: (state: CaseState) => CompanionStep,
): Promise<CompanionStep> {
  const state = await loadCase(house, caseId);
  return state ? next(state) : { kind: "settled" };
}
