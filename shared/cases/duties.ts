import type { ComputedDuty } from "../domain/case/clock-changes.ts";
import type { ClockReading } from "../domain/case/events.ts";
import type { ObligationId } from "../domain/ids.ts";
import type { Instant } from "../domain/instants.ts";
import type { Facts } from "../domain/law/facts.ts";
import { assessObligations } from "../domain/law/obligations.ts";
import type { ObligationAssessment } from "../domain/law/obligations.ts";
import type { ObligationRule } from "../domain/law/rule.ts";
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
    needsNotice:
      assessment.contentElements.length > 0 &&
      textOf(assessment.obligationId, assessment.validFrom)?.fulfilledBy !== "record",
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

/** What the law wants shown before "no, it is not a breach" stands beside this duty; undefined where it does not say. */
export const needsOfNo = ({ obligationId, rule }: ClockReading): ObligationRule["answerNoNeeds"] =>
  textOf(obligationId, rule.validFrom)?.answerNoNeeds;

const textOf = (id: ObligationId, validFrom: string): ObligationRule | undefined =>
  rulebook.find((rule) => rule.id === id && rule.validFrom === validFrom);
