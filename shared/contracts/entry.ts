/** The schema of every ledger entry, for whatever is read back from a store or a file. Held against the domain's types below. */
import { z } from "zod";
import type { FactsChange, CaseEvent, CaseEventKind, LedgerEntry } from "../domain/case/events.ts";
import type { Facts } from "../domain/law/facts.ts";
import { quarantineBodies } from "./quarantine-entries.ts";

const instant = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/, "an instant in UTC with milliseconds");
const digest = z.string().regex(/^[0-9a-f]{64}$/, "the lower-case hex of a SHA-256");
const caseId = z.string().regex(/^[A-Za-z0-9._-]{1,128}$/, "a case id");
const list = <Element extends z.ZodType>(element: Element) => z.array(element).readonly();
const isRecord = (value: unknown) => typeof value === "object" && value !== null && !Array.isArray(value);
/** Facts have a schema of their own where they come in; in the ledger also what no rule reads stays as it came. */
const facts = z.custom<Facts>(isRecord, "an object of facts");
const factsChange = z.custom<FactsChange>(isRecord, "an object of facts");

const role = z.enum([
  "incident-commander",
  "privacy-officer",
  "counsel",
  "executive",
  "operator",
  "auditor",
  "notice-desk",
]);
const actor = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("system"), name: z.string() }),
  z.strictObject({ kind: z.literal("person"), id: z.string(), name: z.string() }),
]);
const dataClassifications = ["phi", "eu-personal", "both", "neither", "unknown"] as const;
const original = z.strictObject({ digest, bytes: z.int().min(0) });
const classificationPart = z.strictObject({
  resource: z.string().nullable(),
  value: z.enum(dataClassifications),
  source: z.enum(["payload", "registry", "tags"]),
  because: z.string(),
  readAt: instant,
  ageSeconds: z.int().min(0),
});
const triageBasis = z.strictObject({
  rule: z.string(),
  rulesDigest: digest,
  classification: z.strictObject({
    value: z.enum(dataClassifications),
    parts: list(classificationPart),
    problem: z.string().nullable(),
  }),
});
const alert = z.strictObject({
  key: z.string(),
  keys: list(z.string()),
  form: z.string(),
  title: z.string(),
  severity: z.string(),
  product: z.string().nullable(),
  resources: list(z.string()),
  tactics: list(z.string()),
  occurredAt: instant.nullable(),
  detectedAt: instant.nullable(),
  receivedAt: instant,
  portalLink: z.string().nullable(),
  simulated: z.boolean(),
  correlates: list(z.string()).exactOptional(),
  original,
  triage: triageBasis.exactOptional(),
});
const milestone = z.enum(["half", "24h", "4h", "1h", "due", "overdue"]);
const recipient = z.strictObject({
  personId: z.string(),
  name: z.string(),
  address: z.string(),
  via: list(z.string()),
});
const excluded = z.strictObject({
  personId: z.string(),
  name: z.string(),
  why: z.enum(["disabled", "guest", "no-mail"]),
});
const purpose = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("question"), questionId: z.string(), round: z.int() }),
  z.strictObject({ kind: z.literal("milestone"), obligationId: z.string(), milestone, due: instant }),
  z.strictObject({ kind: z.literal("notice"), noticeId: z.string(), version: z.int() }),
  z.strictObject({ kind: z.literal("news"), seq: z.int() }),
]);
const clock = {
  obligationId: z.string(),
  title: z.string(),
  citation: z.string(),
  clockStart: z.string().nullable(),
  due: instant.nullable(),
  notBefore: instant.nullable(),
  latestArguable: instant.nullable(),
  jurisdictions: list(z.string()).exactOptional(),
  rule: z.strictObject({ validFrom: z.string(), textAsOf: z.string(), timeZoneData: z.string() }),
};
const why = list(z.string());
const hold = z.strictObject({
  form: z.enum(["oral", "written"]),
  statedAt: z.string(),
  until: z.string().nullable().exactOptional(),
  official: z.string().exactOptional(),
  officialIdentity: z.string().exactOptional(),
  agency: z.string().exactOptional(),
  documentRef: z.string().exactOptional(),
  holdId: z.string().exactOptional(),
});
const send = { key: z.string(), operationId: z.string() };

