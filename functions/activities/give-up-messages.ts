import { NoticeInput } from "../../shared/contracts/orchestrations.ts";
import { giveUpMessages } from "../../shared/cases/commands/deliver.ts";
import { activities } from "../../orchestrations/names.ts";
import { activity } from "./activity.ts";

/** Marks messages that nobody reported on as unproven. Safe to repeat. */
activity(activities.giveUpMessages, NoticeInput, (appContext, { caseId, ...notice }) =>
  giveUpMessages(appContext, { caseId, purpose: { kind: "notice", ...notice } }),
);
