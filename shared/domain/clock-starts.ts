import { judge } from "./conditions.ts";
import type { LocalCalendar } from "./counting.ts";
import { instantInWords } from "./dates-in-words.ts";
import { instantWords } from "./fact-words.ts";
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
      const known = candidatesKnown(start.of, facts, calendar);
      const first = known.toSorted((a, b) => a.at - b.at)[0];
      const ignored = (start.ignoring ?? []).flatMap((fact) => ignoredStep(fact, facts, calendar));
      if (!first) return { at: null, steps: [notKnown(start.called), ...ignored] };
      const step =
        known.length === 1
          ? `${start.called} is ${first.words}.`
          : `${start.called} is the earliest of ${known.map(({ words }) => words).join("; ")}: it is ${instantInWords(first.at, calendar)}.`;
      return { at: first.at, steps: [sentence(step), ...ignored] };
    }
    case "first-known": {
      const first = candidatesKnown(start.of, facts, calendar)[0];
      return first
        ? { at: first.at, steps: [sentence(`${start.called} is ${first.words}.`)] }
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

function candidatesKnown(
  candidates: readonly StartCandidate[],
  facts: Facts,
  calendar: LocalCalendar,
): readonly KnownCandidate[] {
  return candidates.flatMap(({ fact, when, because }) => {
    const at = instantAt(facts, fact);
    if (at === null || (when && !judge(when, facts).met)) return [];
    const reason = because ? ` (${because})` : "";
    return [{ at, words: `${instantWords[fact]}${reason} on ${instantInWords(at, calendar)}` }];
  });
}

function ignoredStep(fact: StartCandidate["fact"], facts: Facts, calendar: LocalCalendar): readonly string[] {
  const at = instantAt(facts, fact);
  return at === null
    ? []
    : [sentence(`${instantWords[fact]}, ${instantInWords(at, calendar)}, starts no clock.`)];
}

function notKnown(called: string): string {
  return sentence(`${called} is not known yet, so the period has no start and no end.`);
}

function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
