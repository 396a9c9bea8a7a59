import { capitalised, compares, listed, statesOver, thresholdWords } from "./conditions.ts";
import type { Facts } from "./facts.ts";
import type { Recipients } from "./rule.ts";

export interface RecipientsFound {
  readonly keys: { readonly jurisdictions?: readonly string[]; readonly authorities?: readonly string[] };
  readonly steps: readonly string[];
}

/** Which states or authorities each need a notice of their own. */
export function recipientsOf(recipients: Recipients, facts: Facts): RecipientsFound {
  switch (recipients.kind) {
    case "states": {
      const states = statesOver(facts, recipients.op, recipients.value);
      return {
        keys: { jurisdictions: states },
        steps: [
          `One notice for each State or jurisdiction with ${thresholdWords(recipients.op, recipients.value)} residents: ${listed(states)}.`,
        ],
      };
    }
    case "authorities":
      return authoritiesOf(recipients.area, facts);
  }
}

function authoritiesOf(area: readonly string[], facts: Facts): RecipientsFound {
  const main = facts.establishment?.euMainEstablishment;
  if (typeof main === "string" && area.includes(main))
    return {
      keys: { authorities: [main] },
      steps: [`The main establishment is in ${main}, so its authority takes the lead.`],
    };
  const countries = Object.entries(facts.affectedByCountry ?? {})
    .filter(([country, count]) => area.includes(country) && compares(count, ">", 0))
    .map(([country]) => country)
    .sort();
  const representative = facts.establishment?.euRepresentative
    ? [`A representative in ${facts.establishment.euRepresentative} does not make its authority the lead.`]
    : [];
  const none = noEstablishmentWords(main);
  if (countries.length === 0)
    return {
      keys: {},
      steps: [`${capitalised(none)}, and no country with people affected is stated.`, ...representative],
    };
  return {
    keys: { authorities: countries },
    steps: [
      `${capitalised(none)}, so the authority of every country where affected people live is told: ${listed(countries)}.`,
      ...representative,
    ],
  };
}

/** Until somebody states an establishment, none can be relied on: too many authorities told is safer than too few. */
function noEstablishmentWords(main: string | null | undefined): string {
  if (main === undefined) return "nobody has stated an establishment in the area";
  return main === null ? "there is no establishment in the area" : `${main} lies outside the area`;
}
