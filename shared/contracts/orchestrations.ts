/** What crosses between orchestrations and activities: plain JSON, ids and instants only, each an object. */
import { z } from "zod";
import type { CompanionStep as CompanionStepOf } from "../domain/case/companion-steps.ts";
import type { CaseStep } from "../domain/case/next-step.ts";
import { milestones, questionKinds, roles } from "../domain/case/vocabulary.ts";

const role = z.enum(roles);
const milestone = z.enum(milestones);
const questionKind = z.enum(questionKinds);
const caseId = z.string().min(1);

export const Purpose = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("question"), questionId: z.string(), round: z.int().nonnegative() }),
  z.object({ kind: z.literal("milestone"), obligationId: z.string(), milestone, due: z.string() }),
  z.object({ kind: z.literal("notice"), noticeId: z.string(), version: z.int().positive() }),
  z.object({ kind: z.literal("news"), seq: z.int() }),
]);

export const Companion = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("deadline"), obligationId: z.string(), clockSeq: z.int() }),
  z.object({ kind: z.literal("approval"), questionId: z.string() }),
  z.object({ kind: z.literal("notice"), noticeId: z.string(), version: z.int() }),
  z.object({ kind: z.literal("outbox") }),
]);

export const CaseInput = z.object({ caseId });
export const DeadlineInput = z.object({ caseId, obligationId: z.string(), clockSeq: z.int() });
export const ApprovalInput = z.object({ caseId, questionId: z.string() });
export const NoticeInput = z.object({ caseId, noticeId: z.string(), version: z.int() });
export const AskInput = z.object({
  caseId,
  question: questionKind,
  obligationId: z.string().nullable(),
  noticeId: z.string().nullable(),
});
export const RemindInput = z.object({ caseId, questionId: z.string(), round: z.int(), role });
export const DraftInput = z.object({ caseId, obligationId: z.string() });
export const StrikeInput = z.object({
  caseId,
  obligationId: z.string(),
  milestones: milestone.array(),
  due: z.string(),
});
export const MeetInput = z.object({ caseId, obligationId: z.string(), noticeId: z.string().nullable() });
export const CompanionsInput = z.object({ caseId, running: Companion.array() });
export const DeliveringInput = z.object({ caseId, purpose: Purpose });
export const ResolveInput = DeliveringInput.extend({ directoryDown: z.boolean() });
export const SendInput = DeliveringInput.extend({ index: z.int().nonnegative() });

export const Attempt = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("accepted") }),
  z.object({ kind: z.literal("refused"), code: z.string() }),
  z.object({ kind: z.literal("later"), retryAfterMs: z.number() }),
  z.object({ kind: z.literal("uncertain") }),
  z.object({ kind: z.literal("nothing") }),
]);
export const RecordAttemptsInput = DeliveringInput.extend({
  attempts: z.object({ index: z.int(), attempt: Attempt }).array(),
});
export const Count = z.object({ count: z.int().nonnegative() });

export const CaseStepResult = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("recordClocks") }),
  z.object({
    kind: z.literal("ask"),
    question: questionKind,
    obligationId: z.string().nullable(),
    noticeId: z.string().nullable(),
  }),
  z.object({ kind: z.literal("withdrawQuestion"), questionId: z.string() }),
  z.object({ kind: z.literal("draftNotice"), obligationId: z.string() }),
  z.object({ kind: z.literal("meet"), obligationId: z.string(), noticeId: z.string().nullable() }),
  z.object({ kind: z.literal("close") }),
  z.object({ kind: z.literal("sleep"), until: z.string(), running: Companion.array() }),
  z.object({ kind: z.literal("settled"), outcome: z.string() }),
]) satisfies z.ZodType<CaseStep>;
export type CaseStepResult = z.infer<typeof CaseStepResult>;

export const CompanionStepResult = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("strike"), milestones: milestone.array(), due: z.string() }),
  z.object({ kind: z.literal("remind"), round: z.int(), role }),
  z.object({ kind: z.literal("deliver"), purpose: Purpose }),
  z.object({ kind: z.literal("expire") }),
  z.object({ kind: z.literal("giveUp") }),
  z.object({ kind: z.literal("sleep"), until: z.string() }),
  z.object({ kind: z.literal("settled") }),
]) satisfies z.ZodType<CompanionStepOf>;
