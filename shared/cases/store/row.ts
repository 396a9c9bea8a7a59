import type { CaseState } from "../../domain/case/state.ts";
import type { Instant } from "../../domain/instants.ts";
import { companionsOf } from "../../domain/case/next-step.ts";
import type { CaseRow } from "../../ports/ledger.ts";
import { logYearOf } from "../queries/annual-log.ts";

/** The board's line for a case. `nextAt`: when to look again; a lost wake is found by it. */
export function rowOf(
  state: CaseState,
  { now, nextAt }: { readonly now: Instant; readonly nextAt: Instant },
): CaseRow {
  const logYear = logYearOf(state);
  return {
    caseId: state.caseId,
    title: state.title,
    code: state.code,
    state: stateWord(state, now),
    openedAt: state.openedAt,
    drill: state.drill,
    nextAt: state.closed ? null : nextAt,
    ...(logYear !== null && { logYear }),
    seq: state.seq,
  };
}

/** `notifying` while an approved notice is under way, `waiting` while a person is asked, else `open` or `closed`. */
export function stateWord(state: CaseState, now: Instant): CaseRow["state"] {
  if (state.closed) return "closed";
  if (companionsOf(state, now).some((companion) => companion.kind === "notice")) return "notifying";
  return state.questions.some((question) => question.status === "open") ? "waiting" : "open";
}
