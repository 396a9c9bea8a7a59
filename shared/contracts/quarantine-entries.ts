/** Schemas of the entries that tell of a quarantined payload; `entry.ts` holds them beside all others. */
import { z } from "zod";

const caseId = z.string().regex(/^[A-Za-z0-9._-]{1,128}$/, "a case id");
const result = z.strictObject({
  outcome: z.enum(["opened", "joined", "reported", "watched", "ignored", "unreadable"]),
  caseId: caseId.nullable(),
  reason: z.string().nullable(),
});

/** With the schemas that all entries share; they stand in one place only. */
export function quarantineBodies<
  Original extends z.ZodType,
  Instant extends z.ZodType,
  Role extends z.ZodType,
>({
  original,
  instant,
  role,
}: {
  readonly original: Original;
  readonly instant: Instant;
  readonly role: Role;
}) {
  return {
    payloadQuarantined: z.strictObject({
      reason: z.string(),
      source: z.string(),
      original,
      receivedAt: instant,
      sender: z
        .strictObject({
          address: z.string().nullable(),
          agent: z.string().nullable(),
          application: z.string().nullable(),
        })
        .exactOptional(),
      within: original.exactOptional(),
      contentType: z.string().exactOptional(),
      drill: z.literal(true).exactOptional(),
    }),
    payloadResubmitted: z.strictObject({
      submitted: original,
      edited: z.boolean(),
      reason: z.string(),
      role,
      results: z.array(result).readonly(),
    }),
    payloadDismissed: z.strictObject({ reason: z.string(), role }),
  };
}
