import type { PageFrame, RecipientsView } from "../../shared/contracts/views.ts";
import { resolutionsOf } from "../../shared/domain/case/state.ts";
import type { CaseState } from "../../shared/domain/case/state.ts";
import { caseHeading } from "../chrome/case-heading.ts";
import { purposeTitle } from "../chrome/case-words.ts";

/** Whom the directory named for each thing that somebody was to hear of, the newest first. */
export const recipientsView = (state: CaseState, frame: PageFrame): RecipientsView => ({
  frame,
  heading: caseHeading(state, frame.now),
  lists: resolutionsOf(state)
    .toReversed()
    .map(({ purpose, at, seq, role, source, recipients, excluded, problem }) => ({
      purpose: purposeTitle(state, purpose),
      role,
      source,
      resolvedAt: at,
      recipients,
      excluded,
      problem,
      entrySeq: seq,
    })),
});
