import { choiceWords, flagWords, instantWords, measureWords } from "../wording/facts.ts";
import { factAt } from "./facts.ts";
import type { Facts } from "./facts.ts";
import type { Comparison, Condition, Measure } from "./rule.ts";

export interface Judgement {
  readonly met: boolean;
  /** The sentences that decided it, and no others. */
  readonly why: readonly string[];
}

/** Answers a condition from the facts and says in words what decided it. */
export function judge(condition: Condition, facts: Facts): Judgement {
  switch (condition.kind) {
    case "always":
      return { met: true, why: [] };
    case "all":
      return judgeAll(condition.of, facts);
    case "any":
      return judgeAny(condition.of, facts);
    case "not": {
      const inner = judge(condition.is, facts);
      return { met: !inner.met, why: inner.why };
    }
    case "named": {
      const inner = judge(condition.is, facts);
      return inner.met
        ? { met: true, why: [condition.met] }
        : { met: false, why: [condition.unmet, ...inner.why] };
    }
    case "role":
      return judgeRole(condition, facts);
    case "flag": {
      const met = factAt(facts, condition.fact) === condition.is;
      const words = flagWords[condition.fact];
      return { met, why: [`${met === condition.is ? words.yes : words.no}.`] };
    }
    case "choice":
      return judgeChoice(condition, facts);
    case "known":
      return judgeKnown(condition.fact, facts);
    case "notified":
      return factAt(facts, `notified.${condition.obligation}`) === undefined
        ? { met: false, why: [`The notification ${condition.obligation} is not recorded.`] }
        : { met: true, why: [`The notification ${condition.obligation} was made.`] };
    case "count":
      return judgeCount(condition, facts);
    case "some-state": {
      const over = statesOver(facts, condition.op, condition.value);
      const threshold = thresholdWords(condition.op, condition.value);
      return over.length > 0
        ? { met: true, why: [`Each State is tested by itself for ${threshold} residents: ${listed(over)}.`] }
        : { met: false, why: [`No State or jurisdiction has ${threshold} affected residents.`] };
    }
  }
}

function judgeAll(conditions: readonly Condition[], facts: Facts): Judgement {
  const why: string[] = [];
  for (const condition of conditions) {
    const judgement = judge(condition, facts);
    if (!judgement.met) return judgement;
    why.push(...judgement.why);
  }
  return { met: true, why };
}

function judgeAny(conditions: readonly Condition[], facts: Facts): Judgement {
  const why: string[] = [];
  for (const condition of conditions) {
    const judgement = judge(condition, facts);
    if (judgement.met) return judgement;
    why.push(...judgement.why);
  }
  return { met: false, why };
}

function judgeRole(condition: Condition & { kind: "role" }, facts: Facts): Judgement {
  const role = factAt(facts, `role.${condition.regime}`);
  if (typeof role !== "string")
    return {
      met: condition.unstated,
      why: condition.unstated
        ? [`No role is stated; it is taken to be ${condition.in[0]}.`]
        : ["No role is stated that would bring this duty."],
    };
  return condition.in.includes(role)
    ? { met: true, why: [`The role is ${role}.`] }
    : { met: false, why: [`The role is ${role}; this is for a ${condition.in.join(" or ")}.`] };
}

function judgeChoice(condition: Condition & { kind: "choice" }, facts: Facts): Judgement {
  const value = factAt(facts, condition.fact);
  const words = choiceWords[condition.fact];
  if (typeof value !== "string") return { met: false, why: [`${capitalised(words)} is not stated.`] };
  return { met: condition.in.includes(value), why: [`${capitalised(words)} is stated as ${value}.`] };
}

function judgeKnown(fact: (Condition & { kind: "known" })["fact"], facts: Facts): Judgement {
  const words =
    fact === "businessAssociate"
      ? "a business associate's part in it"
      : fact === "processor"
        ? "a processor's part in it"
        : instantWords[fact];
  return factAt(facts, fact) === undefined
    ? { met: false, why: [`Nothing is stated about ${words}.`] }
    : { met: true, why: [`${capitalised(words)} is stated.`] };
}

function judgeCount(condition: Condition & { kind: "count" }, facts: Facts): Judgement {
  const count = countOf(condition.of, facts);
  const what = measureWords(condition.of);
  const threshold = thresholdWords(condition.op, condition.value);
  if (count === null)
    return {
      met: condition.unknown,
      why: [
        `The number of ${what} is not known; until it is, this counts as ${condition.unknown ? "reaching" : "not reaching"} ${threshold}.`,
      ],
    };
  return {
    met: compares(count, condition.op, condition.value),
    why: [`${capitalised(what)}: ${count}; the test is ${threshold}.`],
  };
}

/** A total that nobody stated is at least the sum of the states that somebody did. */
export function countOf(measure: Measure, facts: Facts): number | null {
  switch (measure.kind) {
    case "everyone": {
      if (typeof facts.affectedTotal === "number") return facts.affectedTotal;
      const counts = Object.values(facts.affectedByState ?? facts.affectedByCountry ?? {});
      return counts.length === 0 ? null : counts.reduce((sum, count) => sum + count, 0);
    }
    case "unreachable":
      return facts.contactInfoInsufficientFor ?? 0;
    case "residents":
      return facts.affectedByState ? (facts.affectedByState[measure.state] ?? 0) : null;
  }
}

/** The states whose own residents reach the threshold, in alphabetical order. */
export function statesOver(facts: Facts, op: Comparison, value: number): readonly string[] {
  return Object.entries(facts.affectedByState ?? {})
    .filter(([, count]) => compares(count, op, value))
    .map(([state]) => state)
    .sort();
}

export function compares(count: number, op: Comparison, value: number): boolean {
  switch (op) {
    case ">":
      return count > value;
    case ">=":
      return count >= value;
    case "<":
      return count < value;
  }
}

export function thresholdWords(op: Comparison, value: number): string {
  switch (op) {
    case ">":
      return `more than ${value}`;
    case ">=":
      return `${value} or more`;
    case "<":
      return `fewer than ${value}`;
  }
}

export function capitalised(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
