import type { OrchestrationContext, OrchestrationHandler, Task } from "durable-functions";
import { CaseInput, CaseStepResult } from "../../shared/contracts/retired-orchestrations.ts";
import { activities } from "./activities.ts";
import { retryOptions, wakeOrUntil } from "../waits.ts";

/**
 * One case from its alert to its closing. Carries out steps; what they are is decided in shared/domain. Holds nothing
 * but the id: it can be replaced from the ledger at any time.
 */
export const caseOrchestration: OrchestrationHandler = function* (context) {
  const { caseId } = CaseInput.parse(context.df.getInput());
  const step = CaseStepResult.parse(
    yield context.df.callActivityWithRetry(activities.lookAtCase, retryOptions(), { caseId }),
  );
  if (step.kind === "settled") return { caseId, outcome: step.outcome };
  yield* carryOut(context, caseId, step);
  context.df.continueAsNew({ caseId });
  return { caseId, outcome: "continued" };
};

function* carryOut(
  context: OrchestrationContext,
  caseId: string,
  step: Exclude<CaseStepResult, { kind: "settled" }>,
): Generator<Task, void, unknown> {
  const call = (name: string, input: object): Task =>
    context.df.callActivityWithRetry(name, retryOptions(), input);
  switch (step.kind) {
    case "recordClocks":
      yield call(activities.recordClocks, { caseId });
      return;
    case "ask": {
      const { question, obligationId, noticeId } = step;
      yield call(activities.askQuestion, { caseId, question, obligationId, noticeId });
      return;
    }
    case "withdrawQuestion":
      yield call(activities.withdrawQuestion, { caseId, questionId: step.questionId });
      return;
    case "draftNotice":
      yield call(activities.draftNotice, { caseId, obligationId: step.obligationId });
      return;
    case "meet":
      yield call(activities.meetObligation, {
        caseId,
        obligationId: step.obligationId,
        noticeId: step.noticeId,
      });
      return;
    case "close":
      yield call(activities.closeCase, { caseId });
      return;
    case "sleep":
      if (step.running.length > 0) yield call(activities.startCompanions, { caseId, running: step.running });
      yield* wakeOrUntil(context, step.until);
  }
}
