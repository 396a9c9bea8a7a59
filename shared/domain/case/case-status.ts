import { noticeStatus } from "./notices.ts";
import type { CaseState } from "./state.ts";

export type CaseStatus = "open" | "waiting" | "notifying" | "closed";

/** `notifying` while an approved notice is under way, `waiting` while a person is asked, else `open` or `closed`. */
export function caseStatusOf(state: CaseState): CaseStatus {
  if (state.closed) return "closed";
  const isLeaving = Object.values(state.notices).some((notice) => {
    const status = noticeStatus(state, notice);
    const isRunning = state.clocks[notice.obligationId]?.status === "running";
    return isRunning && (status === "approved" || status === "dispatching");
  });
  if (isLeaving) return "notifying";
  return state.questions.some((question) => question.status === "open") ? "waiting" : "open";
}
