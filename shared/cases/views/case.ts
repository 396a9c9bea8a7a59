/** `caseView`: one case for everybody who has a part in it. */
import type { CaseView, PageFrame } from "../../contracts/views.ts";
import type { CaseState } from "../../domain/case/state.ts";
import type { LedgerEntry } from "../../domain/case/events.ts";
import { mayChangeFacts } from "../access.ts";
import type { Visitor } from "../access.ts";
import { alertItems } from "./alert-items.ts";
import { awarenessView } from "./awareness.ts";
import { caseHeading, caseHref } from "./case-heading.ts";
import { clockItems } from "./clock-items.ts";
import { factItems } from "./fact-items.ts";
import { noticeSummaries } from "./notices.ts";
import { openQuestions } from "./question-items.ts";
import { timelineItems } from "./timeline.ts";

export function caseView(
  state: CaseState,
  entries: readonly LedgerEntry[],
  { frame, visitor }: { readonly frame: PageFrame; readonly visitor: Visitor },
): CaseView {
  const href = caseHref(state.caseId);
  return {
    frame,
    heading: caseHeading(state, frame.now),
    closed: state.closed,
    alerts: alertItems(entries),
    facts: factItems(state),
    awareness: awarenessView(state),
    clocks: clockItems(state, frame.now),
    questions: openQuestions(state, visitor),
    notices: noticeSummaries(state),
    timeline: timelineItems(state, entries),
    links: {
      changeFacts: state.closed === null && mayChangeFacts(visitor) ? `${href}/facts` : null,
      holds:
        state.holds.length > 0 || (state.closed === null && mayChangeFacts(visitor)) ? `${href}/holds` : null,
      reopen: state.closed !== null && mayChangeFacts(visitor) ? `${href}/reopen` : null,
      notices: Object.keys(state.notices).length > 0 ? `${href}/notices` : null,
      recipients: state.resolutions.length > 0 ? `${href}/recipients` : null,
      delivery: Object.keys(state.sends).length > 0 ? `${href}/delivery` : null,
      ledgerExport: `/api/ledger?case=${encodeURIComponent(state.caseId)}`,
    },
  };
}
