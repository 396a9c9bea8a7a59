import { judge } from "./conditions.ts";
import type { LocalCalendar } from "./counting.ts";
import { instantInWords } from "../wording/dates.ts";
import { instantWords } from "../wording/facts.ts";
import { instantAt } from "./facts.ts";
import type { Facts } from "./facts.ts";
import type { ClockStart, StartCandidate } from "./rule.ts";

export interface StartedClock {
  /** Null while the event that starts the clock is not known. */
  readonly at: number | null;
  readonly steps: readonly string[];
}

interface KnownCandidate {
  readonly at: number;
  readonly words: string;
}

/** Finds the instant from which a period runs, and says which fact it came from and which facts it did not. */
export function startOf(start: ClockStart, facts: Facts, calendar: LocalCalendar): StartedClock {
  switch (start.kind) {
    case "earliest": {
      const known = candidatesKnown(start.of, facts);
      const first = known.toSorted((a, b) => a.at - b.at)[0];
      const ignored = (start.ignoring ?? []).flatMap((fact) => ignoredStep(fact, facts, calendar));
      if (!first) return { at: null, steps: [notKnown(start.called), ...ignored] };
      return { at: first.at, steps: [earliestStep(start.called, known, first, calendar), ...ignored] };
    }
    case "first-known": {
      const first = candidatesKnown(start.of, facts)[0];
      return first
        ? { at: first.at, steps: [earliestStep(start.called, [first], first, calendar)] }
        : { at: null, steps: [notKnown(start.called)] };
    }
    case "notified": {
      const made = start.obligations
        .map((obligation) => instantAt(facts, `notified.${obligation}`))
        .filter((at) => at !== null);
      if (made.length === 0) return { at: null, steps: [notKnown(start.called)] };
      const at = Math.min(...made);
      return { at, steps: [sentence(`${start.called} was made on ${instantInWords(at, calendar)}.`)] };
    }
  }
}

function candidatesKnown(candidates: readonly StartCandidate[], facts: Facts): readonly KnownCandidate[] {
  return candidates.flatMap(({ fact, when, because }) => {
    const at = instantAt(facts, fact);
    if (at === null || (when && !judge(when, facts).met)) return [];
    const reason = because ? ` (${because})` : "";
    return [{ at, words: `${instantWords[fact]}${reason}` }];
  });
}

/** "Discovery is the earlier of …, 14 September …; and …, 10 September …: so 10 September …". */
function earliestStep(
  called: string,
  known: readonly KnownCandidate[],
  first: KnownCandidate,
  calendar: LocalCalendar,
): string {
  const when = instantInWords(first.at, calendar);
  if (known.length === 1) return sentence(`${called} is ${when}: ${first.words}.`);
  const each = known.map(({ at, words }) => `${words}, ${instantInWords(at, calendar)}`);
  const comparison = known.length === 2 ? "earlier" : "earliest";
  return sentence(`${called} is the ${comparison} of ${each.join("; and ")}: so ${when}.`);
}

function ignoredStep(fact: StartCandidate["fact"], facts: Facts, calendar: LocalCalendar): readonly string[] {
  const at = instantAt(facts, fact);
  return at === null
    ? []
    : [sentence(`${instantWords[fact]}, ${instantInWords(at, calendar)}, starts no clock.`)];
}

function notKnown(called: string): string {
  return sentence(`${called} is not recorded yet, so this clock has not started.`);
}

function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
