import { CaseInput } from "../../shared/contracts/orchestrations.ts";
import { recordClocks } from "../../shared/cases/commands/steps.ts";
import { activities } from "../../orchestrations/names.ts";
import { activity } from "./activity.ts";

/** Writes down which clocks opened, moved or were withdrawn. Safe to repeat. */
activity(activities.recordClocks, CaseInput, (appContext, { caseId }) => recordClocks(appContext, caseId));
