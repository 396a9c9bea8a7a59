import { CaseInput } from "../../shared/contracts/orchestrations.ts";
import { lookAtNews } from "../../shared/cases/look.ts";
import { activities } from "../../orchestrations/names.ts";
import { activity } from "./activity.ts";

/** Reads a case and says whether its commanders have news to hear. */
activity(activities.lookAtNews, CaseInput, (house, { caseId }) => lookAtNews(house, caseId));
