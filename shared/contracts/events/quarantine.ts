/** Bodies of the entries that tell of a payload that could not be read. Each has a stream of its own in the ledger. */
import { z } from "zod";
import { caseId, instant, list, original, record, role } from "./parts.ts";

/** Who brought it, as far as the trigger could tell. */
export const sender = record({
  /** Network address, as the platform's front end saw it; of Event Grid the topic. */
  address: z.string().nullable(),
  /** What the sender calls itself. */
  agent: z.string().nullable(),
  /** The application whose token came along; null for whoever held a key. */
  application: z.string().nullable(),
});

/** What became of one item of what was submitted again. */
export const resubmissionResult = record({
  outcome: z.enum(["opened", "joined", "reported", "watched", "ignored", "unreadable"]),
  caseId: caseId.nullable(),
  /** The rule that decided, or why it cannot be read. */
  reason: z.string().nullable(),
});

export const quarantineBodies = {
  payloadQuarantined: record({
    reason: z.string(),
    /** Where it came in: `http:sentinel`, `event-hub`, `event-grid`. */
    source: z.string(),
    /** Of exactly what cannot be read: the element alone where its neighbours could be. */
    original,
    receivedAt: instant,
    sender: sender.exactOptional(),
    /** The body that the element came in. */
    within: original.exactOptional(),
    contentType: z.string().exactOptional(),
    /** It came while a drill was on, and is one when it is submitted again. */
    drill: z.literal(true).exactOptional(),
  }),
  payloadResubmitted: record({
    /** What went through intake: the original itself, or an edited copy, kept under its own digest. */
    submitted: original,
    edited: z.boolean(),
    reason: z.string(),
    /** The group through which the person held the role at that moment. */
    role,
    results: list(resubmissionResult),
  }),
  payloadDismissed: record({ reason: z.string(), role }),
};
