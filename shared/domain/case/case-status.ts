import type { Instant } from "../instants.ts";
import { companionsOf } from "./next-step.ts";
import type { CaseState } from "./state.ts";

export type CaseStatus = "open" | "waiting" | "notifying" | "closed";

/** `notifying` while an approved notice is under way, `waiting` while a person is asked, else `open` or `closed`. */
export function caseStatusOf(state: CaseState, now: Instant): CaseStatus {
  if (state.closed) return "closed";
  if (companionsOf(state, now).some((companion) => companion.kind === "notice")) return "notifying";
  return state.questions.some((question) => question.status === "open") ? "waiting" : "open";
}
