import { ApprovalInput } from "../../shared/contracts/orchestrations.ts";
import { lookAtApproval } from "../../shared/cases/queries/look.ts";
import { activities } from "../../orchestrations/names.ts";
import { activity } from "./activity.ts";

/** Reads a case and says what one of its questions needs now. */
activity(activities.lookAtApproval, ApprovalInput, (appContext, input) => lookAtApproval(appContext, input));
