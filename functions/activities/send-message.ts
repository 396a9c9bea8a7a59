import { SendInput } from "../../shared/contracts/orchestrations.ts";
import { sendMessage } from "../../shared/cases/commands/deliver.ts";
import { compose } from "./compose.ts";
import { activities } from "../../orchestrations/names.ts";
import { activity } from "./activity.ts";

/** Hands one intended message to the mail provider, once per operation id however often this runs. */
activity(activities.sendMessage, SendInput, (appContext, input) => sendMessage(appContext, input, compose));