/** The body of each kind. */
const bodies = {
  caseOpened: z.strictObject({
    alert,
    rule: z.string(),
    reason: z.string(),
    code: z.string(),
    entity: z.strictObject({ name: z.string(), timeZone: z.string() }),
    facts,
    drill: z.boolean(),
  }),
  alertJoined: z.strictObject({ alert, reason: z.string(), news: list(z.string()).exactOptional() }),
  factsChanged: z.strictObject({ set: factsChange, reason: z.string() }),
  awarenessProposed: z.strictObject({
    proposalId: z.string(),
    awareAt: instant,
    source: z.enum(["alert-raised", "alert-received", "person", "processor"]),
    reason: z.string(),
  }),
  awarenessDecided: z.strictObject({
    awareAt: instant,
    proposalId: z.string(),
    questionId: z.string(),
    reason: z.string(),
  }),
  holdPlaced: z.strictObject({ holdId: z.string(), statement: hold }),
  holdExtended: z.strictObject({ holdId: z.string(), statement: hold }),
  holdLifted: z.strictObject({ holdId: z.string(), liftedAt: instant, reason: z.string() }),
  clockOpened: z.strictObject({ ...clock, why }),
  clockMoved: z.strictObject({ ...clock, from: instant.nullable(), why }),
  clockWithdrawn: z.strictObject({ obligationId: z.string(), why }),
  milestoneStruck: z.strictObject({ obligationId: z.string(), milestone, due: instant }),
  questionAsked: z.strictObject({
    questionId: z.string(),
    question: z.enum(["is-breach", "set-awareness", "approve-notice", "confirm-filing", "close-case"]),
    obligationId: z.string().nullable(),
    noticeId: z.string().nullable(),
    textDigest: digest.nullable(),
    role,
    answerBy: instant,
    expiresAt: instant,
  }),
  questionReminded: z.strictObject({ questionId: z.string(), round: z.int(), role, escalated: z.boolean() }),
  questionExpired: z.strictObject({ questionId: z.string() }),
  questionWithdrawn: z.strictObject({ questionId: z.string(), why: z.string() }),
  decisionRecorded: z.strictObject({
    questionId: z.string(),
    answer: z.enum([
      "yes",
      "no",
      "set",
      "approve",
      "refuse",
      "filed",
      "filed-in-part",
      "not-yet",
      "close",
      "keep-open",
    ]),
    reason: z.string(),
    textDigest: digest.nullable(),
    role,
    reference: z.string().nullable(),
    filedAt: instant.nullable(),
  }),
  noticeDrafted: z.strictObject({
    noticeId: z.string(),
    version: z.int(),
    obligationId: z.string(),
    audience: role,
    subject: z.string(),
    text: z.string(),
    digest,
    elements: list(
      z.strictObject({ element: z.string(), label: z.string(), sentence: z.string().nullable() }),
    ),
    basis: z.int().min(0),
  }),
  recipientsResolved: z.strictObject({
    purpose,
    role,
    source: z.enum(["directory", "last-good", "fallback"]),
    recipients: list(recipient),
    excluded: list(excluded),
    problem: z.string().nullable(),
  }),
  sendIntended: z.strictObject({ ...send, purpose, recipient, subject: z.string(), messageDigest: digest }),
  sendAccepted: z.strictObject(send),
  sendRefused: z.strictObject({ ...send, code: z.string(), reason: z.string() }),
  sendUncertain: z.strictObject({ ...send, reason: z.string() }),
  resendOrdered: z.strictObject({ ...send, reason: z.string() }),
  deliveryReported: z.strictObject({
    ...send,
    status: z.enum([
      "delivered",
      "expanded",
      "bounced",
      "failed",
      "suppressed",
      "quarantined",
      "filtered-spam",
      "unknown",
    ]),
    nativeStatus: z.string(),
    reportedAt: instant,
    detail: z.string().nullable(),
  }),
  obligationMet: z.strictObject({
    obligationId: z.string(),
    metAt: instant,
    how: z.enum(["delivered", "filed", "recorded"]),
    reference: z.string().nullable(),
    late: z.boolean(),
    reason: z.string().nullable(),
  }),
  caseClosed: z.strictObject({ outcome: z.enum(["notified", "no-breach"]), reason: z.string() }),
  caseReopened: z.strictObject({ reason: z.string() }),
  alertTriaged: z.strictObject({
    alert,
    outcome: z.enum(["watch", "ignore"]),
    rule: z.string(),
    reason: z.string(),
  }),
  ...quarantineBodies({ original, instant, role }),
} satisfies { [Kind in CaseEventKind]: z.ZodType<BodyOf<Kind>> };

/** Both ways: what the domain can write the schema accepts, and what the schema accepts the domain knows. */
type BodyOf<Kind extends CaseEventKind> = Extract<CaseEvent, { kind: Kind }>["body"];
type Unaccepted = {
  [Kind in CaseEventKind]: BodyOf<Kind> extends z.input<(typeof bodies)[Kind]> ? never : Kind;
}[CaseEventKind];
true satisfies [Unaccepted] extends [never] ? true : Unaccepted;

const envelope = z.strictObject({
  caseId,
  seq: z.int().min(0),
  recordedAt: instant,
  actor,
  kind: z.enum(Object.keys(bodies) as [CaseEventKind, ...CaseEventKind[]]),
  body: z.unknown(),
  previous: digest,
  hash: digest,
});

/**
 * The value as an entry, untouched: a schema that dropped or filled in a member would break its hash. Throws an error
 * that names the entry, the member and what is wrong with it, but no value of it.
 */
export function readEntry(value: unknown): LedgerEntry {
  const outer = envelope.safeParse(value);
  const found = outer.success ? bodies[outer.data.kind].safeParse(outer.data.body) : outer;
  if (found.success) return value as LedgerEntry;
  const { path, message } = found.error.issues[0] as z.core.$ZodIssue;
  const member = [...(outer.success ? ["body"] : []), ...path].join(".");
  const { caseId: id, seq } = (value ?? {}) as { caseId?: unknown; seq?: unknown };
  throw new Error(
    `entry ${String(seq)} of ${String(id)} is not as the ledger writes them: ${member}: ${message}`,
  );
}
