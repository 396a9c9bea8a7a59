/**
 * The domain's names for what a ledger can say: its events, in the past tense, and their parts. Each kind is written
 * once, as a schema in `contracts/events/`, and its type is made from that; this file alone looks there from the domain,
 * for types only, so nothing of a schema is here at run time. A new kind is added to a file there.
 */
import type { CaseEvent } from "../../contracts/events/bodies.ts";

export type { LedgerEntry } from "../../contracts/entry.ts";
export type {
  Actor,
  CaseAlert,
  CaseEvent,
  ClassificationPart,
  ClassificationUsed,
  ClockReading,
  Excluded,
  FactsPatch,
  NoticeElement,
  Original,
  QuarantineEvent,
  Recipient,
  ResubmissionResult,
  SendPurpose,
  Sender,
  TriageBasis,
} from "../../contracts/events/bodies.ts";
export type {
  Answer,
  AwarenessSource,
  DeliveryStatus,
  Milestone,
  QuestionKind,
  Role,
  WithdrawalReason,
} from "./vocabulary.ts";

export type CaseEventKind = CaseEvent["kind"];
