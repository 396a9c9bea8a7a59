/** What crosses between retired orchestrations and their activities, as histories hold it. */
import { z } from "zod";
import { milestones, questionKinds, roles } from "../domain/case/vocabulary.ts";

const role = z.enum(roles);
const milestone = z.enum(milestones);
const questionKind = z.enum(questionKinds);
const caseId = z.string().min(1);

const Purpose = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("question"), questionId: z.string(), round: z.int().nonnegative() }),
  z.object({ kind: z.literal("milestone"), obligationId: z.string(), milestone, due: z.string() }),
  z.object({ kind: z.literal("notice"), noticeId: z.string(), version: z.int().positive() }),
  z.object({ kind: z.literal("news"), seq: z.int() }),
]);

const Companion = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("deadline"), obligationId: z.string(), clockSeq: z.int() }),
  z.object({ kind: z.literal("approval"), questionId: z.string() }),
  z.object({ kind: z.literal("notice"), noticeId: z.string(), version: z.int() }),
  z.object({ kind: z.literal("outbox") }),
]);

export const CaseInput = z.object({ caseId });
export const DeadlineInput = z.object({ caseId, obligationId: z.string(), clockSeq: z.int() });
export const ApprovalInput = z.object({ caseId, questionId: z.string() });
export const NoticeInput = z.object({ caseId, noticeId: z.string(), version: z.int() });
export const Attempt = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("accepted") }),
  z.object({ kind: z.literal("refused"), code: z.string() }),
  z.object({ kind: z.literal("later"), retryAfterMs: z.number() }),
  z.object({ kind: z.literal("uncertain") }),
  z.object({ kind: z.literal("nothing") }),
]);
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
]);
export type CaseStepResult = z.infer<typeof CaseStepResult>;

export const CompanionStepResult = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("strike"), milestones: milestone.array(), due: z.string() }),
  z.object({ kind: z.literal("remind"), round: z.int(), role }),
  z.object({ kind: z.literal("deliver"), purpose: Purpose }),
  z.object({ kind: z.literal("expire") }),
  z.object({ kind: z.literal("giveUp") }),
  z.object({ kind: z.literal("sleep"), until: z.string() }),
  z.object({ kind: z.literal("settled") }),
]);
