import { CaseInput } from "../../shared/contracts/orchestrations.ts";
import { carryOut } from "../../shared/cases/commands/steps.ts";
import { activities } from "../../orchestrations/names.ts";
import { activity } from "./activity.ts";

/** Closes a case that a person decided to close. Safe to repeat. */
activity(activities.closeCase, CaseInput, (appContext, { caseId }) =>
  carryOut(appContext, caseId, { kind: "close" }),
);
