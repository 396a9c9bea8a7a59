import { DeadlineInput } from "../../shared/contracts/orchestrations.ts";
import { lookAtDeadline } from "../../shared/cases/queries/look.ts";
import { activities } from "../../orchestrations/names.ts";
import { activity } from "./activity.ts";

/** Reads a case and says what one of its clocks needs now. */
activity(activities.lookAtDeadline, DeadlineInput, (appContext, input) => lookAtDeadline(appContext, input));
