/** `caseView`: one case for everybody who has a part in it. */
import type { CaseView } from "../../shared/contracts/views.ts";
import type { CaseState } from "../../shared/domain/case/state.ts";
import type { LedgerEntry } from "../../shared/domain/case/events.ts";
import { mayChangeFacts } from "../../shared/domain/case/authority.ts";
import { asOf } from "../chrome/page-context.ts";
import type { PageContext } from "../chrome/page-context.ts";
import { alertItems } from "../chrome/alert-items.ts";
import { awarenessView } from "../chrome/awareness.ts";
import { caseHeading, caseHref } from "../chrome/case-heading.ts";
import { clockItems } from "../chrome/clock-items.ts";
import { factItems } from "../chrome/fact-items.ts";
import { noticeSummaries } from "../case-notices/view.ts";
import { openQuestions } from "../chrome/question-items.ts";
import { timelineItems } from "./timeline/timeline.ts";

/** Older entries are left to the ledger, so that the page stays small and quick however long a case lives. */
const timelineMax = 70;

export function caseView(state: CaseState, entries: readonly LedgerEntry[], context: PageContext): CaseView {
  const { frame, principal, rules } = context;
  const href = caseHref(state.caseId);
  return {
    frame,
    heading: caseHeading(state),
    closed: state.closed,
    alerts: alertItems(entries),
    facts: factItems(state, context),
    awareness: awarenessView(state),
    clocks: clockItems(state, asOf(context)),
    questions: openQuestions(state, principal),
    notices: noticeSummaries(state),
    timeline: timelineItems(state, entries.slice(-timelineMax), rules),
    links: {
      changeFacts: state.closed === null && mayChangeFacts(principal) ? `${href}/facts` : null,
      holds:
        state.holds.length > 0 || (state.closed === null && mayChangeFacts(principal))
          ? `${href}/holds`
          : null,
      reopen: state.closed !== null && mayChangeFacts(principal) ? `${href}/reopen` : null,
      notices: Object.keys(state.notices).length > 0 ? `${href}/notices` : null,
      recipients: !state.dispatches.isEmpty() ? `${href}/recipients` : null,
      delivery: !state.sends.isEmpty() ? `${href}/delivery` : null,
      ledgerExport: `/api/ledger?case=${encodeURIComponent(state.caseId)}`,
    },
  };
}
