import type { CaseState } from "../../domain/case/state.ts";
import type { Instant } from "../../domain/instants.ts";
import { nextStep } from "../../domain/case/next-step.ts";
import type { CaseStep } from "../../domain/case/next-step.ts";
import { dutiesOf } from "../duties.ts";
import { factsOf } from "../../domain/case/case-facts.ts";
import type { AppContext } from "../app-context.ts";

/** What a case is to do at this moment, for a state that was read already. */
export function stepOf(appContext: Pick<AppContext, "clock" | "settings">, state: CaseState): CaseStep {
  const now = appContext.clock.now();
  return nextStep(state, dutiesOf(appContext, factsOf(state), now), now, appContext.settings.policy);
}

/** When the case wants to be looked at: now, while there is something to do. Whoever only wrote need not wake it then. */
export function nextInstant(appContext: Pick<AppContext, "clock" | "settings">, state: CaseState): Instant {
  const step = stepOf(appContext, state);
  return step.kind === "sleep" ? step.until : appContext.clock.now();
}
