import { calendarOf } from "../law/counting.ts";
import type { HoldId } from "../ids.ts";
import type { Instant } from "../instants.ts";
import type { Facts, LawEnforcementHold } from "../law/facts.ts";
import { holdInForce, namedEnd } from "../law/holds.ts";

/** One request of law enforcement to wait, with every statement that prolonged it. 45 CFR 164.412. */
export interface CaseHold {
  readonly holdId: HoldId;
  readonly placedAt: Instant;
  readonly statements: readonly {
    readonly seq: number;
    readonly at: Instant;
    readonly by: string;
    readonly statement: LawEnforcementHold;
  }[];
  readonly lifted: { readonly at: Instant; readonly by: string; readonly reason: string } | null;
}

export const holdOf = (holds: readonly CaseHold[], holdId: HoldId): CaseHold | undefined =>
  holds.find((hold) => hold.holdId === holdId);

/**
 * Whether notices still wait for it. A statement without a time lasts `untimedDays` at most, as the rules have it (45 CFR
 * 164.412(b): 30), and one that only repeats another's lasts no longer than that.
 */
export function isStanding(
  { lifted, statements }: CaseHold,
  { facts, untimedDays, now }: { readonly facts: Facts; readonly untimedDays: number; readonly now: Instant },
): boolean {
  if (lifted !== null) return false;
  const lasts = (said: readonly LawEnforcementHold[]): boolean => {
    const { until } = holdInForce(said, untimedDays, null, calendarOf(facts.timeZone));
    return until !== null && Date.parse(now) <= until;
  };
  return lasts(statements.map(({ statement }) => statement)) && lasts(facts.lawEnforcementHolds ?? []);
}

/** The fact `lawEnforcementHolds` with the statements of these holds; whatever else it says stays. */
export function statementsOf(facts: Facts, holds: readonly CaseHold[]): readonly LawEnforcementHold[] {
  const others = (facts.lawEnforcementHolds ?? []).filter(({ holdId }) => holdId === undefined);
  const ours = holds.flatMap((hold) =>
    hold.statements.map(({ statement }) => asStanding(facts, hold, statement)),
  );
  return [...others, ...ours];
}

/** A hold that was lifted ends then, unless it had ended by itself before. */
function asStanding(
  { timeZone }: Facts,
  { holdId, lifted }: CaseHold,
  statement: LawEnforcementHold,
): LawEnforcementHold {
  if (lifted === null) return { ...statement, holdId };
  const named = statement.until == null ? null : namedEnd(statement.until, calendarOf(timeZone));
  const ended = named !== null && named <= Date.parse(lifted.at);
  return { ...statement, holdId, until: ended ? (statement.until ?? null) : lifted.at };
}

/** What is wrong with a statement, in words for the person who records it; null when nothing is. */
export function whyNotAStatement(
  statement: LawEnforcementHold,
  timeZone: string,
  now: Instant,
): string | null {
  const statedAt = Date.parse(statement.statedAt);
  if (Number.isNaN(statedAt)) return "Say when it was stated.";
  if (statedAt > Date.parse(now)) return "A statement cannot lie in the future.";
  if ((statement.officialIdentity ?? statement.official ?? "").trim() === "")
    return "Name the official who made the statement: the law asks for the identity.";
  if (statement.until == null) return null;
  const until = namedEnd(statement.until, calendarOf(timeZone));
  if (Number.isNaN(until)) return "Say until when as a date or an instant.";
  return until < statedAt ? "The hold would end before it was stated." : null;
}
