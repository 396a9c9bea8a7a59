import type { ComputedDuty } from "../../domain/case/clock-changes.ts";
import { nextStep } from "../../domain/case/next-step.ts";
import type { CaseState } from "../../domain/case/state.ts";
import type { CaseStep } from "../../domain/case/steps.ts";
import { nextCourierStep } from "../../domain/delivery/courier-step.ts";
import type { CourierPauses, CourierStep } from "../../domain/delivery/courier-step.ts";
import type { Instant } from "../../domain/instants.ts";
import type { AppContext } from "../app-context.ts";
import { dutiesOf } from "../duties.ts";
import { factsOf } from "../../domain/case/case-facts.ts";

export type LookContext = Pick<AppContext, "clock" | "settings">;

/** What a case and its courier are to do at one moment, and when each wants to be looked at. */
export interface NextSteps {
  readonly now: Instant;
  readonly duties: readonly ComputedDuty[];
  readonly step: CaseStep;
  readonly courier: CourierStep;
  /** Now, while there is something to do; null when it has settled. */
  readonly caseAt: Instant | null;
  /** Null while nothing is to leave. */
  readonly courierAt: Instant | null;
}

/** For a state that was read already. `pauses`: what the far ends asked of the courier. */
export function nextSteps(
  { clock, settings }: LookContext,
  state: CaseState,
  pauses: CourierPauses = {},
): NextSteps {
  const now = clock.now();
  const { policy } = settings;
  const duties: readonly ComputedDuty[] = dutiesOf({ settings }, factsOf(state), now);
  const step = nextStep(state, duties, now, policy);
  const courier = nextCourierStep(state, duties, { now, pauses, policy });
  return { now, duties, step, courier, caseAt: instantOf(step, now), courierAt: instantOf(courier, now) };
}

function instantOf(step: CaseStep | CourierStep, now: Instant): Instant | null {
  switch (step.kind) {
    case "sleep":
      return step.until;
    case "idle":
    case "settled":
      return null;
    default:
      return now;
  }
}
