import { CaseInput } from "../../shared/contracts/orchestrations.ts";
import { lookAtOutbox } from "../../shared/cases/queries/look.ts";
import { activities } from "../../orchestrations/names.ts";
import { activity } from "./activity.ts";

/** Reads a case and says whether its commanders have news to hear, or somebody wants a message sent again. */
activity(activities.lookAtOutbox, CaseInput, (appContext, { caseId }) => lookAtOutbox(appContext, caseId));
