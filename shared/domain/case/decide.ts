import { ok, refuse } from "./commands.ts";
import type { Command, Decided } from "./commands.ts";
import { meet, recordClocks, strike } from "./decide/clocks.ts";
import { close } from "./decide/closing.ts";
import {
  findNobody,
  intend,
  report,
  resolve,
  sendOutcome,
  waiveRecipients,
  withdrawSend,
} from "./decide/delivery.ts";
import { changeFacts, joinAlert, reopen } from "./decide/facts.ts";
import { decideHold } from "./decide/holds.ts";
import { draft } from "./decide/notices.ts";
import { answer, ask, expire, remind, withdrawQuestion } from "./decide/questions.ts";
import { isToBeSentAgain, resend } from "../delivery/resend.ts";
import type { Instant } from "../instants.ts";
import type { Policy } from "./policy.ts";
import type { CaseState } from "./state.ts";

type Deciders = {
  readonly [Kind in Command["kind"]]: (
    state: CaseState,
    command: Extract<Command, { kind: Kind }>,
    now: Instant,
    policy: Policy,
  ) => Decided;
};

/** One function a kind of command. */
const deciders: Deciders = {
  joinAlert,
  changeFacts,
  placeHold: decideHold,
  extendHold: decideHold,
  liftHold: decideHold,
  reopen,
  recordClocks,
  strike,
  ask,
  remind,
  expire,
  withdrawQuestion,
  answer,
  draft,
  resolve,
  findNobody,
  waiveRecipients,
  intend,
  accept: sendOutcome,
  refuse: sendOutcome,
  doubt: sendOutcome,
  missArrival: sendOutcome,
  withdrawSend,
  resend,
  report,
  meet,
  close,
};

/** What still comes in from outside is written down, and what it brings is told; everything else has ended. */
function isTakenWhenClosed(state: CaseState, command: Command): boolean {
  switch (command.kind) {
    case "joinAlert":
    case "reopen":
    case "accept":
    case "refuse":
    case "doubt":
    case "missArrival":
    case "withdrawSend":
    case "report":
    case "resend":
      return true;
    case "resolve":
    case "findNobody":
    case "waiveRecipients":
    case "intend":
      return command.purpose.kind === "news" || isToBeSentAgain(state, command.purpose);
    default:
      return false;
  }
}

/** What a person asks for is refused aloud in a closed case; what the orchestrations still do there is nothing. */
const byPeople: ReadonlySet<Command["kind"]> = new Set([
  "answer",
  "changeFacts",
  "placeHold",
  "extendHold",
  "liftHold",
  "waiveRecipients",
]);

/** Turns a command into what is to be written, or into a refusal; nothing to write is `ok` with nothing. */
export function decide(state: CaseState, command: Command, now: Instant, policy: Policy): Decided {
  if (state.closed && !isTakenWhenClosed(state, command)) {
    if (byPeople.has(command.kind))
      return refuse({ kind: "case-closed", message: `The case was closed on ${state.closed.at}.` });
    return ok();
  }
  // The table is typed by kind, which TypeScript does not follow through an index.
  const decideOne = deciders[command.kind] as (
    state: CaseState,
    command: Command,
    now: Instant,
    policy: Policy,
  ) => Decided;
  return decideOne(state, command, now, policy);
}
