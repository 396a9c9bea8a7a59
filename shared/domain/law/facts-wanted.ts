/** `factsWanted`: which facts the rules of the chosen regimes look at. Read from the rules, so none is forgotten. */
import type { Facts } from "./facts.ts";
import type { ClockStart, Condition, ObligationRule } from "./rule.ts";

/** Names of facts. What belongs to a group (`processor.awareAt`) is left out: the group asks for it once it is stated. */
export function factsWanted(
  rules: readonly ObligationRule[],
  { regimes }: Pick<Facts, "regimes">,
): ReadonlySet<string> {
  const chosen = rules.filter(({ regime, status }) => regimes.includes(regime) && status !== "proposed");
  return new Set(chosen.flatMap(namesInRule).filter((name) => !name.includes(".")));
}

function namesInRule(rule: ObligationRule): readonly string[] {
  return [
    ...namesIn(rule.when),
    ...rule.deadlines.flatMap(({ when, from }) => [...(when ? namesIn(when) : []), ...namesInStart(from)]),
    ...(rule.recipients ? [rule.recipients.kind === "states" ? "affectedByState" : "affectedByCountry"] : []),
    // Whoever is told is told when it happened and which kinds of data it was.
    ...(rule.content.length > 0 ? ["occurredAt", "dataCategories"] : []),
  ];
}

function namesInStart(start: ClockStart): readonly string[] {
  if (start.kind === "notified") return [];
  return start.of.flatMap(({ fact, when }) => [fact, ...(when ? namesIn(when) : [])]);
}

function namesIn(condition: Condition): readonly string[] {
  switch (condition.kind) {
    case "always":
    case "role":
    case "notified":
      return [];
    case "all":
    case "any":
      return condition.of.flatMap(namesIn);
    case "not":
    case "named":
      return namesIn(condition.is);
    case "flag":
    case "choice":
    case "known":
      return [condition.fact];
    case "count":
      return [countedBy[condition.of.kind]];
    case "some-state":
      return ["affectedByState"];
  }
}

const countedBy = {
  everyone: "affectedTotal",
  unreachable: "contactInfoInsufficientFor",
  residents: "affectedByState",
} as const;
