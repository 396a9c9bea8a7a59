/** What the bodies of several kinds of ledger entry share. How these files may change stands in `bodies.ts`. */
import { z } from "zod";
import { dataClassifications } from "../../domain/alert/alert.ts";
import { milestones, roles } from "../../domain/case/vocabulary.ts";

/** An object with exactly these members. */
export const record = <Shape extends z.ZodRawShape>(shape: Shape) => z.strictObject(shape).readonly();
export const list = <Element extends z.ZodType>(element: Element) => z.array(element).readonly();

export const instant = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/, "an instant in UTC with milliseconds");
export const digest = z.string().regex(/^[0-9a-f]{64}$/, "the lower-case hex of a SHA-256");
export const caseId = z.string().regex(/^[A-Za-z0-9._-]{1,128}$/, "a case id");
export const role = z.enum(roles);
export const milestone = z.enum(milestones);
/** Reasons, one a line, in words. */
export const why = list(z.string());

export const actor = z
  .discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("system"), name: z.string() }),
    z.strictObject({ kind: z.literal("person"), id: z.string(), name: z.string() }),
  ])
  .readonly();

/** Bytes as they came, kept in blob storage under their digest. */
export const original = record({ digest, bytes: z.int().min(0) });

/** What one speaker says about the data. */
export const classificationPart = record({
  /** Null for what the payload says about the data as such. */
  resource: z.string().nullable(),
  value: z.enum(dataClassifications),
  /** Where two speak: the registry before tags; a label in the payload is never overruled. */
  source: z.enum(["payload", "registry", "tags"]),
  /** In words: which label, tag or entry of what. */
  because: z.string(),
  readAt: instant,
  /** How old the reading was when it was used. */
  ageSeconds: z.int().min(0),
});

/** What a triage decision took the data to be, and from where it knew. */
export const classificationUsed = record({
  /** Of all parts together: a yes stands, and a no counts only where nobody is unsure. */
  value: z.enum(dataClassifications),
  /** The telling ones first; of very many, not all. */
  parts: list(classificationPart),
  /** Why something could not be read, in words; null where everything was asked. */
  problem: z.string().nullable(),
});

/** What the outcome of triage rested on, so that anybody can decide it again. */
export const triageBasis = record({
  rule: z.string(),
  /** SHA-256 of the canonical bytes of all rules then in force; they are kept among the originals under it. */
  rulesDigest: digest,
  classification: classificationUsed,
});

/** An alert as a case remembers it. The untouched original lies in blob storage under its digest. */
export const alert = record({
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
  /** What else it belongs with: an incident, a resource. Related alerts find the case by these. */
  correlates: list(z.string()).exactOptional(),
  original,
  /** Absent in entries from before it was recorded. */
  triage: triageBasis.exactOptional(),
});

/** What a message is sent for. */
export const purpose = z
  .discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("question"), questionId: z.string(), round: z.int() }),
    z.strictObject({ kind: z.literal("milestone"), obligationId: z.string(), milestone, due: instant }),
    z.strictObject({ kind: z.literal("notice"), noticeId: z.string(), version: z.int() }),
    /** What joined alerts brought, up to the entry of that `seq`. */
    z.strictObject({ kind: z.literal("news"), seq: z.int() }),
  ])
  .readonly();

export const recipient = record({
  personId: z.string(),
  name: z.string(),
  address: z.string(),
  /** Names of the groups from the role's group down to the one that holds the person. */
  via: list(z.string()),
});

export const excluded = record({
  personId: z.string(),
  name: z.string(),
  why: z.enum(["disabled", "guest", "no-mail"]),
});
