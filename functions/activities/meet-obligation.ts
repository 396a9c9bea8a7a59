import { MeetInput } from "../../shared/contracts/orchestrations.ts";
import { meetObligation } from "../../shared/cases/commands/steps.ts";
import { activities } from "../../orchestrations/names.ts";
import { activity } from "./activity.ts";

/** Writes down that a duty is met, as its filing, the record or the other party's message proves. Safe to repeat. */
activity(activities.meetObligation, MeetInput, meetObligation);
