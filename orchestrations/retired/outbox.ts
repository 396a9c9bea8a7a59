import type { OrchestrationHandler } from "durable-functions";
import { CaseInput, CompanionStepResult } from "../../shared/contracts/retired-orchestrations.ts";
import { deliver } from "./deliver.ts";
import { activities } from "./activities.ts";
import { retryOptions, wakeOrUntil } from "../waits.ts";

/**
 * What is to be told apart from questions, clocks and notices: what joined alerts brought, all of it in one mail and no
 * more often than the house allows; and what a person wants sent again.
 */
export const outboxOrchestration: OrchestrationHandler = function* (context) {
  const { caseId } = CaseInput.parse(context.df.getInput());
  const step = CompanionStepResult.parse(
    yield context.df.callActivityWithRetry(activities.lookAtOutbox, retryOptions(), { caseId }),
  );
  switch (step.kind) {
    case "deliver":
      yield* deliver(context, caseId, step.purpose);
      break;
    case "sleep":
      yield* wakeOrUntil(context, step.until);
      break;
    default:
      return { caseId, outcome: "settled" };
  }
  context.df.continueAsNew({ caseId });
  return { caseId, outcome: "continued" };
};
