import { ApprovalInput } from "../../shared/contracts/orchestrations.ts";
import { carryOut } from "../../shared/cases/commands/steps.ts";
import { activities } from "../../orchestrations/names.ts";
import { activity } from "./activity.ts";

/** Ends a question that nobody answered. Never answers it. Safe to repeat. */
activity(activities.expireQuestion, ApprovalInput, (house, { caseId, questionId }) =>
  carryOut(house, caseId, { kind: "expire", questionId }),
);
