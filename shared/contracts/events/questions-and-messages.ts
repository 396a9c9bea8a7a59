/** Bodies of the entries that tell what people were asked and told: questions, decisions, notices, each message. */
import { z } from "zod";
import {
  answers,
  deliveryStatuses,
  questionKinds,
  roles,
  withdrawalReasons,
} from "../../domain/case/vocabulary.ts";
import { digest, excluded, instant, list, purpose, recipient, record, role } from "./parts.ts";

export const noticeElement = record({
  /** Name of the required content element, as the rule spells it. */
  element: z.string(),
  label: z.string(),
  /** The sentence that fulfils it, or null while it is missing. */
  sentence: z.string().nullable(),
});

export const questionBodies = {
  questionAsked: record({
    questionId: z.string(),
    question: z.enum(questionKinds),
    obligationId: z.string().nullable(),
    noticeId: z.string().nullable(),
    /** Digest of the exact text that the answer binds to; null where there is no text. */
    textDigest: digest.nullable(),
    role,
    answerBy: instant,
    expiresAt: instant,
  }),
  questionReminded: record({ questionId: z.string(), round: z.int(), role, escalated: z.boolean() }),
  questionExpired: record({ questionId: z.string() }),
  questionWithdrawn: record({ questionId: z.string(), why: z.string() }),
  decisionRecorded: record({
    questionId: z.string(),
    answer: z.enum(answers),
    reason: z.string(),
    textDigest: digest.nullable(),
    /** The group through which the person held the role at that moment. */
    role,
    reference: z.string().nullable(),
    filedAt: instant.nullable(),
  }),
  noticeDrafted: record({
    noticeId: z.string(),
    version: z.int(),
    obligationId: z.string(),
    audience: role,
    subject: z.string(),
    text: z.string(),
    digest,
    elements: list(noticeElement),
    /** `seq` of the newest facts that the text was made from. */
    basis: z.int().min(0),
  }),
};

/** One message to one person; `key` is the same in all attempts, each attempt is an operation. */
const send = { key: z.string(), operationId: z.string() };

export const messageBodies = {
  recipientsResolved: record({
    /** What they are for: a question's id with its round, a milestone, a notice version. */
    purpose,
    role,
    source: z.enum(["directory", "last-good", "fallback"]),
    recipients: list(recipient),
    excluded: list(excluded),
    problem: z.string().nullable(),
    /** Further recipients follow in another entry of the same purpose: one entry holds a bounded number. */
    more: z.literal(true).exactOptional(),
    /** The directory did not answer: this serves until it does. */
    unanswered: z.literal(true).exactOptional(),
  }),
  /** Neither the directory, nor an earlier answer, nor the fallback group gave anybody to write to. */
  recipientsNotFound: record({ purpose, role, problem: z.string() }),
  /** A person decided that nobody is to be written to about it. */
  recipientsWaived: record({ purpose, reason: z.string() }),
  /** In a stream of its own, house-wide: who holds a role, written when the directory gives another answer than before. */
  roleResolved: record({
    role: z.enum([...roles, "fallback"]),
    recipients: list(recipient),
    excluded: list(excluded),
    /** Further recipients follow in the next entry. */
    more: z.literal(true).exactOptional(),
  }),
  sendIntended: record({
    ...send,
    purpose,
    recipient,
    subject: z.string(),
    messageDigest: digest,
    /** `seq` of the entry after which it was written; left out in older entries: the one before the intent. */
    basis: z.int().min(0).exactOptional(),
  }),
  sendAccepted: record(send),
  sendRefused: record({ ...send, code: z.string(), reason: z.string() }),
  sendUncertain: record({ ...send, reason: z.string() }),
  /** It was handed over, and the provider does not know it: the same operation is handed over again. */
  sendNotArrived: record({ ...send, reason: z.string() }),
  /** Intended, and not to leave any more (or, of a hold, not yet): judged by the gate before the hand-over. */
  sendWithdrawn: record({ ...send, because: z.enum(withdrawalReasons) }),
  /** A person wants a message sent again that reached nobody, or of which nobody knows whether it did. */
  resendOrdered: record({ ...send, reason: z.string() }),
  deliveryReported: record({
    ...send,
    status: z.enum(deliveryStatuses),
    nativeStatus: z.string(),
    reportedAt: instant,
    detail: z.string().nullable(),
  }),
};
