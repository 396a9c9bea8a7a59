import type { OrchestrationHandler } from "durable-functions";
import { ApprovalInput, CompanionStepResult } from "../../shared/contracts/retired-orchestrations.ts";
import { deliver } from "./deliver.ts";
import { activities } from "./activities.ts";
import { retryOptions, wakeOrUntil } from "../waits.ts";

/** One open question: ask, remind, escalate, expire. It never answers for anybody; the answer is found in the ledger. */
export const approvalOrchestration: OrchestrationHandler = function* (context) {
  const input = ApprovalInput.parse(context.df.getInput());
  const { caseId, questionId } = input;
  const call = (name: string, body: object) => context.df.callActivityWithRetry(name, retryOptions(), body);
  const step = CompanionStepResult.parse(yield call(activities.lookAtApproval, input));
  switch (step.kind) {
    case "remind":
      yield call(activities.remindQuestion, { caseId, questionId, round: step.round, role: step.role });
      break;
    case "deliver":
      yield* deliver(context, caseId, step.purpose);
      break;
    case "expire":
      yield call(activities.expireQuestion, { caseId, questionId });
      yield call(activities.wakeCase, { caseId });
      break;
    case "sleep":
      yield* wakeOrUntil(context, step.until);
      break;
    default:
      return { caseId, questionId, outcome: "settled" };
  }
  context.df.continueAsNew(input);
  return { caseId, questionId, outcome: "continued" };
};
