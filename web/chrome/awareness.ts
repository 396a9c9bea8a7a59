/** `awarenessView`: since when the entity may have been aware, for the pages that ask or say so. */
import type { AwarenessView } from "../../shared/contracts/views.ts";
import { governingAwareness } from "../../shared/domain/case/awareness.ts";
import type { CaseState } from "../../shared/domain/case/state.ts";
import { awarenessSourcePhrase } from "./case-words.ts";

export function awarenessView({ awareness }: CaseState): AwarenessView {
  const { decided } = awareness;
  return {
    proposals: awareness.proposals
      .toSorted((a, b) => Date.parse(a.awareAt) - Date.parse(b.awareAt))
      .map(({ awareAt, source, reason, by, seq }) => ({
        awareAt,
        source: awarenessSourcePhrase[source],
        reason,
        who: by,
        entrySeq: seq,
      })),
    governingAt: governingAwareness(awareness),
    decided: decided && {
      awareAt: decided.awareAt,
      who: decided.by,
      at: decided.at,
      reason: decided.reason,
    },
  };
}
