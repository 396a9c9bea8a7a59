import { ResolveInput } from "../../shared/contracts/orchestrations.ts";
import { resolveRecipients } from "../../shared/cases/commands/deliver.ts";
import { activities } from "../../orchestrations/names.ts";
import { activity } from "./activity.ts";

/** Asks the directory who is to hear of it, once per purpose, and keeps the answer in the ledger. */
activity(activities.resolveRecipients, ResolveInput, (appContext, input) =>
  resolveRecipients(appContext, input),
);
