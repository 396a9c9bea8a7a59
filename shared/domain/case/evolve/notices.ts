import type { LedgerEntry } from "../events.ts";
import type { CaseState, Notice } from "../state.ts";

/** The same version drafted again keeps what was decided about it: its text is the same. */
export function noticeDrafted(
  state: CaseState,
  { recordedAt, body }: Extract<LedgerEntry, { kind: "noticeDrafted" }>,
): CaseState {
  const before = state.notices[body.noticeId];
  const same = before?.version === body.version;
  const notice: Notice = {
    ...body,
    draftedAt: same ? before.draftedAt : recordedAt,
    approved: same ? before.approved : null,
    refused: same ? before.refused : null,
    filedInPart: null,
  };
  return { ...state, notices: { ...state.notices, [body.noticeId]: notice } };
}
