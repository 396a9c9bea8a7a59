/** The notices of a case: `noticeSummaries`, `noticesView`, `noticeText`. */
import type {
  NoticeDetail,
  NoticesView,
  NoticeStatus,
  NoticeSummary,
  NoticeText,
} from "../../shared/contracts/views.ts";
import { isProven, latestQuestion, resolutionFor, sendsFor } from "../../shared/domain/case/state.ts";
import type { CaseState, Notice } from "../../shared/domain/case/state.ts";
import type { LedgerEntry } from "../../shared/domain/case/events.ts";
import { noticeStatus, purposeOfNotice } from "../../shared/domain/case/notices.ts";
import { mayAnswer } from "../../shared/domain/case/authority.ts";
import type { PageContext } from "../chrome/page-context.ts";
import { caseHeading, caseHref, questionHref } from "../chrome/case-heading.ts";
import { deliveryCounts, deliveryRows } from "../delivery/view.ts";
import { ruleOf } from "../../shared/domain/law/rule-lookup.ts";
import { noticeTitle } from "../chrome/case-words.ts";

export const noticeSummaries = (state: CaseState): readonly NoticeSummary[] =>
  Object.values(state.notices).map((notice) => summaryOf(state, notice));

function summaryOf(state: CaseState, notice: Notice): NoticeSummary {
  const purpose = purposeOfNotice(notice);
  const sends = sendsFor(state, purpose);
  return {
    noticeId: notice.noticeId,
    version: notice.version,
    obligationId: notice.obligationId,
    title: noticeTitle(state, notice.obligationId),
    state: stateOf(state, notice),
    missing: notice.elements.filter(({ sentence }) => sentence === null).map(({ label }) => label),
    href: `${caseHref(state.caseId)}/notices#${notice.noticeId}`,
    counts: deliveryCounts(sends, resolutionFor(state, purpose)?.recipients.length ?? 0),
    deliveries: deliveryRows(state, sends),
  };
}

function stateOf(state: CaseState, notice: Notice): NoticeStatus {
  const status = noticeStatus(state, notice);
  if (status === "dispatched" || status === "filed" || status === "filed-in-part") return "sent";
  if (status === "dispatching") return "sending";
  if (notice.approved) return isProven(state, purposeOfNotice(notice)) ? "sent" : "approved";
  if (notice.refused) return "refused";
  if (notice.elements.some(({ sentence }) => sentence === null)) return "incomplete";
  return latestQuestion(state, "approve-notice", notice.noticeId)?.status === "open" ? "waiting" : "drafted";
}

export const noticeText = ({ noticeId, version, subject, text, digest, elements }: Notice): NoticeText => ({
  noticeId,
  version,
  subject,
  text,
  digest,
  elements,
});

export const noticesView = (
  state: CaseState,
  entries: readonly LedgerEntry[],
  { frame, principal, rules }: PageContext,
): NoticesView => ({
  frame,
  heading: caseHeading(state),
  notices: Object.values(state.notices).map((notice): NoticeDetail => {
    const question = latestQuestion(state, "approve-notice", notice.noticeId);
    const decision = question?.textDigest === notice.digest ? question.decision : null;
    const open = question?.status === "open" && mayAnswer(question, principal) !== undefined;
    return {
      ...summaryOf(state, notice),
      citation:
        state.clocks[notice.obligationId]?.reading.citation ??
        ruleOf(rules, notice.obligationId)?.source.cite ??
        "",
      text: noticeText(notice),
      approvedBefore: approvedBefore(entries, notice),
      decided: decision && {
        who: decision.person.name,
        at: decision.at,
        answer: decision.answer,
        reason: decision.reason,
      },
      decideHref: open ? questionHref(state.caseId, question.questionId) : null,
    };
  }),
});

/** The newest earlier version whose very text somebody approved. */
function approvedBefore(entries: readonly LedgerEntry[], notice: Notice): NoticeDetail["approvedBefore"] {
  const approved = new Set(
    entries.flatMap((entry) =>
      entry.kind === "decisionRecorded" && entry.body.answer === "approve" ? [entry.body.textDigest] : [],
    ),
  );
  const before = entries
    .flatMap((entry) => (entry.kind === "noticeDrafted" ? [entry.body] : []))
    .findLast(
      (draft) =>
        draft.noticeId === notice.noticeId && draft.version < notice.version && approved.has(draft.digest),
    );
  return before ? { version: before.version, text: before.text } : null;
}
