import { DraftInput } from "../../shared/contracts/orchestrations.ts";
import { draftNotice } from "../../shared/cases/commands/steps.ts";
import { currentRules } from "../../shared/cases/queries/law.ts";
import { noticeDraftView } from "../../web/mail/view.ts";
import { draftNotice as writeNotice } from "../../web/notices/draft.ts";
import { activities } from "../../orchestrations/names.ts";
import { activity } from "./activity.ts";

/** Makes the text of a notice from the facts as they stand. Safe to repeat. */
activity(activities.draftNotice, DraftInput, (appContext, input) =>
  draftNotice(appContext, input, (state, now) =>
    writeNotice(
      noticeDraftView(state, appContext.settings, input.obligationId, { now, rules: currentRules }),
    ),
  ),
);
