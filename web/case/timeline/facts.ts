import type { Facts } from "../../../shared/domain/law/facts.ts";
import { formatInstantInLine } from "../../../shared/domain/wording/times.ts";
import { awarenessSourcePhrase } from "../../chrome/case-words.ts";
import { factLabel, factValueOf } from "../../chrome/fact-items.ts";
import { describeHold, holdDetails } from "../../chrome/hold-words.ts";
import { formatList, lowerFirst } from "../../chrome/words.ts";
import { describe } from "./entry.ts";
import type { BodyOf, Describers, DescribedIn } from "./entry.ts";

/** What became known or was stated: facts, moments of awareness, requests of law enforcement to wait. */
export const facts: Describers<
  "factsChanged" | "awarenessProposed" | "awarenessDecided" | "holdPlaced" | "holdExtended" | "holdLifted"
> = {
  factsChanged: ({ set, reason }, { zone }) => {
    const names = Object.keys(set);
    const labels = formatList(names.map((name) => lowerFirst(factLabel(name))));
    return describe(
      "plain",
      `${names.length === 1 ? "A fact was" : "Facts were"} stated: ${labels}.`,
      ...names.map((name) => `${factLabel(name)}: ${formatFact(set, name, zone)}`),
      `Why: ${reason}`,
    );
  },
  awarenessProposed: ({ awareAt, source, reason }, { zone }) =>
    describe(
      "clock",
      `A moment of awareness was proposed: ${formatInstantInLine(awareAt, zone)}, ${awarenessSourcePhrase[source]}.`,
      `Why: ${reason}`,
      "Until a person decides, the earliest moment governs.",
    ),
  awarenessDecided: ({ awareAt, reason }, { zone }, { actor }) =>
    describe(
      "decision",
      `${actor.name} settled since when we are aware: ${formatInstantInLine(awareAt, zone)}.`,
      `Reason: ${reason}`,
      "It may be corrected to an earlier moment, never to a later one.",
    ),
  holdPlaced: (body, context) => describeStatement("Law enforcement asked to wait", body, context),
  holdExtended: (body, context) => describeStatement("Law enforcement asked to wait longer", body, context),
  holdLifted: ({ holdId, liftedAt, reason }, { zone }) =>
    describe(
      "decision",
      `The hold of law enforcement was lifted (${holdId}), as of ${formatInstantInLine(liftedAt, zone)}.`,
      `Reason: ${reason}`,
    ),
};

const describeStatement = (what: string, { statement }: BodyOf<"holdPlaced">, { zone }: DescribedIn) =>
  describe("decision", `${what}: ${describeHold(statement, zone)}.`, ...holdDetails(statement));

function formatFact(set: Partial<Facts>, name: string, zone: string): string {
  const value = factValueOf(set, name);
  if (value === null) return "not known after all";
  return value.kind === "instant" ? formatInstantInLine(value.at, zone) : value.text;
}
