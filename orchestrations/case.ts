import type { OrchestrationContext, OrchestrationHandler, Task } from "durable-functions";
import { CaseInput, CaseLookResult } from "../shared/contracts/orchestrations.ts";
import type { CaseStepResult } from "../shared/contracts/orchestrations.ts";
import { activities } from "./names.ts";
import { retryOptions, wakeOrUntil } from "./waits.ts";

/**
 * One case from its alert to its closing. Carries out steps; what they are is decided in shared/domain. Holds nothing
 * but the id: it can be replaced from the ledger at any time. Nothing here waits for mail: what is to leave is the courier's.
 */
export const caseOrchestration: OrchestrationHandler = function* (context) {
  const { caseId } = CaseInput.parse(context.df.getInput());
  const { step, isCourierWanted } = CaseLookResult.parse(
    yield context.df.callActivityWithRetry(activities.nextCaseStep, retryOptions(), { caseId }),
  );
  if (isCourierWanted && (step.kind === "sleep" || step.kind === "settled"))
    yield context.df.callActivityWithRetry(activities.ensureCourier, retryOptions(), { caseId });
  if (step.kind === "settled") return { caseId, outcome: step.outcome };
  if (step.kind === "sleep") yield* wakeOrUntil(context, step.until);
  else yield carryOut(context, caseId, step);
  context.df.continueAsNew({ caseId });
  return { caseId, outcome: "continued" };
};

function carryOut(
  context: OrchestrationContext,
  caseId: string,
  step: Exclude<CaseStepResult, { kind: "settled" | "sleep" }>,
): Task {
  const call = (name: string, input: object = {}): Task =>
    context.df.callActivityWithRetry(name, retryOptions(), { caseId, ...input });
  const { kind, ...about } = step;
  switch (kind) {
    case "recordClocks":
      return call(activities.recordClocks);
    case "strike":
      return call(activities.strikeClocks, about);
    case "remind":
      return call(activities.remindQuestion, about);
    case "expire":
      return call(activities.expireQuestion, about);
    case "withdrawQuestion":
      return call(activities.takeBackQuestion, about);
    case "ask":
      return call(activities.askQuestion, about);
    case "draftNotice":
      return call(activities.draftNotice, about);
    case "giveUp":
      return call(activities.giveUpMessages, about);
    case "meet":
      return call(activities.meetObligation, about);
    case "close":
      return call(activities.closeCase);
  }
}
