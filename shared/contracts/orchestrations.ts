/** What crosses between orchestrations and activities: plain JSON, ids, instants and reasons only, each an object. */
import { z } from "zod";
import type { CaseStep } from "../domain/case/steps.ts";
import { milestones, questionKinds, roles, withdrawalReasons } from "../domain/case/vocabulary.ts";
import type { CourierPauses, CourierStep } from "../domain/delivery/courier-step.ts";
import { purpose } from "./events/parts.ts";

const role = z.enum(roles);
const caseId = z.string().min(1);
const instant = z.string();
const id = z.string().min(1);
const strike = z.object({ obligationId: id, due: instant, milestones: z.enum(milestones).array() });
const question = z.enum(questionKinds);

const remind = { questionId: id, round: z.int(), role };
const ask = { question, obligationId: id.nullable(), noticeId: id.nullable() };
const takeBack = { questionId: id, because: z.string() };
const meet = { obligationId: id, noticeId: id.nullable() };
const giveUp = { noticeId: id, version: z.int() };

export const CaseInput = z.object({ caseId });
export const StrikeInput = z.object({ caseId, strikes: strike.array() });
export const RemindInput = z.object({ caseId, ...remind });
export const ExpireInput = z.object({ caseId, questionId: id });
export const TakeBackInput = z.object({ caseId, ...takeBack });
export const AskInput = z.object({ caseId, ...ask });
export const DraftInput = z.object({ caseId, obligationId: id });
export const MeetInput = z.object({ caseId, ...meet });
export const GiveUpInput = z.object({ caseId, ...giveUp });

export const CaseStepResult = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("recordClocks") }),
  z.object({ kind: z.literal("strike"), strikes: strike.array() }),
  z.object({ kind: z.literal("remind"), ...remind }),
  z.object({ kind: z.literal("expire"), questionId: id }),
  z.object({ kind: z.literal("withdrawQuestion"), ...takeBack }),
  z.object({ kind: z.literal("ask"), ...ask }),
  z.object({ kind: z.literal("draftNotice"), obligationId: id }),
  z.object({ kind: z.literal("meet"), ...meet }),
  z.object({ kind: z.literal("giveUp"), ...giveUp }),
  z.object({ kind: z.literal("close") }),
  z.object({ kind: z.literal("sleep"), until: instant }),
  z.object({ kind: z.literal("settled"), outcome: z.string() }),
]) satisfies z.ZodType<CaseStep>;
export type CaseStepResult = z.infer<typeof CaseStepResult>;
export const CaseLookResult = z.object({ step: CaseStepResult, isCourierWanted: z.boolean() });

const pauses = z.object({
  sendAt: instant.optional(),
  resolveAt: instant.optional(),
  reconcileAt: instant.optional(),
}) satisfies z.ZodType<CourierPauses>;
/** A courier that is started anew has been asked for nothing by anybody. */
export const CourierInput = z.object({ caseId, pauses: pauses.default({}) });

export const CourierStepResult = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("withdraw") }),
  z.object({ kind: z.literal("resolve"), purposes: purpose.array() }),
  z.object({ kind: z.literal("send") }),
  z.object({ kind: z.literal("reconcile") }),
  z.object({ kind: z.literal("sleep"), until: instant }),
  z.object({ kind: z.literal("idle") }),
  z.object({ kind: z.literal("settled") }),
]) satisfies z.ZodType<CourierStep>;
export type CourierStepResult = z.infer<typeof CourierStepResult>;

const operations = z.string().array();
const attempt = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("accepted") }),
  z.object({ kind: z.literal("refused"), code: z.string() }),
  z.object({ kind: z.literal("later"), retryAfterMs: z.number() }),
  z.object({ kind: z.literal("uncertain") }),
  z.object({ kind: z.literal("missed") }),
  z.object({ kind: z.literal("withdrawn"), because: z.enum(withdrawalReasons) }),
  z.object({ kind: z.literal("nothing") }),
]);
const attempts = z.object({ operationId: z.string(), attempt }).array();

export const FindInput = z.object({ caseId, purposes: purpose.array() });
export const ResolvedResult = z.object({ askAgainAt: instant.nullable() });
export const IntendedResult = z.object({ operations });
export const HandOverInput = z.object({ caseId, operations });
export const HandedOverResult = z.object({ attempts });
export const ReceiptsInput = z.object({ caseId, attempts });
export const ReceiptsResult = z.object({ pauseUntil: instant.nullable() });
export const ReconciledResult = z.object({ askAgainAt: instant.nullable() });
