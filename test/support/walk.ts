import {
  giveUpMessages,
  handOver,
  intendMessages,
  reconcileMessages,
  recordAttempts,
  withdrawMessages,
} from "../../shared/cases/commands/deliver.ts";
import type { AttemptOf, Compose } from "../../shared/cases/commands/deliver.ts";
import type { AppContext } from "../../shared/cases/app-context.ts";
import { lookAtCase, lookAtCourier } from "../../shared/cases/queries/look.ts";
import { resolveRecipients } from "../../shared/cases/commands/resolve-recipients.ts";
import {
  carryOut,
  draftNotice,
  meetObligation,
  recordClocks,
  strikeMilestones,
} from "../../shared/cases/commands/steps.ts";
import type { CaseStep } from "../../shared/domain/case/steps.ts";
import type { CourierPauses, CourierStep } from "../../shared/domain/delivery/courier-step.ts";
import type { CaseId } from "../../shared/domain/ids.ts";
import type { Instant } from "../../shared/domain/instants.ts";
import type { Orchestrator } from "../../shared/ports/orchestrator.ts";

export const plainly: Compose = async (_appContext, state, { purpose, recipient }) => ({
  subject: `${state.code} ${purpose.kind}`,
  text: `For ${recipient.name}`,
  html: `<p>For ${recipient.name}</p>`,
  attachments: [],
});

export const silentOrchestrator: Orchestrator = {
  wake: async () => undefined,
  wakeCourier: async () => undefined,
  repair: async () => false,
};

interface WalkOptions {
  readonly compose?: Compose;
  /** Each act of the courier as it is done; for tests that look on. */
  readonly onCourier?: (step: CourierStep) => void;
}

/**
 * Carries a case through time without the durable engine: the same looks and the same acts as the orchestrations,
 * one after the other, each at its own instant. Stops when the case is settled or nothing is to be done before `until`.
 */
export async function walk(
  appContext: AppContext & { setNow(instant: Instant): void },
  caseId: CaseId,
  until: Instant,
  options: WalkOptions = {},
): Promise<CaseStep["kind"]> {
  let pauses: CourierPauses = {};
  for (let turn = 0; turn < 20_000; turn++) {
    const { step } = await lookAtCase(appContext, caseId);
    if (step.kind !== "sleep" && step.kind !== "settled") {
      await actOn(appContext, caseId, step);
      continue;
    }
    const courier = await lookAtCourier(appContext, { caseId, pauses });
    options.onCourier?.(courier);
    if (courier.kind !== "sleep" && courier.kind !== "idle" && courier.kind !== "settled") {
      pauses = await courierAct(appContext, caseId, { step: courier, pauses, compose: options.compose });
      continue;
    }
    if (step.kind === "settled" && courier.kind !== "sleep") return "settled";
    const waits = [step, courier].flatMap((each) => (each.kind === "sleep" ? [each.until] : []));
    const next = waits.reduce((a, b) => (Date.parse(b) < Date.parse(a) ? b : a));
    if (Date.parse(next) > Date.parse(until)) {
      appContext.setNow(until);
      return step.kind;
    }
    appContext.setNow(next);
  }
  throw new Error("the walk does not come to rest");
}

export async function actOn(
  appContext: AppContext,
  caseId: CaseId,
  step: Exclude<CaseStep, { kind: "sleep" | "settled" }>,
): Promise<void> {
  switch (step.kind) {
    case "recordClocks":
      await recordClocks(appContext, caseId);
      return;
    case "strike":
      await strikeMilestones(appContext, { caseId, ...step });
      return;
    case "withdrawQuestion":
      await carryOut(appContext, caseId, { ...step, why: step.because });
      return;
    case "draftNotice":
      await draftNotice(appContext, { caseId, obligationId: step.obligationId }, (state) => ({
        subject: `About ${step.obligationId}`,
        text: `People affected: ${String(state.facts.affectedTotal ?? "not yet known")}`,
        elements: [],
      }));
      return;
    case "meet":
      await meetObligation(appContext, { caseId, ...step });
      return;
    case "giveUp":
      await giveUpMessages(appContext, { caseId, ...step });
      return;
    default:
      await carryOut(appContext, caseId, step);
  }
}

/** What the courier's orchestration does in one generation; answers what the far ends asked for. */
export async function courierAct(
  appContext: AppContext,
  caseId: CaseId,
  about: {
    readonly step: Exclude<CourierStep, { kind: "sleep" | "idle" | "settled" }>;
    readonly pauses: CourierPauses;
    readonly compose?: Compose | undefined;
  },
): Promise<CourierPauses> {
  const { step, pauses, compose = plainly } = about;
  switch (step.kind) {
    case "withdraw":
      await withdrawMessages(appContext, caseId);
      return pauses;
    case "resolve": {
      const { askAgainAt } = await resolveRecipients(appContext, { caseId, purposes: step.purposes });
      return { ...pauses, resolveAt: askAgainAt ?? undefined };
    }
    case "send": {
      const { operations } = await intendMessages(appContext, caseId, compose);
      const { attempts } = await handOver(appContext, { caseId, operations }, compose);
      const { pauseUntil } = await recordAttempts(appContext, { caseId, attempts });
      return { ...pauses, sendAt: pauseUntil ?? undefined };
    }
    case "reconcile": {
      const { askAgainAt } = await reconcileMessages(appContext, caseId);
      return { ...pauses, reconcileAt: askAgainAt ?? undefined };
    }
  }
}

/** Everything that is to leave at this moment; what each hand-over came to. */
export async function courierNow(
  appContext: AppContext,
  caseId: CaseId,
  compose: Compose = plainly,
): Promise<readonly AttemptOf[]> {
  const all: AttemptOf[] = [];
  let pauses: CourierPauses = {};
  for (let turn = 0; turn < 1_000; turn++) {
    const step = await lookAtCourier(appContext, { caseId, pauses });
    if (step.kind === "sleep" || step.kind === "idle" || step.kind === "settled") return all;
    if (step.kind !== "send") {
      pauses = await courierAct(appContext, caseId, { step, pauses, compose });
      continue;
    }
    const { operations } = await intendMessages(appContext, caseId, compose);
    const { attempts } = await handOver(appContext, { caseId, operations }, compose);
    all.push(...attempts);
    const { pauseUntil } = await recordAttempts(appContext, { caseId, attempts });
    pauses = { ...pauses, sendAt: pauseUntil ?? undefined };
  }
  throw new Error("the courier does not come to rest");
}
