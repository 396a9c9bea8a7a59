import { StrikeInput } from "../../shared/contracts/orchestrations.ts";
import { carryOut } from "../../shared/cases/commands/steps.ts";
import { activities } from "../../orchestrations/names.ts";
import { activity } from "./activity.ts";

/** Writes down that a clock has struck. Safe to repeat. */
activity(activities.strikeMilestones, StrikeInput, (house, { caseId, ...strike }) =>
  carryOut(house, caseId, { kind: "strike", ...strike }),
);
