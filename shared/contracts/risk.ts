import { z } from "zod";
import type { EnisaInputs } from "../domain/assessment/risk.ts";

const step = z.literal([0, 0.25, 0.5], { error: "must be 0, 0.25 or 0.5" });

/** The inputs of the ENISA severity, as somebody judged them. */
export const EnisaInputsSchema: z.ZodType<EnisaInputs> = z.object({
  dpc: z
    .number({ error: "must be 1 to 4" })
    .min(1, { error: "must be 1 to 4" })
    .max(4, { error: "must be 1 to 4" }),
  ei: z.literal([0.25, 0.5, 0.75, 1], { error: "must be 0.25, 0.5, 0.75 or 1" }),
  cb: z.object(
    {
      confidentiality: step.default(0),
      integrity: step.default(0),
      availability: step.default(0),
      maliciousIntent: z.literal([0, 0.5], { error: "must be 0 or 0.5" }).default(0),
    },
    { error: "must be an object of circumstances" },
  ),
});
