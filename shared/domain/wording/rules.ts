import { listed, thresholdWords } from "../law/conditions.ts";
import { choiceWords, flagWords, instantWords, measureWords } from "./facts.ts";
import type { ClockStart, Condition, Deadline, LaterReading, Pause, Period } from "../law/rule.ts";

/** A rule in words without any facts: what pages and the printed rulebook say of it. */

export function conditionWords(condition: Condition): string {
  switch (condition.kind) {
    case "always":
      return "always";
    case "all":
      return condition.of.map(conditionWords).join("; and ");
    case "any":
      return condition.of.map(conditionWords).join("; or ");
    case "not":
      return `not: ${conditionWords(condition.is)}`;
    case "named":
      return withoutStop(condition.met);
    case "role":
      return `the role is ${condition.in.join(" or ")}${condition.unstated ? " (or not stated)" : ""}`;
    case "flag":
      return withoutStop(flagWords[condition.fact][condition.is ? "yes" : "no"]);
    case "choice":
      return `${choiceWords[condition.fact]} is ${condition.in.join(" or ")}`;
    case "known":
      return condition.fact === "businessAssociate" || condition.fact === "processor"
        ? `${condition.fact} is stated`
        : `${instantWords[condition.fact]} is known`;
    case "notified":
      return `${condition.obligation} was notified`;
    case "count":
      return `${thresholdWords(condition.op, condition.value)} ${measureWords(condition.of)}`;
    case "some-state":
      return `${thresholdWords(condition.op, condition.value)} residents of one State or jurisdiction`;
  }
}

export function startWords(start: ClockStart): string {
  switch (start.kind) {
    case "earliest":
    case "first-known": {
      const facts = start.of.map(({ fact, because }) =>
        because ? `${instantWords[fact]} (${because})` : instantWords[fact],
      );
      if (facts.length === 1) return `${start.called}: ${facts[0]}`;
      return `${start.called}: the ${start.kind === "earliest" ? "earliest" : "first known"} of ${listed(facts)}`;
    }
    case "notified":
      return `${start.called} (${start.obligations.join(" or ")})`;
  }
}

export function periodWords(period: Period): string {
  switch (period.kind) {
    case "elapsed-hours":
      return `${period.hours} elapsed hours`;
    case "calendar-days":
      return `${period.days} calendar days, to the end of the last`;
    case "business-days":
      return period.closesAt === undefined
        ? `${period.days} business days, to the end of the last`
        : `${period.days} business days, to ${period.closesAt} on the last`;
    case "months":
      return `${period.months} month${period.months === 1 ? "" : "s"}, to the end of the day`;
    case "days-after-year-end":
      return `${period.days} days after the end of that year`;
  }
}

export function deadlineWords(deadline: Deadline): string {
  const when = deadline.when ? `if ${conditionWords(deadline.when)}: ` : "";
  const within = deadline.within === null ? "without undue delay, no number" : periodWords(deadline.within);
  const zone = deadline.zone === undefined ? "" : `, in ${deadline.zone}`;
  return `${when}${within}${zone}; from ${startWords(deadline.from)}`;
}

export function laterReadingWords(reading: LaterReading): string {
  switch (reading.kind) {
    case "exclude-clock-hour":
      return "the clock hour of the event is not counted";
    case "roll-to-working-day":
      return "a last day that is no working day moves to the next one";
    case "whole-working-days":
      return `the period includes at least ${reading.days} whole working days`;
  }
}

export function pauseWords(pause: Pause): string {
  switch (pause.kind) {
    case "hold":
      return `a hold of law enforcement forbids notices until it ends; without a written time it lasts ${pause.untimedDays} days (${pause.citation})${
        pause.afterwards ? `; then ${periodWords(pause.afterwards)}` : ""
      }`;
    case "may-wait":
    case "none":
      return withoutStop(pause.words);
  }
}

function withoutStop(words: string): string {
  return words.replace(/\.$/, "");
}
