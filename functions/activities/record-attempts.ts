import { RecordAttemptsInput } from "../../shared/contracts/orchestrations.ts";
import { recordAttempts } from "../../shared/cases/commands/deliver.ts";
import { activities } from "../../orchestrations/names.ts";
import { activity } from "./activity.ts";

/** Writes the receipts of attempts to send. Safe to repeat. */
activity(activities.recordAttempts, RecordAttemptsInput, (appContext, input) =>
  recordAttempts(appContext, input),
);
