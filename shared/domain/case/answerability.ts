import type { Digest } from "../ids.ts";
import type { Instant } from "../instants.ts";
import type { Refusal } from "./commands.ts";
import type { CaseState, Decision, Question } from "./state.ts";

/**
 * Whether a question takes an answer, and if not, why. Decided here once: pages and the JSON API print it, commands
 * refuse by it. Of several reasons the first of this order counts.
 */
export type Answerability =
  | { readonly kind: "answered"; readonly decision: Decision }
  /** Taken back, because what it asked about has changed. What is still to be answered is asked anew. */
  | { readonly kind: "withdrawn"; readonly because: string | null }
  | { readonly kind: "expired"; readonly at: Instant }
  | { readonly kind: "case-closed"; readonly at: Instant }
  /** A newer text stands in its place; this question is about to be taken back. */
  | { readonly kind: "text-changed"; readonly asked: Digest | null; readonly standing: Digest | null }
  | { readonly kind: "open"; readonly until: Instant };

/** A question is open up to, and not at, the instant at which it expires. */
export function answerability(
  state: Pick<CaseState, "closed" | "notices">,
  question: Question,
  now: Instant,
): Answerability {
  const { decision, status, expiresAt } = question;
  if (decision) return { kind: "answered", decision };
  if (status === "withdrawn") return { kind: "withdrawn", because: question.withdrawnBecause };
  if (status === "expired" || Date.parse(expiresAt) <= Date.parse(now))
    return { kind: "expired", at: expiresAt };
  if (state.closed) return { kind: "case-closed", at: state.closed.at };
  return textChange(state, question) ?? { kind: "open", until: expiresAt };
}

/** An approval is of exactly the text that was asked about. */
function textChange(
  { notices }: Pick<CaseState, "notices">,
  { question, noticeId, textDigest }: Question,
): Answerability | undefined {
  if (question !== "approve-notice" || noticeId === null) return undefined;
  const standing = notices[noticeId]?.digest ?? null;
  return standing === textDigest ? undefined : { kind: "text-changed", asked: textDigest, standing };
}

/** Why an answer is refused; undefined while the question is open. */
export function whyNotAnswerable(standing: Answerability): Refusal | undefined {
  switch (standing.kind) {
    case "answered": {
      const { person, at } = standing.decision;
      const message = `${person.name} has already answered.`;
      return { kind: "already-decided", message, by: person.name, at };
    }
    case "withdrawn":
      return {
        kind: "text-changed",
        message: `This question was taken back: ${standing.because ?? "the case has changed since."}`,
      };
    case "expired":
      return { kind: "question-expired", message: "This question has expired; a new one was sent." };
    case "case-closed":
      return { kind: "case-closed", message: `The case was closed on ${standing.at}.` };
    case "text-changed":
      return { kind: "text-changed", message: "The text has changed since; a new question follows." };
    case "open":
      return undefined;
  }
}
