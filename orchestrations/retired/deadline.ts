import type { OrchestrationHandler } from "durable-functions";
import { CompanionStepResult, DeadlineInput } from "../../shared/contracts/retired-orchestrations.ts";
import { deliver } from "./deliver.ts";
import { activities } from "./activities.ts";
import { retryOptions, sleepUntil } from "../waits.ts";

/** One running clock: sleeps, asks the ledger whether the duty is still open, strikes or ends. It races nothing. */
export const deadlineOrchestration: OrchestrationHandler = function* (context) {
  const input = DeadlineInput.parse(context.df.getInput());
  const { caseId, obligationId } = input;
  const step = CompanionStepResult.parse(
    yield context.df.callActivityWithRetry(activities.lookAtDeadline, retryOptions(), input),
  );
  switch (step.kind) {
    case "strike": {
      const { milestones, due } = step;
      yield context.df.callActivityWithRetry(activities.strikeMilestones, retryOptions(), {
        caseId,
        obligationId,
        milestones,
        due,
      });
      break;
    }
    case "deliver":
      yield* deliver(context, caseId, step.purpose);
      break;
    case "sleep":
      yield* sleepUntil(context, step.until);
      break;
    default:
      return { caseId, obligationId, outcome: "settled" };
  }
  context.df.continueAsNew(input);
  return { caseId, obligationId, outcome: "continued" };
};
