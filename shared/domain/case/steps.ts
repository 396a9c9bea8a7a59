import type { QuestionKind } from "./events.ts";
import type { NoticeId, ObligationId, QuestionId } from "../ids.ts";
import type { Instant } from "../instants.ts";
import type { Strike } from "./milestones.ts";
import type { QuestionStep } from "./questions.ts";

/** What a case's orchestration is to do now: ids, instants and reasons only, since it stays in the history. */
export type CaseStep =
  | { readonly kind: "recordClocks" }
  | { readonly kind: "strike"; readonly strikes: readonly Strike[] }
  | QuestionStep
  | {
      readonly kind: "ask";
      readonly question: QuestionKind;
      readonly obligationId: ObligationId | null;
      readonly noticeId: NoticeId | null;
    }
  | { readonly kind: "withdrawQuestion"; readonly questionId: QuestionId; readonly because: string }
  | { readonly kind: "draftNotice"; readonly obligationId: ObligationId }
  | { readonly kind: "meet"; readonly obligationId: ObligationId; readonly noticeId: NoticeId | null }
  /** Nobody reported on messages of this notice in time: they count as unproven. */
  | { readonly kind: "giveUp"; readonly noticeId: NoticeId; readonly version: number }
  | { readonly kind: "close" }
  /** Nothing to do until a wake or that instant. */
  | { readonly kind: "sleep"; readonly until: Instant }
  | { readonly kind: "settled"; readonly outcome: string };

/** A step, or that this part of the case waits for somebody (null) or until then. */
export type StepOrWait = CaseStep | { readonly kind: "wait"; readonly until: Instant | null };
