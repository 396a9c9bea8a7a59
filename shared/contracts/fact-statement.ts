import { isKnownFact, parseFacts } from "./facts.ts";
import type { PostProblem } from "./program-posts.ts";
import type { CaseState } from "../domain/case/state.ts";
import { isInstantText } from "../domain/law/counting.ts";
import type { FactsPatch } from "../domain/case/events.ts";
import type { Instant } from "../domain/instants.ts";
import type { Facts } from "../domain/law/facts.ts";
import { localToInstant } from "../domain/wording/local-time.ts";

export type Statement =
  { readonly ok: true; readonly facts: FactsPatch } | { readonly ok: false; readonly problem: PostProblem };

/** What is said of a supplier or a role stands beside what is known of it already: `processor.awareAt`. */
const groups = new Set(["role", "businessAssociate", "processor", "establishment"]);

/** Not for a statement: the entity's own, what the ledger itself knows, and what has commands of its own. */
const elsewhere: Readonly<Record<string, string>> = {
  regimes: "The regimes come from the configuration of the entity.",
  timeZone: "The time zone comes from the configuration of the entity.",
  notified: "What was notified is recorded by confirming the filing.",
  evaluateAt: "A case is always judged as of now.",
  corrections: "State the fact as it is: what was known before stays in the ledger.",
  lawEnforcementHolds:
    "A request of law enforcement is recorded as a hold, so that it can be extended and lifted.",
};

/**
 * Facts in the vocabulary of the rules, any of them, as a program states them: null takes a fact back, a moment without
 * an offset is the entity's local time. Whatever no rule would read is refused, since a misspelt fact would be a duty
 * that silently never starts.
 */
export function readStatement(
  state: CaseState,
  set: Readonly<Record<string, unknown>>,
  now: Instant,
): Statement {
  if (Object.keys(set).length === 0) return problem("", "Nothing is stated yet. State at least one fact.");
  const stated = groupsUnfolded(state.facts, set);
  for (const name of Object.keys(stated)) {
    const why =
      elsewhere[name] ?? (isKnownFact(name) ? undefined : `${name} is not a fact that any rule reads.`);
    if (why !== undefined) return problem(name, why);
  }
  const moments = momentsMeant(stated, state.entity.timeZone);
  if (!moments.ok) return moments;
  const parsed = parseFacts({ ...moments.facts, regimes: [], timeZone: state.entity.timeZone });
  if (!parsed.ok) return { ok: false, problem: parsed.error };
  const future = futureMoment(moments.facts, now);
  if (future !== undefined) return problem(future, "This lies in the future. State when it happened.");
  return tooMany(state.facts, moments.facts) ?? moments;
}

const problem = (path: string, message: string): Extract<Statement, { ok: false }> => ({
  ok: false,
  problem: { path, message },
});

function groupsUnfolded(known: Facts, set: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const stated: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(set)) {
    const [group = "", member] = name.split(/\.(.*)/s);
    if (!groups.has(group)) stated[name] = value;
    else if (member !== undefined) stated[group] = { ...groupOf(stated, known, group), [member]: value };
    else stated[group] = isObject(value) ? { ...groupOf(stated, known, group), ...value } : value;
  }
  return stated;
}

const groupOf = (stated: Readonly<Record<string, unknown>>, known: Facts, group: string): object => {
  const already = stated[group] ?? known[group];
  return isObject(already) ? already : {};
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isMoment = (name: string): boolean => /At$/.test(name);

function momentsMeant(stated: Readonly<Record<string, unknown>>, timeZone: string): Statement {
  const meant: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(stated)) {
    if (isObject(value) && groups.has(name)) {
      const inner = momentsMeant(value, timeZone);
      if (!inner.ok) return problem(`${name}.${inner.problem.path}`, inner.problem.message);
      meant[name] = inner.facts;
    } else if (isMoment(name) && typeof value === "string" && !isInstantText(value)) {
      const local = localToInstant(value, timeZone);
      if (!local.ok)
        return problem(
          name,
          local.why === "skipped"
            ? `There was no such time in ${timeZone}: the clocks went forward over it.`
            : `${name} must be a date and time that exist: 2026-11-24T03:12 in ${timeZone}, or with Z or an offset.`,
        );
      meant[name] = local.at;
    } else meant[name] = value;
  }
  return { ok: true, facts: meant };
}

function futureMoment(facts: Readonly<Record<string, unknown>>, now: Instant): string | undefined {
  for (const [name, value] of Object.entries(facts)) {
    if (isMoment(name) && typeof value === "string" && Date.parse(value) > Date.parse(now)) return name;
    const inner = groups.has(name) && isObject(value) ? futureMoment(value, now) : undefined;
    if (inner !== undefined) return `${name}.${inner}`;
  }
  return undefined;
}

/** Places may not add up to more people than there are; fewer is possible, since some live elsewhere. */
function tooMany(known: Facts, change: FactsPatch): Statement | undefined {
  const { affectedTotal, affectedByState, affectedByCountry } = { ...known, ...change };
  for (const [name, places] of Object.entries({ affectedByState, affectedByCountry })) {
    const sum = Object.values(places ?? {}).reduce((all, each) => all + each, 0);
    const isStated = name in change || "affectedTotal" in change;
    if (isStated && typeof affectedTotal === "number" && sum > affectedTotal)
      return problem(
        name,
        `${name} adds up to ${sum}, more than the ${affectedTotal} people in all. Correct one of the two.`,
      );
  }
  return undefined;
}
