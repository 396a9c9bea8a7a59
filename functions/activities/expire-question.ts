import { ApprovalInput } from "../../shared/contracts/orchestrations.ts";
import { carryOut } from "../../shared/cases/commands/steps.ts";
import { activities } from "../../orchestrations/names.ts";
import { activity } from "./activity.ts";

/** Ends a question that nobody answered. Never answers it. Safe to repeat. */
activity(activities.expireQuestion, ApprovalInput, (appContext, { caseId, questionId }) =>
  carryOut(appContext, caseId, { kind: "expire", questionId }),
);
