import type { CaseState } from "../../domain/case/state.ts";
import type { Instant } from "../../domain/instants.ts";
import { noticeStatus } from "../../domain/case/notices.ts";
import { earliest } from "../../domain/instants.ts";
import type { CaseRow } from "../../ports/ledger.ts";
import { logYearOf } from "../queries/annual-log.ts";

/** The board's line for a case. `nextAt`: when to look again; a lost wake is found by it. */
export function rowOf(
  state: CaseState,
  { caseAt, courierAt }: { readonly caseAt: Instant | null; readonly courierAt: Instant | null },
): CaseRow {
  const logYear = logYearOf(state);
  return {
    caseId: state.caseId,
    title: state.title,
    code: state.code,
    state: stateWord(state),
    openedAt: state.openedAt,
    drill: state.drill,
    nextAt: caseAt === null && courierAt === null ? null : earliest(caseAt, courierAt),
    ...(logYear !== null && { logYear }),
    seq: state.seq,
  };
}

/** `notifying` while an approved notice is under way, `waiting` while a person is asked, else `open` or `closed`. */
export function stateWord(state: CaseState): CaseRow["state"] {
  if (state.closed) return "closed";
  const isLeaving = Object.values(state.notices).some((notice) => {
    const status = noticeStatus(state, notice);
    const isRunning = state.clocks[notice.obligationId]?.status === "running";
    return isRunning && (status === "approved" || status === "dispatching");
  });
  if (isLeaving) return "notifying";
  return state.questions.some((question) => question.status === "open") ? "waiting" : "open";
}
