import { isDispatched, isHeldBack, resolutionFor } from "./state.ts";
import type { CaseState } from "./state.ts";
import type { CompanionStep } from "./companion-steps.ts";
import type { SendPurpose } from "./events.ts";
import type { Instant } from "../instants.ts";
import { longestWaitMs, plus } from "../instants.ts";
import type { Policy } from "./policy.ts";
import { resendPurposes } from "../delivery/resend.ts";

/** Something material that a joined alert told: by whom, when, and what, in words. */
export interface CaseNews {
  /** `seq` of the entry with which the alert joined. */
  readonly seq: number;
  readonly at: Instant;
  readonly title: string;
  readonly words: readonly string[];
}

const purposeOf = (seq: number): Extract<SendPurpose, { kind: "news" }> => ({ kind: "news", seq });

const toldSeqs = (state: CaseState): readonly number[] =>
  state.resolutions.flatMap(({ purpose }) => (purpose.kind === "news" ? [purpose.seq] : []));

/** What a mail about news up to that entry tells: everything since the mail before it. */
export function newsUpTo(state: CaseState, seq: number): readonly CaseNews[] {
  const before = Math.max(-1, ...toldSeqs(state).filter((told) => told < seq));
  return state.news.filter((news) => news.seq > before && news.seq <= seq);
}

/** Whether commanders still have to hear of something. */
export const isNewsPending = (state: CaseState): boolean => {
  const newest = state.news.at(-1);
  if (!newest) return false;
  const told = Math.max(-1, ...toldSeqs(state));
  return newest.seq > told || !isDispatched(state, purposeOf(told));
};

/** Whether anything waits to be told apart from questions, clocks and notices. */
export const isOutboxFull = (state: CaseState): boolean =>
  isNewsPending(state) || resendPurposes(state).length > 0;

/**
 * What a person wants sent again goes first. Then the commanders hear what joined alerts have brought: one mail for all
 * that came since the last, and none sooner after another than the house's habit, so that a storm of alerts is not a
 * storm of mail.
 */
export function nextOutboxStep(state: CaseState, now: Instant, policy: Policy): CompanionStep {
  const again = resendPurposes(state).find((purpose) => !isHeldBack(state, purpose, now));
  if (again) return { kind: "deliver", purpose: again };
  if (!isNewsPending(state)) return { kind: "settled" };
  const told = Math.max(-1, ...toldSeqs(state));
  // What was begun is finished first: some may have got it already.
  if (told >= 0 && !isDispatched(state, purposeOf(told)))
    return { kind: "deliver", purpose: purposeOf(told) };
  const last = told < 0 ? undefined : resolutionFor(state, purposeOf(told));
  const quietUntil = last ? plus(last.at, policy.newsEveryMs) : now;
  if (Date.parse(now) < Date.parse(quietUntil))
    return { kind: "sleep", until: [quietUntil, plus(now, longestWaitMs)].toSorted()[0] ?? quietUntil };
  const newest = state.news.at(-1);
  return newest ? { kind: "deliver", purpose: purposeOf(newest.seq) } : { kind: "settled" };
}
