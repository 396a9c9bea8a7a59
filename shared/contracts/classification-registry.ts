import { z } from "zod";
import type { DataClassification } from "../domain/alert/alert.ts";
import { lineageOf } from "../domain/alert/resource-lineage.ts";

/**
 * What an organisation states about its resources, in a file of its own (YAML or JSON) rather than in tags that
 * whoever may tag can change. Whatever lies in a resource is as that resource is; the innermost statement counts.
 */
export type ClassificationRegistry = ReadonlyMap<string, RegisteredResource>;

export interface RegisteredResource {
  readonly value: DataClassification;
  /** Who stated it or where it is written, for whoever asks why. */
  readonly because: string | null;
}

const kind = z.enum(["phi", "eu-personal-data", "eu-personal", "both", "neither"]);
type Kind = z.infer<typeof kind>;

const resource = z.strictObject({
  id: z
    .string()
    .max(2000)
    .refine(
      (id) => lineageOf(id)[0] === id.toLowerCase().replace(/\/+$/, ""),
      "an id is a path such as /subscriptions/…/storageAccounts/…",
    ),
  holds: z.union([kind, z.array(kind).min(1).max(4)], {
    error: "one of phi, eu-personal-data, both and neither, or a list of them",
  }),
  because: z.string().min(1).max(300).exactOptional(),
});

/** `{resources: [{id, holds, because?}]}`. */
export const Registry: z.ZodType<ClassificationRegistry> = z
  .strictObject({ resources: z.array(resource).max(10_000) })
  .transform(({ resources }, context) => {
    const registry = new Map<string, RegisteredResource>();
    for (const [index, { id, holds, because }] of resources.entries()) {
      const [folded = ""] = lineageOf(id);
      const kinds = new Set(typeof holds === "string" ? [holds] : holds);
      const problem = registry.has(folded)
        ? "the same resource is stated twice"
        : kinds.has("neither") && kinds.size > 1
          ? "it cannot hold something and neither"
          : null;
      if (problem !== null)
        context.addIssue({ code: "custom", message: problem, path: ["resources", index] });
      registry.set(folded, { value: valueOf(kinds), because: because ?? null });
    }
    return registry;
  });

function valueOf(kinds: ReadonlySet<Kind>): DataClassification {
  const isHealth = kinds.has("phi") || kinds.has("both");
  const isEuropean = kinds.has("eu-personal-data") || kinds.has("eu-personal") || kinds.has("both");
  if (isHealth) return isEuropean ? "both" : "phi";
  return isEuropean ? "eu-personal" : "neither";
}
