/** The looks and acts of a case's two orchestrations one after the other, without the durable engine. */
import { demoAlert } from "../local/demo/alert.ts";
import { noticeDraftView } from "../web/mail/view.ts";
import { draftNotice as writeNotice } from "../web/notices/draft.ts";
import { compose } from "../functions/compose.ts";
import type { AppContext } from "../shared/cases/app-context.ts";
import {
  giveUpMessages,
  handOver,
  intendMessages,
  reconcileMessages,
  recordAttempts,
  withdrawMessages,
} from "../shared/cases/commands/deliver.ts";
import { takeInboundPayload } from "../shared/cases/commands/intake.ts";
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
import type { CaseStep } from "../shared/domain/case/steps.ts";
import type { CourierPauses, CourierStep } from "../shared/domain/delivery/courier-step.ts";
import type { CaseId } from "../shared/domain/ids.ts";
import type { Instant } from "../shared/domain/instants.ts";
import { defaultRules } from "../shared/intake/default-rules.ts";
import { silentOrchestrator, startAt } from "./house.ts";

/** The demo's alert; another name: about another account, so that it opens a case of its own. */
export function alertText(name: string, nth = 0): string {
  const hex = (text: string): string => Buffer.from(text).toString("hex").slice(-12).padStart(12, "0");
  return JSON.stringify(demoAlert(Date.parse(startAt)))
    .replaceAll("stbrigidspatients", `bench${name}`)
    .replaceAll("5d0c7a3e-19b4-4f62-8a77-2f1e6b9c4d10", `5d0c7a3e-19b4-4f62-8a77-${hex(`${name}${nth}`)}`);
}

/** Takes a body as the service would; answers what became of each alert in it. */
export function post(appContext: AppContext, text: string): ReturnType<typeof takeInboundPayload> {
  const bytes = new TextEncoder().encode(text);
  const inbound = { bytes, contentType: "application/json", channel: "bench" };
  return takeInboundPayload(appContext, silentOrchestrator, inbound, defaultRules);
}

export async function openCase(appContext: AppContext, name: string): Promise<CaseId> {
  const [result] = await post(appContext, alertText(name));
  if (result?.kind !== "opened")
    throw new Error(`the alert ${name} opened no case: ${JSON.stringify(result)}`);
  return result.caseId;
}

/** Each step of the case that is to be taken now; answers until when it sleeps, or null where it is settled. */
export async function stepsNow(appContext: AppContext, caseId: CaseId): Promise<Instant | null> {
  for (let turn = 0; turn < 1_000; turn += 1) {
    const { step } = await lookAtCase(appContext, caseId);
    if (step.kind === "settled") return null;
    if (step.kind === "sleep") return step.until;
    await take(appContext, caseId, step);
  }
  throw new Error(`${caseId} does not come to rest`);
}

async function take(
  appContext: AppContext,
  caseId: CaseId,
  step: Exclude<CaseStep, { kind: "sleep" | "settled" }>,
): Promise<unknown> {
  switch (step.kind) {
    case "recordClocks":
      return recordClocks(appContext, caseId);
    case "strike":
      return strikeMilestones(appContext, { caseId, ...step });
    case "withdrawQuestion":
      return carryOut(appContext, caseId, { ...step, why: step.because });
    case "draftNotice":
      return draftNotice(appContext, { caseId, obligationId: step.obligationId }, (state, now) =>
        writeNotice(
          noticeDraftView(state, appContext.settings, step.obligationId, { now, rules: currentRules }),
        ),
      );
    case "meet":
      return meetObligation(appContext, { caseId, ...step });
    case "giveUp":
      return giveUpMessages(appContext, { caseId, ...step });
    default:
      return carryOut(appContext, caseId, step);
  }
}

/** What one generation of the courier leaves in the durable history, in bytes of JSON. */
export interface Generation {
  readonly kind: CourierStep["kind"];
  readonly historyBytes: number;
}

/** Everything that is to leave now, generation by generation; answers until when the courier sleeps, or null. */
export async function courierNow(
  appContext: AppContext,
  caseId: CaseId,
  onGeneration: (generation: Generation) => void = () => undefined,
): Promise<Instant | null> {
  let pauses: CourierPauses = {};
  for (let turn = 0; turn < 5_000; turn += 1) {
    const told: unknown[] = [{ caseId, pauses }];
    const step = await lookAtCourier(appContext, { caseId, pauses });
    if (step.kind === "sleep") return step.until;
    if (step.kind === "idle" || step.kind === "settled") return null;
    told.push(step);
    pauses = await courierAct(appContext, caseId, { step, pauses, told });
    onGeneration({ kind: step.kind, historyBytes: Buffer.byteLength(JSON.stringify(told)) });
  }
  throw new Error(`the courier of ${caseId} does not come to rest`);
}

async function courierAct(
  appContext: AppContext,
  caseId: CaseId,
  about: {
    readonly step: Exclude<CourierStep, { kind: "sleep" | "idle" | "settled" }>;
    readonly pauses: CourierPauses;
    /** What the platform would keep: inputs and answers of activities. */
    readonly told: unknown[];
  },
): Promise<CourierPauses> {
  const { step, pauses, told } = about;
  switch (step.kind) {
    case "withdraw":
      told.push({ caseId }, await withdrawMessages(appContext, caseId));
      return pauses;
    case "resolve": {
      const input = { caseId, purposes: step.purposes };
      const { askAgainAt } = await resolveRecipients(appContext, input);
      told.push(input, { askAgainAt });
      return { ...pauses, resolveAt: askAgainAt ?? undefined };
    }
    case "send": {
      const intended = await intendMessages(appContext, caseId, compose);
      const handed = await handOver(appContext, { caseId, ...intended }, compose);
      const recorded = await recordAttempts(appContext, { caseId, ...handed });
      // Each is the answer of one activity and the input of the next.
      told.push({ caseId }, intended, { caseId, ...intended }, handed, { caseId, ...handed }, recorded);
      return { ...pauses, sendAt: recorded.pauseUntil ?? undefined };
    }
    case "reconcile": {
      const { askAgainAt } = await reconcileMessages(appContext, caseId);
      told.push({ caseId }, { askAgainAt });
      return { ...pauses, reconcileAt: askAgainAt ?? undefined };
    }
  }
}
