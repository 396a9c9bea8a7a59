import { NoticeInput } from "../../shared/contracts/orchestrations.ts";
import { lookAtNotice } from "../../shared/cases/queries/look.ts";
import { activities } from "../../orchestrations/names.ts";
import { activity } from "./activity.ts";

/** Reads a case and says what one of its approved notices needs now. */
activity(activities.lookAtNotice, NoticeInput, (appContext, input) => lookAtNotice(appContext, input));
