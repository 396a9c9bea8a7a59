import type { OrchestrationContext, OrchestrationHandler, Task } from "durable-functions";
import {
  CourierInput,
  CourierStepResult,
  IntendedResult,
  HandedOverResult,
  ReceiptsResult,
  ReconciledResult,
  ResolvedResult,
} from "../shared/contracts/orchestrations.ts";
import type { CourierPauses } from "../shared/domain/delivery/courier-step.ts";
import { activities } from "./names.ts";
import { idle, retryOptions, wakeOrUntil } from "./waits.ts";

/**
 * What leaves one case: looks what is still open, hands over the next messages, writes their receipts, and pauses as the far
 * ends ask. Throttled for days it holds up nobody else. Holds the case's id and what the far ends asked for: it can be
 * replaced from the ledger at any time, which then asks them once more than needed.
 */
export const courierOrchestration: OrchestrationHandler = function* (context) {
  const { caseId, pauses } = CourierInput.parse(context.df.getInput());
  const call = (name: string, input: object = {}): Task =>
    context.df.callActivityWithRetry(name, retryOptions(), { caseId, ...input });
  const step = CourierStepResult.parse(yield call(activities.nextCourierStep, { pauses }));
  const next = yield* carryOut(context, step, { call, pauses });
  if (next === "ended") return { caseId, outcome: "settled" };
  context.df.continueAsNew({ caseId, pauses: next });
  return { caseId, outcome: "continued" };
};

function* carryOut(
  context: OrchestrationContext,
  step: CourierStepResult,
  { call, pauses }: { readonly call: (name: string, input?: object) => Task; readonly pauses: CourierPauses },
): Generator<Task, CourierPauses | "ended", unknown> {
  switch (step.kind) {
    case "withdraw":
      yield call(activities.withdrawSends);
      return pauses;
    case "resolve": {
      const { purposes } = step;
      const { askAgainAt } = ResolvedResult.parse(yield call(activities.findRecipients, { purposes }));
      return { ...pauses, resolveAt: askAgainAt ?? undefined };
    }
    case "send": {
      const { operations } = IntendedResult.parse(yield call(activities.intendSends));
      const { attempts } = HandedOverResult.parse(yield call(activities.handOverSends, { operations }));
      const { pauseUntil } = ReceiptsResult.parse(yield call(activities.recordReceipts, { attempts }));
      return { ...pauses, sendAt: pauseUntil ?? undefined };
    }
    case "reconcile": {
      const { askAgainAt } = ReconciledResult.parse(yield call(activities.reconcileSends));
      return { ...pauses, reconcileAt: askAgainAt ?? undefined };
    }
    case "sleep":
      yield* wakeOrUntil(context, step.until);
      return pauses;
    case "idle":
      // What has left may be what the case waits for.
      yield call(activities.wakeCase);
      yield* idle(context);
      return {};
    case "settled":
      yield call(activities.wakeCase);
      return "ended";
  }
}
