import { RemindInput } from "../../shared/contracts/orchestrations.ts";
import { carryOut } from "../../shared/cases/commands/steps.ts";
import { activities } from "../../orchestrations/names.ts";
import { activity } from "./activity.ts";

/** Begins a further round of asking. Safe to repeat. */
activity(activities.remindQuestion, RemindInput, (appContext, { caseId, ...round }) =>
  carryOut(appContext, caseId, { kind: "remind", ...round }),
);
