import type { TriageRule } from "../contracts/intake-rules.ts";
import type { Digest } from "../domain/ids.ts";
import { canonicalBytes } from "../ledger/canonical.ts";
import type { Originals } from "../ports/originals.ts";
import type { AppContext } from "./app-context.ts";

const digests = new WeakMap<Originals, WeakMap<readonly TriageRule[], Digest>>();

/**
 * The digest that decisions made by these rules carry. The rules themselves are kept among the originals under it, once
 * a process, so that years later a decision can be made again by what was in force. Throws TransientFailure.
 */
export async function digestOfRules(
  { originals, sha256 }: Pick<AppContext, "originals" | "sha256">,
  rules: readonly TriageRule[],
): Promise<Digest> {
  const kept = digests.get(originals) ?? new WeakMap<readonly TriageRule[], Digest>();
  digests.set(originals, kept);
  const known = kept.get(rules);
  if (known !== undefined) return known;
  const bytes = canonicalBytes(rules);
  const digest = sha256(bytes);
  await originals.keep(digest, bytes, { contentType: "application/json", quarantined: false });
  kept.set(rules, digest);
  return digest;
}
