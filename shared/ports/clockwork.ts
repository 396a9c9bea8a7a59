import type { CaseId, NoticeId, ObligationId, QuestionId } from "../domain/entries.ts";

/** The durable orchestrations, as far as the cases need them. Every call may be repeated; a lost one is found by the sweeper. */
export interface Clockwork {
  /** Tells the case's orchestration to look at the ledger now; starts it where it is not running. */
  wake(caseId: CaseId): Promise<void>;
  ensureDeadline(caseId: CaseId, obligationId: ObligationId): Promise<void>;
  ensureApproval(caseId: CaseId, questionId: QuestionId): Promise<void>;
  ensureNotice(caseId: CaseId, noticeId: NoticeId, version: number): Promise<void>;
}
