import type { ClassificationRegistry } from "../contracts/classification-registry.ts";
import type { DataClassification } from "../domain/alert/alert.ts";
import { lineageOf, nameOfResource } from "../domain/alert/resource-lineage.ts";

/** What the registry states about a resource, or about the innermost thing that it lies in; null where it is silent. */
export function registeredOf(
  registry: ClassificationRegistry,
  resource: string,
): { readonly value: DataClassification; readonly because: string } | null {
  for (const id of lineageOf(resource)) {
    const found = registry.get(id);
    if (!found) continue;
    const stated = found.because === null ? "" : `: ${found.because}`;
    return { value: found.value, because: `registry, ${nameOfResource(id)}${stated}` };
  }
  return null;
}
