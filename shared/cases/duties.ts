import type { ComputedDuty } from "../domain/case/clock-changes.ts";
import type { ClockReading } from "../domain/case/events.ts";
import type { Instant } from "../domain/instants.ts";
import type { Facts } from "../domain/law/facts.ts";
import { assessObligations } from "../domain/law/obligations.ts";
import type { ObligationAssessment } from "../domain/law/obligations.ts";
import { rulebook, textAsOf } from "../rules/rulebook.ts";
import type { AppContext } from "./app-context.ts";

/** What the law makes of these facts at `now`, as far as a running case needs it. */
export function dutiesOf(
  appContext: Pick<AppContext, "settings">,
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
      ...placesOf(assessment),
      rule: { validFrom: assessment.validFrom, textAsOf, timeZoneData: appContext.settings.timeZoneData },
    },
  }));
}

/** Where each place wants a notice of its own, which ones. */
function placesOf({ jurisdictions, authorities }: ObligationAssessment): Pick<ClockReading, "jurisdictions"> {
  const places = jurisdictions ?? authorities;
  return places === undefined ? {} : { jurisdictions: places };
}

/** Duties to keep a record: the ledger fulfils them, nobody is written to. */
const isRecord = (obligationId: string): boolean => obligationId.endsWith(".documentation");
