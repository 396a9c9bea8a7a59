import { mayClose } from "../closing.ts";
import { ok } from "../commands.ts";
import type { Decided } from "../commands.ts";
import { latestQuestion } from "../state.ts";
import type { CaseState } from "../state.ts";

/** Closes what a person decided to close, as the case stands now. */
export function close(state: CaseState): Decided {
  const decision = latestQuestion(state, "close-case")?.decision;
  if (!decision || !mayClose(state)) return ok();
  const isBreach = latestQuestion(state, "is-breach")?.decision?.answer === "yes";
  return ok({
    kind: "caseClosed",
    body: { outcome: isBreach ? "notified" : "no-breach", reason: decision.reason },
  });
}
