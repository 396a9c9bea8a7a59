import type { CaseClock, CaseState } from "./state.ts";
import { isSameValue } from "../same-value.ts";
import type { ClockReading } from "./events.ts";
import type { ObligationId } from "../ids.ts";
import type { Instant } from "../instants.ts";

/** A duty as the rule engine computed it just now, as far as a running case needs it. */
export interface ComputedDuty {
  readonly reading: ClockReading;
  readonly applies: boolean;
  /** The law names elements that a notice must contain: somebody outside is to be told. */
  readonly needsNotice: boolean;
  /** False: another party owes it (a processor, a business associate). Its clock is shown; we write nothing in its name. */
  readonly isOurs: boolean;
  /** When a fact other than our own filings shows it done: the other party has told us. */
  readonly doneAt: Instant | null;
  readonly why: readonly string[];
}

export type ClockChange =
  | { readonly kind: "open"; readonly duty: ComputedDuty }
  | { readonly kind: "move"; readonly duty: ComputedDuty; readonly from: string | null }
  | { readonly kind: "withdraw"; readonly obligationId: ObligationId; readonly why: readonly string[] };

/**
 * What must be written so that the case's clocks are those that its facts give rise to. A clock once met stays met, unless
 * a later fact adds a state or an authority that has not been told: then it is opened again, for those.
 */
export function clockChanges(state: CaseState, duties: readonly ComputedDuty[]): readonly ClockChange[] {
  return duties.flatMap((duty): readonly ClockChange[] => {
    const clock = state.clocks[duty.reading.obligationId];
    if (duty.applies && (clock === undefined || clock.status === "withdrawn"))
      return [{ kind: "open", duty }];
    if (clock?.status === "met" && duty.applies && isOwedFurther(clock, duty.reading))
      return [{ kind: "open", duty }];
    if (clock?.status !== "running") return [];
    if (!duty.applies) return [{ kind: "withdraw", obligationId: duty.reading.obligationId, why: duty.why }];
    return isMoved(clock.reading, duty.reading) ? [{ kind: "move", duty, from: clock.reading.due }] : [];
  });
}

/** A state or an authority is to be told that no filing has reached yet: the media of a second State, say. */
export function isOwedFurther({ reading, metBefore }: CaseClock, now: ClockReading): boolean {
  if (reading.jurisdictions === undefined || now.jurisdictions === undefined) return false;
  const told = new Set([
    ...reading.jurisdictions,
    ...metBefore.flatMap(({ jurisdictions }) => jurisdictions),
  ]);
  return now.jurisdictions.some((place) => !told.has(place));
}

/** Another start counts too where the law has no number: from then on the delay is judged. */
export const isMoved = (before: ClockReading, now: ClockReading): boolean =>
  before.due !== now.due ||
  before.notBefore !== now.notBefore ||
  before.clockStart !== now.clockStart ||
  !isSameValue(before.jurisdictions ?? [], now.jurisdictions ?? []);
