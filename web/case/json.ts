/** Cases for programs (`/api/cases`): `rowSummary`, `caseDetail`. Field names are a contract; see docs of the command line. */
import type { CaseRow } from "../../shared/contracts/case-row.ts";
import type { CaseState } from "../../shared/domain/case/state.ts";
import type { ComputedDuty } from "../../shared/domain/case/clock-changes.ts";
import type { LedgerEntry } from "../../shared/domain/case/events.ts";
import type { Instant } from "../../shared/domain/instants.ts";
import { caseStatusOf } from "../../shared/domain/case/case-status.ts";
import { obligationState } from "../board/row-clocks.ts";
import { awarenessView } from "../chrome/awareness.ts";
import type { AsOf } from "../chrome/page-context.ts";
import { clockStatusOf } from "../chrome/clock-items.ts";
import { holdItem } from "../holds/view.ts";
import { noticeSummaries } from "../case-notices/view.ts";
import { timelineItems } from "./timeline/timeline.ts";
import { questionSentence } from "../chrome/case-words.ts";

/** `duties` are all those of the chosen regimes, owed or not, as the law takes the facts now. */
function caseSummary(state: CaseState, duties: readonly ComputedDuty[], now: Instant) {
  const { caseId, code, title, openedAt, drill } = state;
  const obligations = duties.map(({ applies, reading }) => {
    const clock = state.clocks[reading.obligationId];
    const owed = clock ? clock.status !== "withdrawn" : applies;
    const due = clock?.status === "withdrawn" ? null : (clock?.reading.due ?? reading.due);
    const word = clock ? clockStatusOf(clock, now) : applies ? "running" : "not-applicable";
    return { obligationId: reading.obligationId, applies: owed, due, state: word };
  });
  return { caseId, code, title, state: caseStatusOf(state), openedAt, drill, obligations };
}

/** The same from a row of the index, for lists. */
export function rowSummary(row: CaseRow, now: Instant) {
  const { caseId, code, title, state, openedAt, drill } = row;
  const obligations = row.obligations.map((obligation) => {
    const { obligationId, applies, due } = obligation;
    return { obligationId, applies, due, state: obligationState(obligation, now) };
  });
  return { caseId, code, title, state, openedAt, drill, obligations };
}

export function caseDetail(
  state: CaseState,
  {
    entries,
    duties,
    now,
    rules,
  }: AsOf & {
    readonly entries: readonly LedgerEntry[];
    readonly duties: readonly ComputedDuty[];
  },
) {
  return {
    ...caseSummary(state, duties, now),
    entity: state.entity,
    closed: state.closed,
    facts: state.facts,
    awareness: awarenessView(state),
    holds: state.holds.map((hold) => holdItem(state, hold, { now, rules })),
    questions: state.questions.map((question) => ({
      questionId: question.questionId,
      kind: question.question,
      obligationId: question.obligationId,
      sentence: questionSentence(state, question),
      status: question.status,
      role: question.role,
      answerBy: question.answerBy,
      answer: question.decision?.answer ?? null,
      decidedBy: question.decision?.person.name ?? null,
    })),
    notices: noticeSummaries(state).map(
      ({ noticeId, version, obligationId, title, state: word, missing, counts }) => ({
        noticeId,
        version,
        obligationId,
        title,
        state: word,
        missing,
        counts,
      }),
    ),
    timeline: timelineItems(state, entries, rules).map(({ seq, at, who, sentence }) => ({
      seq,
      at,
      who,
      sentence,
    })),
  };
}
