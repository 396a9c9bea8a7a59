import type { Policy } from "./policy.ts";
import { filingOf, isBegun, isFiledBefore, isProven, sendsFor } from "./state.ts";
import type { CaseState, Notice } from "./state.ts";
import type { SendPurpose } from "./events.ts";
import { plus } from "../instants.ts";
import type { Instant } from "../instants.ts";

/**
 * How far a notice has come. `superseded`: filed before its duty became owed to further places, or drafted from facts that
 * have changed since and not begun to leave; another text is drafted. `dispatching`: somebody was chosen to receive it.
 * `dispatched`: everybody was written to, and each message has its report or was given up as unproven.
 */
export type NoticeStatus =
  | "drafted"
  | "refused"
  | "approved"
  | "dispatching"
  | "dispatched"
  | "filed-in-part"
  | "filed"
  | "superseded";

export function noticeStatus(state: CaseState, notice: Notice): NoticeStatus {
  if (isFiledBefore(state, notice)) return "superseded";
  const isOutdated = notice.basis < state.factsSeq;
  if (notice.filedInPart !== null) return isOutdated ? "superseded" : "filed-in-part";
  if (filingOf(state, notice.noticeId)) return "filed";
  const isLeaving = isBegun(state, notice);
  if (isOutdated && !isLeaving) return "superseded";
  if (!notice.approved) return notice.refused ? "refused" : "drafted";
  if (isProven(state, purposeOfNotice(notice))) return "dispatched";
  return isLeaving ? "dispatching" : "approved";
}

export const purposeOfNotice = ({ noticeId, version }: Notice): Extract<SendPurpose, { kind: "notice" }> => ({
  kind: "notice",
  noticeId,
  version,
});

/** For each message of a notice that nobody has reported on: until when a report is waited for. */
export function reportLimits(
  state: CaseState,
  notice: Notice,
  policy: Policy,
): readonly { readonly key: string; readonly operationId: string; readonly at: Instant }[] {
  return sendsFor(state, purposeOfNotice(notice))
    .filter(({ status, delivery }) => (status === "accepted" || status === "uncertain") && delivery === null)
    .map(({ key, operationId, settledAt, intendedAt }) => ({
      key,
      operationId,
      at: plus(settledAt ?? intendedAt, policy.deliveryReportMsMax),
    }));
}
