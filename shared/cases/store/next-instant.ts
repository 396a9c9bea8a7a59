import type { CaseState } from "../../domain/case/state.ts";
import type { Instant } from "../../domain/case/events.ts";
import { nextStep } from "../../domain/case/next-step.ts";
import type { CaseStep } from "../../domain/case/next-step.ts";
import { dutiesOf, factsOf } from "../duties.ts";
import type { House } from "../app-context.ts";

/** What a case is to do at this moment, for a state that was read already. */
export function stepOf(house: Pick<House, "clock" | "settings">, state: CaseState): CaseStep {
  const now = house.clock.now();
  return nextStep(state, dutiesOf(house, factsOf(state), now), now, house.settings.policy);
}

/** When the case wants to be looked at: now, while there is something to do. Whoever only wrote need not wake it then. */
export function nextInstant(house: Pick<House, "clock" | "settings">, state: CaseState): Instant {
  const step = stepOf(house, state);
  return step.kind === "sleep" ? step.until : house.clock.now();
}
