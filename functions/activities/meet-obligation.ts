import { MeetInput } from "../../shared/contracts/orchestrations.ts";
import { carryOut } from "../../shared/cases/steps.ts";
import { activities } from "../../orchestrations/names.ts";
import { activity } from "./activity.ts";

/** Writes down that a duty is met, as its filing or the record proves. Safe to repeat. */
activity(activities.meetObligation, MeetInput, (house, { caseId, ...duty }) =>
  carryOut(house, caseId, { kind: "meet", ...duty }),
);
