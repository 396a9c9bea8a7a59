import { DeliveringInput } from "../../shared/contracts/orchestrations.ts";
import { intendMessages } from "../../shared/cases/commands/deliver.ts";
import { compose } from "./compose.ts";
import { activities } from "../../orchestrations/names.ts";
import { activity } from "./activity.ts";

/** Writes the intent to send, for each recipient one, before anything leaves. Safe to repeat. */
activity(activities.intendMessages, DeliveringInput, (appContext, input) =>
  intendMessages(appContext, input, compose),
);
