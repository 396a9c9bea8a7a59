/**
 * What a ledger can say, by kind: the one source of the events. Their types are made from these schemas and given their
 * names in the domain (`domain/case/events.ts`). Instants are ISO 8601 in UTC with milliseconds. Entries never hold data
 * about patients or other affected people; staff appear by directory id, name and address, because who was told is what
 * an auditor asks.
 *
 * A ledger only grows, so every entry ever written must stay readable: a kind, a member and a name of an enumeration are
 * never renamed or taken away, and a member that is added to an existing kind is `exactOptional()`.
 */
import type { z } from "zod";
import { caseBodies } from "./case.ts";
import type { clockReading, factsPatch } from "./case.ts";
import type * as parts from "./parts.ts";
import { quarantineBodies } from "./quarantine.ts";
import type { resubmissionResult, sender } from "./quarantine.ts";
import { messageBodies, questionBodies } from "./questions-and-messages.ts";
import type { noticeElement } from "./questions-and-messages.ts";

export const bodies = { ...caseBodies, ...questionBodies, ...messageBodies, ...quarantineBodies };

type Bodies = typeof bodies;
type EventOf<Kind extends keyof Bodies> = {
  [Each in Kind]: { readonly kind: Each; readonly body: z.output<Bodies[Each]> };
}[Kind];

export type CaseEvent = EventOf<keyof Bodies>;
export type QuarantineEvent = EventOf<keyof typeof quarantineBodies>;

export type Actor = z.output<typeof parts.actor>;
export type Original = z.output<typeof parts.original>;
export type CaseAlert = z.output<typeof parts.alert>;
export type TriageBasis = z.output<typeof parts.triageBasis>;
export type ClassificationUsed = z.output<typeof parts.classificationUsed>;
export type ClassificationPart = z.output<typeof parts.classificationPart>;
export type SendPurpose = z.output<typeof parts.purpose>;
export type Recipient = z.output<typeof parts.recipient>;
export type Excluded = z.output<typeof parts.excluded>;
export type NoticeElement = z.output<typeof noticeElement>;
export type FactsPatch = z.output<typeof factsPatch>;
export type ClockReading = z.output<typeof clockReading>;
export type Sender = z.output<typeof sender>;
export type ResubmissionResult = z.output<typeof resubmissionResult>;
