import { CompanionsInput } from "../../shared/contracts/orchestrations.ts";
import { orchestratorOf } from "../../shared/wiring.ts";
import { activities } from "../../orchestrations/names.ts";
import { activity } from "./activity.ts";

/** Starts what should be running beside a case and is not. Safe to repeat. */
activity(activities.startCompanions, CompanionsInput, async (_house, { caseId, running }, context) => {
  await Promise.all(running.slice(0, 1).map(() => orchestratorOf(context).wakeCourier(caseId)));
  return { count: running.length };
});
