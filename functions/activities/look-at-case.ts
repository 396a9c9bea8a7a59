import { CaseInput } from "../../shared/contracts/orchestrations.ts";
import { lookAtCase } from "../../shared/cases/queries/look.ts";
import { activities } from "../../orchestrations/names.ts";
import { activity } from "./activity.ts";

/** Reads a case and says what is to be done now. */
activity(activities.lookAtCase, CaseInput, (appContext, { caseId }) => lookAtCase(appContext, caseId));
