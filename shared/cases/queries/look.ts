import type { CaseState } from "../../domain/case/state.ts";
import { nextApprovalStep, nextDeadlineStep, nextNoticeStep } from "../../domain/case/companion-steps.ts";
import type { CompanionStep } from "../../domain/case/companion-steps.ts";
import type { CaseId, NoticeId, ObligationId, QuestionId } from "../../domain/ids.ts";
import { nextOutboxStep } from "../../domain/case/news.ts";
import type { CaseStep } from "../../domain/case/next-step.ts";
import { loadCase } from "../store/commit.ts";
import type { AppContext } from "../app-context.ts";
import { stepOf } from "../store/next-instant.ts";
import { tryToWriteRow } from "../store/index-row.ts";

/**
 * Reads a case and says what is to be done now. Changes nothing but the board's line, which is derived. Safe to
 * repeat. A case without entries is settled: nothing was opened.
 */
export async function lookAtCase(appContext: AppContext, caseId: CaseId): Promise<CaseStep> {
  const state = await loadCase(appContext, caseId);
  if (!state) return { kind: "settled", outcome: "never opened" };
  const step = stepOf(appContext, state);
  await tryToWriteRow(appContext, state);
  return step;
}

export const lookAtDeadline = (
  appContext: AppContext,
  input: { readonly caseId: CaseId; readonly obligationId: ObligationId; readonly clockSeq: number },
): Promise<CompanionStep> =>
  look(appContext, input.caseId, (state) => nextDeadlineStep(state, input, appContext.clock.now()));

export const lookAtApproval = (
  appContext: AppContext,
  input: { readonly caseId: CaseId; readonly questionId: QuestionId },
): Promise<CompanionStep> =>
  look(appContext, input.caseId, (state) =>
    nextApprovalStep(state, input.questionId, appContext.clock.now(), appContext.settings.policy),
  );

export const lookAtNotice = (
  appContext: AppContext,
  input: { readonly caseId: CaseId; readonly noticeId: NoticeId; readonly version: number },
): Promise<CompanionStep> =>
  look(appContext, input.caseId, (state) =>
    nextNoticeStep(state, input, appContext.clock.now(), appContext.settings.policy),
  );

export const lookAtOutbox = (appContext: AppContext, caseId: CaseId): Promise<CompanionStep> =>
  look(appContext, caseId, (state) =>
    nextOutboxStep(state, appContext.clock.now(), appContext.settings.policy),
  );

async function look(
  appContext: AppContext,
  caseId: CaseId,
  next: (state: CaseState) => CompanionStep,
): Promise<CompanionStep> {
  const state = await loadCase(appContext, caseId);
  return state ? next(state) : { kind: "settled" };
}
