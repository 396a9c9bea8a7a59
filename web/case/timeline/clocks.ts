import type { ClockReading } from "../../../shared/domain/case/events.ts";
import type { Instant } from "../../../shared/domain/instants.ts";
import { isElapsedFor } from "../../../shared/domain/law/rule-lookup.ts";
import { formatDue, formatInstantInLine } from "../../../shared/domain/wording/times.ts";
import { milestonePhrase, obligationTitle } from "../../chrome/case-words.ts";
import { describe } from "./entry.ts";
import type { Describers, DescribedIn } from "./entry.ts";

/** The clocks of the duties: opened, moved, struck, withdrawn, met. */
export const clocks: Describers<
  "clockOpened" | "clockMoved" | "clockWithdrawn" | "milestoneStruck" | "obligationMet"
> = {
  clockOpened: (reading, context) =>
    describe(
      "clock",
      `The clock “${reading.title}” was opened: ${describeDue(reading, context)}.`,
      reading.citation,
      ...reading.why,
    ),
  clockMoved: (reading, context) => {
    const before = reading.from === null ? "" : ` Before: ${describeDueAt(reading, reading.from, context)}.`;
    return describe(
      "clock",
      `The clock “${reading.title}” was moved: ${describeDue(reading, context)}.${before}`,
      reading.citation,
      ...reading.why,
    );
  },
  clockWithdrawn: ({ obligationId, why }, { state }) =>
    describe("clock", `The clock “${obligationTitle(state, obligationId)}” was withdrawn.`, ...why),
  milestoneStruck: ({ obligationId, milestone, due }, { state, zone }) =>
    describe(
      milestone === "overdue" || milestone === "due" ? "trouble" : "clock",
      `The clock “${obligationTitle(state, obligationId)}” struck: ${milestonePhrase[milestone]}.`,
      `Due ${formatInstantInLine(due, zone)}`,
    ),
  obligationMet: ({ obligationId, metAt, how, reference, late, reason }, { state, zone }) =>
    describe(
      late ? "trouble" : "clock",
      `The duty “${obligationTitle(state, obligationId)}” was met${late ? ", late" : ""}: ${how} on ${formatInstantInLine(metAt, zone)}.`,
      reference && `Reference: ${reference}`,
      reason && `Reason: ${reason}`,
    ),
};

const describeDue = (reading: ClockReading, context: DescribedIn): string =>
  reading.due === null ? "owed without undue delay" : describeDueAt(reading, reading.due, context);

/** A clock of hours to its minute, one of days with its last day. */
function describeDueAt(reading: ClockReading, at: Instant, { rules, zone }: DescribedIn): string {
  const elapsedHours = isElapsedFor(rules, reading);
  const { local, utc } = formatDue(at, { elapsedHours, timeZone: zone });
  const due = utc === null ? local : `${local} (${utc})`;
  return local.startsWith("until") ? `time ${due}` : `due ${due}`;
}
