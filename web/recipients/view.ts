import type {
  FormState,
  PageFrame,
  RecipientsView,
  UnfoundPurpose,
  WaivedPurpose,
} from "../../shared/contracts/views.ts";
import { purposeKey, resolutionsOf } from "../../shared/domain/case/state.ts";
import { unfoundPurposes } from "../../shared/domain/delivery/purposes.ts";
import type { CaseState } from "../../shared/domain/case/state.ts";
import { caseHeading, caseHref } from "../chrome/case-heading.ts";
import { purposeTitle } from "../chrome/case-words.ts";

/** Whom the directory named for each thing that somebody was to hear of, the newest first; before it, what nobody hears of. */
export const recipientsView = (
  state: CaseState,
  about: {
    readonly frame: PageFrame;
    readonly mayWaive: boolean;
    readonly showsAll?: boolean;
    readonly form?: FormState | undefined;
  },
): RecipientsView => ({
  frame: about.frame,
  heading: caseHeading(state),
  unfound: unfoundItems(state),
  waived: waivedPurposes(state),
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
  waiveHref: about.mayWaive && state.closed === null ? `${caseHref(state.caseId)}/recipients` : null,
  allHref: about.showsAll === true ? null : `${caseHref(state.caseId)}/recipients?all=yes`,
  form: about.form ?? { values: {}, errors: [] },
});

const unfoundItems = (state: CaseState): readonly UnfoundPurpose[] =>
  unfoundPurposes(state).flatMap(({ purpose, notFound }) =>
    notFound ? [{ ...notFound, purposeKey: purposeKey(purpose), purpose: purposeTitle(state, purpose) }] : [],
  );

const waivedPurposes = (state: CaseState): readonly WaivedPurpose[] =>
  [...state.dispatches.values()].flatMap(({ purpose, waived }) =>
    waived ? [{ ...waived, purposeKey: purposeKey(purpose), purpose: purposeTitle(state, purpose) }] : [],
  );
