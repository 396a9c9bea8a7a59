import { isDispatched, resolutionFor } from "./state.ts";
import type { CaseNews, CaseState } from "./state.ts";
import type { SendPurpose } from "./events.ts";
import { plus } from "../instants.ts";
import type { Instant } from "../instants.ts";
import type { Policy } from "./policy.ts";

const purposeOf = (seq: number): Extract<SendPurpose, { kind: "news" }> => ({ kind: "news", seq });

const toldSeqs = (state: CaseState): readonly number[] =>
  [...state.dispatches.values()].flatMap(({ purpose, resolution }) =>
    purpose.kind === "news" && resolution ? [purpose.seq] : [],
  );

/** What a mail about news up to that entry tells: everything since the mail before it. */
export function newsUpTo(state: CaseState, seq: number): readonly CaseNews[] {
  const before = Math.max(-1, ...toldSeqs(state).filter((told) => told < seq));
  return state.news.filter((news) => news.seq > before && news.seq <= seq);
}

/** `seq` of the newest news that commanders still have to hear of; undefined when they have heard all. */
export function newestNews(state: CaseState): number | undefined {
  const newest = state.news.at(-1);
  if (!newest) return undefined;
  const told = Math.max(-1, ...toldSeqs(state));
  return newest.seq > told || !isDispatched(state, purposeOf(told)) ? newest.seq : undefined;
}

/** What was begun is finished first: some may have got it already. */
export function newsPurpose(state: CaseState, newest: number): SendPurpose {
  const told = Math.max(-1, ...toldSeqs(state));
  return told >= 0 && !isDispatched(state, purposeOf(told)) ? purposeOf(told) : purposeOf(newest);
}

/** The house tells news no more often than its habit; null when none was told yet. */
export function quietUntil(state: CaseState, policy: Policy): Instant | null {
  const told = Math.max(-1, ...toldSeqs(state));
  const last = told < 0 ? undefined : resolutionFor(state, purposeOf(told));
  return last ? plus(last.at, policy.newsEveryMs) : null;
}
