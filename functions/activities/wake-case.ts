import { CaseInput } from "../../shared/contracts/orchestrations.ts";
import { orchestratorOf } from "../../shared/wiring.ts";
import { activities } from "../../orchestrations/names.ts";
import { activity } from "./activity.ts";

/** Tells a case to look at its ledger now. Safe to repeat. */
activity(activities.wakeCase, CaseInput, async (_house, { caseId }, context) => {
  await orchestratorOf(context).wake(caseId);
  return { caseId };
});
