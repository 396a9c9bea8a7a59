/** Everything that orchestrations ask for. Activities run at least once, so each may be repeated. */
import type { InvocationContext } from "@azure/functions";
import * as df from "durable-functions";
import type { z } from "zod";
import type { retiredActivities } from "../orchestrations/names.ts";
import { activities } from "../orchestrations/names.ts";
import type { AppContext } from "../shared/cases/app-context.ts";
import {
  giveUpMessages,
  handOver,
  intendMessages,
  reconcileMessages,
  recordAttempts,
  withdrawMessages,
} from "../shared/cases/commands/deliver.ts";
import { resolveRecipients } from "../shared/cases/commands/resolve-recipients.ts";
import {
  carryOut,
  draftNotice,
  meetObligation,
  recordClocks,
  strikeMilestones,
} from "../shared/cases/commands/steps.ts";
import { currentRules } from "../shared/cases/queries/law.ts";
import { lookAtCase, lookAtCourier } from "../shared/cases/queries/look.ts";
import {
  AskInput,
  CaseInput,
  CourierInput,
  DraftInput,
  ExpireInput,
  FindInput,
  GiveUpInput,
  HandOverInput,
  MeetInput,
  ReceiptsInput,
  RemindInput,
  StrikeInput,
  TakeBackInput,
} from "../shared/contracts/orchestrations.ts";
import { appContext, durableClient, orchestratorOf } from "../shared/wiring.ts";
import { noticeDraftView } from "../web/mail/view.ts";
import { draftNotice as writeNotice } from "../web/notices/draft.ts";
import { compose } from "./compose.ts";

/** Registers one: parses what crosses the durable boundary, makes one call, answers an object. */
function activity<Input>(
  name: string,
  schema: z.ZodType<Input>,
  act: (appContext: AppContext, input: Input, context: InvocationContext) => Promise<object>,
): void {
  df.app.activity(name, {
    extraInputs: [durableClient],
    handler: (input: unknown, context) => act(appContext(), schema.parse(input), context),
  });
}

activity(activities.nextCaseStep, CaseInput, (app, { caseId }) => lookAtCase(app, caseId));
activity(activities.nextCourierStep, CourierInput, lookAtCourier);

activity(activities.recordClocks, CaseInput, (app, { caseId }) => recordClocks(app, caseId));
activity(activities.strikeClocks, StrikeInput, strikeMilestones);
activity(activities.askQuestion, AskInput, (app, { caseId, ...question }) =>
  carryOut(app, caseId, { kind: "ask", ...question }),
);
activity(activities.remindQuestion, RemindInput, (app, { caseId, ...round }) =>
  carryOut(app, caseId, { kind: "remind", ...round }),
);
activity(activities.expireQuestion, ExpireInput, (app, { caseId, questionId }) =>
  carryOut(app, caseId, { kind: "expire", questionId }),
);
activity(activities.takeBackQuestion, TakeBackInput, (app, { caseId, questionId, because }) =>
  carryOut(app, caseId, { kind: "withdrawQuestion", questionId, why: because }),
);
activity(activities.draftNotice, DraftInput, (app, input) =>
  draftNotice(app, input, (state, now) =>
    writeNotice(noticeDraftView(state, app.settings, input.obligationId, { now, rules: currentRules })),
  ),
);
activity(activities.meetObligation, MeetInput, meetObligation);
activity(activities.giveUpMessages, GiveUpInput, giveUpMessages);
activity(activities.closeCase, CaseInput, (app, { caseId }) => carryOut(app, caseId, { kind: "close" }));

activity(activities.ensureCourier, CaseInput, async (_app, { caseId }, context) => {
  await orchestratorOf(context).wakeCourier(caseId);
  return { caseId };
});
activity(activities.wakeCase, CaseInput, async (_app, { caseId }, context) => {
  await orchestratorOf(context).wake(caseId);
  return { caseId };
});

activity(activities.findRecipients, FindInput, async (app, input, context) => {
  const { askAgainAt, unfound } = await resolveRecipients(app, input);
  if (unfound > 0)
    context.error(`case ${input.caseId}: for ${unfound} messages nobody could be found to write to`);
  return { askAgainAt };
});
activity(activities.intendSends, CaseInput, (app, { caseId }) => intendMessages(app, caseId, compose));
activity(activities.handOverSends, HandOverInput, (app, input) => handOver(app, input, compose));
activity(activities.recordReceipts, ReceiptsInput, recordAttempts);
activity(activities.withdrawSends, CaseInput, (app, { caseId }) => withdrawMessages(app, caseId));
activity(activities.reconcileSends, CaseInput, (app, { caseId }) => reconcileMessages(app, caseId));

/**
 * What instances of an earlier version ask for. They are told that all is settled, so that they end; what they would have
 * done is found in the ledger by the case under its new name, so a step that was under way does nothing any more.
 */
const retired: Readonly<Record<keyof typeof retiredActivities, object>> = {
  lookAtCase: { kind: "settled", outcome: "carried on by a newer version" },
  lookAtDeadline: { kind: "settled" },
  lookAtApproval: { kind: "settled" },
  lookAtNotice: { kind: "settled" },
  lookAtOutbox: { kind: "settled" },
  withdrawQuestion: { written: 0 },
  strikeMilestones: { written: 0 },
  startCompanions: { count: 0 },
  resolveRecipients: { count: 0 },
  intendMessages: { count: 0 },
  sendMessage: { kind: "nothing" },
  recordAttempts: { written: 0 },
  reconcileMessages: { open: 0 },
};
for (const [name, answer] of Object.entries(retired)) df.app.activity(name, { handler: () => answer });
