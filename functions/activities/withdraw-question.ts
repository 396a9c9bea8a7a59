import { ApprovalInput } from "../../shared/contracts/orchestrations.ts";
import { withdrawQuestion } from "../../shared/cases/commands/steps.ts";
import { activities } from "../../orchestrations/names.ts";
import { activity } from "./activity.ts";

/** Takes back a question that nobody is to act on any more. Safe to repeat. */
activity(activities.withdrawQuestion, ApprovalInput, (appContext, input) =>
  withdrawQuestion(appContext, input),
);
