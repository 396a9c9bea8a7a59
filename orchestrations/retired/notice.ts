import type { OrchestrationHandler } from "durable-functions";
import { CompanionStepResult, NoticeInput } from "../../shared/contracts/retired-orchestrations.ts";
import { deliver } from "./deliver.ts";
import { activities } from "./activities.ts";
import { retryOptions, wakeOrUntil } from "../waits.ts";

/** One approved notice version: deliver to each, then wait until each delivery is proven or given up. */
export const noticeOrchestration: OrchestrationHandler = function* (context) {
  const input = NoticeInput.parse(context.df.getInput());
  const { caseId, noticeId } = input;
  const call = (name: string, body: object) => context.df.callActivityWithRetry(name, retryOptions(), body);
  const step = CompanionStepResult.parse(yield call(activities.lookAtNotice, input));
  switch (step.kind) {
    case "deliver":
      yield* deliver(context, caseId, step.purpose);
      break;
    case "giveUp":
      yield call(activities.giveUpMessages, input);
      break;
    case "sleep":
      yield* wakeOrUntil(context, step.until);
      break;
    default:
      yield call(activities.wakeCase, { caseId });
      return { caseId, noticeId, outcome: "settled" };
  }
  context.df.continueAsNew(input);
  return { caseId, noticeId, outcome: "continued" };
};
