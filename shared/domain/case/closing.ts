import type { ComputedDuty } from "./clock-changes.ts";
import type { CaseStep, StepOrWait } from "./steps.ts";
import { plus } from "../instants.ts";
import type { Instant } from "../instants.ts";
import type { Policy } from "./policy.ts";
import { latestQuestion } from "./state.ts";
import type { CaseState } from "./state.ts";

/**
 * Whether somebody has decided to close the case as it stands: not before it was opened again, and not before facts or
 * clocks that the decision could not weigh.
 */
export function mayClose(state: CaseState): boolean {
  const decision = latestQuestion(state, "close-case")?.decision;
  if (decision?.answer !== "close") return false;
  const clocks = Object.values(state.clocks).map(({ seq }) => seq);
  return decision.seq > Math.max(state.factsSeq, state.reopened?.seq ?? -1, ...clocks);
}

const wait = (until: Instant | null): StepOrWait => ({ kind: "wait", until });
const askToClose: CaseStep = { kind: "ask", question: "close-case", obligationId: null, noticeId: null };

/**
 * Once no clock with a date and no notice is open, a person may close; what then remains are duties that the ledger
 * itself fulfils (keeping the record). "Keep open" is asked again a week later.
 */
export function nextClosingStep(
  state: CaseState,
  duties: readonly ComputedDuty[],
  now: Instant,
  policy: Policy,
): StepOrWait {
  const dutyOf = (obligationId: string) =>
    duties.find(({ reading }) => reading.obligationId === obligationId);
  // What another party owes keeps nobody here from closing, and is not ours to call done.
  const ours = Object.values(state.clocks).filter(
    ({ status, reading }) => status === "running" && dutyOf(reading.obligationId)?.isOurs !== false,
  );
  const blocking = ours.some(
    ({ reading }) => reading.due !== null || dutyOf(reading.obligationId)?.needsNotice === true,
  );
  const asked = latestQuestion(state, "close-case");
  if (asked?.status === "open") {
    const because = "the facts changed, and something is owed again";
    return blocking ? { kind: "withdrawQuestion", questionId: asked.questionId, because } : wait(null);
  }
  if (blocking) return wait(null);
  if (mayClose(state)) {
    const rest = ours[0];
    return rest
      ? { kind: "meet", obligationId: rest.reading.obligationId, noticeId: null }
      : { kind: "close" };
  }
  const kept = asked?.decision?.answer === "keep-open" ? asked.decision.at : null;
  const since = laterOf(kept, state.reopened?.at ?? null);
  const again = since === null ? now : plus(since, 7 * policy.askAgainMs);
  return Date.parse(now) < Date.parse(again) ? wait(again) : askToClose;
}

const laterOf = (a: Instant | null, b: Instant | null): Instant | null =>
  a === null || (b !== null && Date.parse(b) > Date.parse(a)) ? b : a;
