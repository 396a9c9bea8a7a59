import type { CaseStep } from "../../domain/case/steps.ts";
import type { CourierPauses, CourierStep } from "../../domain/delivery/courier-step.ts";
import type { CaseId } from "../../domain/ids.ts";
import type { AppContext } from "../app-context.ts";
import { loadCase } from "../store/case-store.ts";
import { tryToWriteRow } from "../store/index-row.ts";
import { nextSteps } from "../store/next-instant.ts";

/** What a case is to do, and whether anything is to leave it: then its courier must be at work. */
export interface CaseLook {
  readonly step: CaseStep;
  readonly isCourierWanted: boolean;
}

/**
 * Reads a case and says what is to be done now. Changes nothing but the board's line, which is derived. Safe to
 * repeat. A case without entries is settled: nothing was opened.
 */
export async function lookAtCase(appContext: AppContext, caseId: CaseId): Promise<CaseLook> {
  const state = await loadCase(appContext, caseId);
  if (!state) return { step: { kind: "settled", outcome: "never opened" }, isCourierWanted: false };
  const next = nextSteps(appContext, state);
  await tryToWriteRow(appContext, state, next);
  return { step: next.step, isCourierWanted: next.courierAt !== null };
}

/** Reads a case and says what its courier is to do now; what a far end asked for is told by `pauses`. */
export async function lookAtCourier(
  appContext: AppContext,
  { caseId, pauses }: { readonly caseId: CaseId; readonly pauses: CourierPauses },
): Promise<CourierStep> {
  const state = await loadCase(appContext, caseId);
  if (!state) return { kind: "settled" };
  const next = nextSteps(appContext, state, pauses);
  await tryToWriteRow(appContext, state, next);
  return next.courier;
}
