import type { CaseAlert } from "../case/events.ts";
import type { Instant } from "../instants.ts";

/** Ten years: no product raises an alert so late, but some write a zero of their calendar (1601, 1970) for "unknown". */
const believedMs = 10 * 365 * 24 * 3_600_000;

/** Whether a moment that a sender names may be true: not after its message, and not from before there was a cloud. */
export function isBelieved(named: Instant | null, receivedAt: Instant): named is Instant {
  if (named === null) return false;
  const age = Date.parse(receivedAt) - Date.parse(named);
  return age >= 0 && age < believedMs;
}

/** When the product raised it, or else when it reached us: the earliest that anybody could argue for. */
export const raisedAtOf = ({
  detectedAt,
  receivedAt,
}: Pick<CaseAlert, "detectedAt" | "receivedAt">): Instant =>
  isBelieved(detectedAt, receivedAt) ? detectedAt : receivedAt;
