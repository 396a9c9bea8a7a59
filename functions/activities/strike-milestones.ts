import { StrikeInput } from "../../shared/contracts/orchestrations.ts";
import { carryOut } from "../../shared/cases/commands/steps.ts";
import { activities } from "../../orchestrations/names.ts";
import { activity } from "./activity.ts";

/** Writes down that a clock has struck. Safe to repeat. */
activity(activities.strikeMilestones, StrikeInput, (appContext, { caseId, ...strike }) =>
  carryOut(appContext, caseId, { kind: "strike", ...strike }),
);
