import type { Compose } from "../../shared/cases/commands/deliver.ts";
import {
  giveUpMessages,
  intendMessages,
  recordAttempts,
  reconcileMessages,
  resolveRecipients,
  sendMessage,
} from "../../shared/cases/commands/deliver.ts";
import type { Attempt } from "../../shared/cases/commands/deliver.ts";
import type { AppContext } from "../../shared/cases/app-context.ts";
import {
  lookAtApproval,
  lookAtCase,
  lookAtDeadline,
  lookAtOutbox,
  lookAtNotice,
} from "../../shared/cases/queries/look.ts";
import {
  carryOut,
  draftNotice,
  meetObligation,
  recordClocks,
  withdrawQuestion,
} from "../../shared/cases/commands/steps.ts";
import type { CompanionStep } from "../../shared/domain/case/companion-steps.ts";
import type { SendPurpose } from "../../shared/domain/case/events.ts";
import type { CaseId } from "../../shared/domain/ids.ts";
import type { Instant } from "../../shared/domain/instants.ts";
import type { CaseStep, Companion } from "../../shared/domain/case/next-step.ts";
import type { Orchestrator } from "../../shared/ports/orchestrator.ts";

export const plainly: Compose = async (_house, state, { purpose, recipient }) => ({
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

/**
 * Carries a case through time without the durable engine: the same looks and the same acts as the orchestrations,
 * one after the other, each at its own instant. Stops when the case is settled or nothing is to be done before `until`.
 */
export async function walk(
  appContext: AppContext & { setNow(instant: Instant): void },
  caseId: CaseId,
  until: Instant,
): Promise<CaseStep["kind"]> {
  for (let turn = 0; turn < 20_000; turn++) {
    const step = await lookAtCase(appContext, caseId);
    if (step.kind === "settled") return "settled";
    if (step.kind !== "sleep") {
      await actOn(appContext, caseId, step);
      continue;
    }
    const waits = [step.until];
    let acted = false;
    for (const companion of step.running) {
      const next = await lookAt(appContext, caseId, companion);
      if (next.kind === "sleep") waits.push(next.until);
      else if (next.kind !== "settled") {
        await actBeside(appContext, caseId, companion, next);
        acted = true;
        break;
      }
    }
    if (acted) continue;
    const next = waits.reduce((a, b) => (Date.parse(b) < Date.parse(a) ? b : a));
    if (Date.parse(next) > Date.parse(until)) {
      appContext.setNow(until);
      return "sleep";
    }
    appContext.setNow(next);
  }
  throw new Error("the walk does not come to rest");
}

async function actOn(
  appContext: AppContext,
  caseId: CaseId,
  step: Exclude<CaseStep, { kind: "sleep" | "settled" }>,
): Promise<void> {
  switch (step.kind) {
    case "recordClocks":
      await recordClocks(appContext, caseId);
      return;
    case "withdrawQuestion":
      await withdrawQuestion(appContext, { caseId, questionId: step.questionId });
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
    default:
      await carryOut(appContext, caseId, step);
  }
}

function lookAt(appContext: AppContext, caseId: CaseId, companion: Companion): Promise<CompanionStep> {
  switch (companion.kind) {
    case "deadline":
      return lookAtDeadline(appContext, { caseId, ...companion });
    case "approval":
      return lookAtApproval(appContext, { caseId, ...companion });
    case "outbox":
      return lookAtOutbox(appContext, caseId);
    case "notice":
      return lookAtNotice(appContext, { caseId, ...companion });
  }
}

async function actBeside(
  appContext: AppContext,
  caseId: CaseId,
  companion: Companion,
  step: CompanionStep,
): Promise<void> {
  switch (step.kind) {
    case "strike":
      if (companion.kind === "deadline")
        await carryOut(appContext, caseId, {
          kind: "strike",
          obligationId: companion.obligationId,
          milestones: step.milestones,
          due: step.due,
        });
      return;
    case "remind":
      if (companion.kind === "approval")
        await carryOut(appContext, caseId, {
          kind: "remind",
          questionId: companion.questionId,
          round: step.round,
          role: step.role,
        });
      return;
    case "expire":
      if (companion.kind === "approval")
        await carryOut(appContext, caseId, { kind: "expire", questionId: companion.questionId });
      return;
    case "giveUp":
      if (companion.kind === "notice")
        await giveUpMessages(appContext, {
          caseId,
          purpose: { kind: "notice", noticeId: companion.noticeId, version: companion.version },
        });
      return;
    case "deliver":
      await deliverNow(appContext, caseId, step.purpose);
      return;
    case "sleep":
    case "settled":
  }
}

export async function deliverNow(
  appContext: AppContext,
  caseId: CaseId,
  purpose: SendPurpose,
  compose: Compose = plainly,
): Promise<readonly Attempt[]> {
  await resolveRecipients(appContext, { caseId, purpose, directoryDown: false });
  const { count } = await intendMessages(appContext, { caseId, purpose }, compose);
  const attempts: Attempt[] = [];
  for (let index = 0; index < count; index++) {
    const attempt = await sendMessage(appContext, { caseId, purpose, index }, compose);
    await recordAttempts(appContext, { caseId, purpose, attempts: [{ index, attempt }] });
    attempts.push(attempt);
  }
  await reconcileMessages(appContext, { caseId, purpose });
  return attempts;
}
