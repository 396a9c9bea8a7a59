import { DeliveringInput } from "../../shared/contracts/orchestrations.ts";
import { reconcileMessages } from "../../shared/cases/commands/deliver.ts";
import { activities } from "../../orchestrations/names.ts";
import { activity } from "./activity.ts";

/** Asks the provider about messages whose outcome is uncertain. Sends nothing. */
activity(activities.reconcileMessages, DeliveringInput, (appContext, input) =>
  reconcileMessages(appContext, input),
);
