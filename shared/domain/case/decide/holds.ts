import { holdOf, whyNotAStatement } from "../holds.ts";
import type { CaseState } from "../state.ts";
import { ok, refuse } from "../commands.ts";
import type { Command, Decided } from "../commands.ts";
import type { Instant } from "../../instants.ts";
import { isSameValue } from "../../same-value.ts";

type Of<Kind extends Command["kind"]> = Extract<Command, { kind: Kind }>;

/** Places, extends and lifts a hold. The same statement twice is one. */
export function decideHold(
  state: CaseState,
  command: Of<"placeHold" | "extendHold" | "liftHold">,
  now: Instant,
): Decided {
  switch (command.kind) {
    case "placeHold":
      return place(state, command, now);
    case "extendHold":
      return extend(state, command, now);
    case "liftHold":
      return lift(state, command, now);
  }
}

function place(state: CaseState, { statement }: Of<"placeHold">, now: Instant): Decided {
  const wrong = whyNotAStatement(statement, state.entity.timeZone, now);
  if (wrong !== null) return refuse({ kind: "wrong-hold", message: wrong });
  const standing = state.holds.filter(({ lifted }) => lifted === null);
  if (standing.some((hold) => hold.statements.some((known) => isSameValue(known.statement, statement))))
    return ok();
  const holdId = `hold-${state.holds.length + 1}`;
  return ok({ kind: "holdPlaced", body: { holdId, statement } });
}

function extend(state: CaseState, { holdId, statement }: Of<"extendHold">, now: Instant): Decided {
  const hold = holdOf(state.holds, holdId);
  if (!hold) return unknown(holdId);
  if (hold.lifted)
    return refuse({
      kind: "wrong-hold",
      message: "This hold was lifted. A new request is a hold of its own.",
    });
  const wrong = whyNotAStatement(statement, state.entity.timeZone, now);
  if (wrong !== null) return refuse({ kind: "wrong-hold", message: wrong });
  const isKnown = hold.statements.some((known) => isSameValue(known.statement, statement));
  return isKnown ? ok() : ok({ kind: "holdExtended", body: { holdId, statement } });
}

function lift(state: CaseState, { holdId, liftedAt, reason }: Of<"liftHold">, now: Instant): Decided {
  const hold = holdOf(state.holds, holdId);
  if (!hold) return unknown(holdId);
  if (hold.lifted) return ok();
  if (reason.trim() === "")
    return refuse({ kind: "reason-missing", message: "Say who lifted the hold, and how." });
  const first = Math.min(...hold.statements.map(({ statement }) => Date.parse(statement.statedAt)));
  const at = Date.parse(liftedAt);
  if (at > Date.parse(now) || at < first)
    return refuse({
      kind: "wrong-hold",
      message: "A hold is lifted after it was stated, and not in the future.",
    });
  return ok({ kind: "holdLifted", body: { holdId, liftedAt: new Date(at).toISOString(), reason } });
}

const unknown = (holdId: string): Decided =>
  refuse({ kind: "unknown-thing", message: `There is no hold ${holdId} in this case.` });
