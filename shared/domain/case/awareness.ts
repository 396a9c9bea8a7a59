import type { AwarenessSource } from "./events.ts";
import type { QuestionId } from "../ids.ts";
import type { Instant } from "../instants.ts";

/**
 * Since when the entity is aware. Several moments can be argued for; a person chooses one, with a reason, and that
 * locks it. Until then the earliest governs, so that no clock starts too late for want of an answer (EDPB Guidelines
 * 9/2022, paragraph 31: leaving it open counts as delay).
 */
export interface Awareness {
  readonly proposals: readonly AwarenessProposal[];
  readonly decided: AwarenessDecision | null;
}

export interface AwarenessProposal {
  readonly proposalId: string;
  /** `seq` of the entry that brought it. */
  readonly seq: number;
  readonly awareAt: Instant;
  readonly source: AwarenessSource;
  readonly by: string;
  readonly reason: string;
}

export interface AwarenessDecision {
  readonly seq: number;
  readonly at: Instant;
  readonly awareAt: Instant;
  readonly proposalId: string;
  readonly questionId: QuestionId;
  readonly by: string;
  readonly reason: string;
}

/** No two proposals name the same moment, so the moment names the proposal. */
export const proposalIdFor = (awareAt: Instant): string => `awareness-${awareAt.replace(/[-:.]/g, "")}`;

export const noAwareness: Awareness = { proposals: [], decided: null };

const isBefore = (a: Instant, b: Instant): boolean => Date.parse(a) < Date.parse(b);
const earliestOf = (proposals: readonly AwarenessProposal[]): AwarenessProposal | null =>
  proposals.reduce<AwarenessProposal | null>(
    (first, next) => (first && !isBefore(next.awareAt, first.awareAt) ? first : next),
    null,
  );

/** The moment that the clocks count from now; null while nobody has named any. */
export function governingAwareness(awareness: Awareness): Instant | null {
  const { decided } = awareness;
  const earlier = earlierThanDecided(awareness);
  if (earlier) return earlier.awareAt;
  return decided?.awareAt ?? earliestOf(awareness.proposals)?.awareAt ?? null;
}

/** An earlier start that was found after the decision: it governs at once, and the question is open again. */
export function earlierThanDecided({ proposals, decided }: Awareness): AwarenessProposal | null {
  if (!decided) return null;
  return earliestOf(
    proposals.filter(({ seq, awareAt }) => seq > decided.seq && isBefore(awareAt, decided.awareAt)),
  );
}

/** Never later than what was decided: an excuse that is found afterwards does not give back hours that have run. */
export const isLocked = ({ decided }: Awareness, awareAt: Instant): boolean =>
  decided !== null && isBefore(decided.awareAt, awareAt);

export const proposalAt = ({ proposals }: Awareness, awareAt: Instant): AwarenessProposal | undefined =>
  proposals.find((proposal) => Date.parse(proposal.awareAt) === Date.parse(awareAt));

/** What would govern if that moment were proposed too: for showing what moves before anything is written. */
export function governingWith(awareness: Awareness, awareAt: Instant): Instant {
  const governing = governingAwareness(awareness);
  return governing === null || isBefore(awareAt, governing) ? awareAt : governing;
}

/** Choosing anything but the earliest gives hours away: it wants words of its own. */
export function wantsReason(awareness: Awareness, chosen: Instant): boolean {
  const governing = governingAwareness(awareness);
  return governing !== null && isBefore(governing, chosen);
}
