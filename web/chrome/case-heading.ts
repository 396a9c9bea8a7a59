/** `caseHeading`, `caseHref`, `questionHref`: where a case and its questions are found. */
import type { CaseHeading } from "../../shared/contracts/views.ts";
import type { CaseState } from "../../shared/domain/case/state.ts";
import type { CaseId, QuestionId } from "../../shared/domain/ids.ts";
import { caseStatusOf } from "../../shared/domain/case/case-status.ts";

export const caseHref = (caseId: CaseId): string => `/cases/${encodeURIComponent(caseId)}`;

/** For people who are signed in; a mail has a signed link to the same page. */
export const questionHref = (caseId: CaseId, questionId: QuestionId): string =>
  `${caseHref(caseId)}/questions/${encodeURIComponent(questionId)}`;

export function caseHeading(state: CaseState): CaseHeading {
  const { caseId, code, title, openedAt, drill } = state;
  const severity = state.alerts[0]?.severity ?? "unknown";
  return {
    caseId,
    code,
    title,
    href: caseHref(caseId),
    state: caseStatusOf(state),
    openedAt,
    severity,
    drill,
  };
}
