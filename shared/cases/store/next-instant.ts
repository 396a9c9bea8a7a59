import type { NextInstants } from "../../contracts/case-row.ts";
import type { ComputedDuty } from "../../domain/case/clock-changes.ts";
import { nextStep } from "../../domain/case/next-step.ts";
import type { CaseStep } from "../../domain/case/next-step.ts";
import type { CaseState } from "../../domain/case/state.ts";
import type { Instant } from "../../domain/instants.ts";
import { earlierOf } from "../../domain/newer-row.ts";
import { factsOf } from "../../domain/case/case-facts.ts";
import { dutiesOf } from "../duties.ts";
import type { AppContext } from "../app-context.ts";

/** What a case is to do at this moment, for a state that was read already. */
export function stepOf(
  appContext: Pick<AppContext, "clock" | "settings">,
  state: CaseState,
  duties: readonly ComputedDuty[] = dutiesOf(appContext, factsOf(state), appContext.clock.now()),
): CaseStep {
  return nextStep(state, duties, appContext.clock.now(), appContext.settings.policy);
}

/**
 * When each orchestration of the case wants to be looked after: now, while it has something to do; null once it is
 * settled. A closed case that still has something to say keeps its instants.
 */
export function nextInstants(
  appContext: Pick<AppContext, "clock" | "settings">,
  state: CaseState,
  duties?: readonly ComputedDuty[],
): NextInstants {
  const caseAt = instantOf(stepOf(appContext, state, duties), appContext.clock.now());
  const courierAt: Instant | null = null;
  return { caseAt, courierAt, nextAt: earlierOf(caseAt, courierAt) };
}

function instantOf(step: CaseStep, now: Instant): Instant | null {
  if (step.kind === "settled") return null;
  return step.kind === "sleep" ? step.until : now;
}
