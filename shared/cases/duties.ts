import type { CaseState } from "../domain/case-state.ts";
import type { ComputedDuty } from "../domain/clock-changes.ts";
import type { Instant } from "../domain/entries.ts";
import type { Facts } from "../domain/facts.ts";
import { assessObligations } from "../domain/obligations.ts";
import { rulebook, textAsOf } from "../rules/rulebook.ts";
import type { House } from "./house.ts";

/** What the law makes of these facts at `now`, as far as a running case needs it. */
export function dutiesOf(
  house: Pick<House, "settings">,
  facts: Facts,
  now: Instant,
): readonly ComputedDuty[] {
  return assessObligations(facts, rulebook, { at: now }).map((assessment) => ({
    applies: assessment.applies,
    needsNotice: assessment.contentElements.length > 0 && !isRecord(assessment.obligationId),
    isOurs: assessment.byAnother !== true,
    doneAt: assessment.doneAt ?? null,
    why: assessment.explanation,
    reading: {
      obligationId: assessment.obligationId,
      title: assessment.title,
      citation: assessment.citation,
      clockStart: assessment.clockStart ?? null,
      due: assessment.due,
      notBefore: assessment.notBefore ?? null,
      latestArguable: assessment.latestArguable ?? null,
      rule: { validFrom: assessment.validFrom, textAsOf, timeZoneData: house.settings.timeZoneData },
    },
  }));
}

/** Duties to keep a record: the ledger fulfils them, nobody is written to. */
const isRecord = (obligationId: string): boolean => obligationId.endsWith(".documentation");

/** The case's facts with what has been notified so far: some clocks start when another duty was done. */
export function factsOf(state: CaseState): Facts {
  const met = Object.values(state.clocks).flatMap((clock): [string, string][] =>
    clock.met ? [[clock.reading.obligationId, clock.met.at]] : [],
  );
  return { ...state.facts, notified: { ...state.facts.notified, ...Object.fromEntries(met) } };
}
