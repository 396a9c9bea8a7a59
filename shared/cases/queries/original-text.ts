import { textOfBody } from "../../domain/alert/body-text.ts";
import type { Original } from "../../domain/case/events.ts";
import { bodyBytesMax } from "../../intake/read-body.ts";
import type { AppContext } from "../app-context.ts";

/**
 * The text of an original; null where it has none, the store has lost it, or it is larger than what intake reads, which
 * was edited elsewhere, if at all. Throws TransientFailure.
 */
export async function originalTextOf(
  { originals }: Pick<AppContext, "originals">,
  { digest, bytes }: Original,
): Promise<string | null> {
  if (bytes > bodyBytesMax) return null;
  const kept = await originals.read(digest);
  const text = kept && textOfBody(kept);
  return text?.ok ? text.text : null;
}
