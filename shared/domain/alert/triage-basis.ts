import type { DataClassification } from "./alert.ts";
import type { Digest } from "../ids.ts";
import type { Instant } from "../instants.ts";

/** Who said what a resource holds. Where two speak: the registry before tags; a label in the payload is never overruled. */
export type ClassificationSource = "payload" | "registry" | "tags";

export interface ClassificationPart {
  /** Null for what the payload says about the data as such. */
  readonly resource: string | null;
  readonly value: DataClassification;
  readonly source: ClassificationSource;
  /** In words: which label, tag or entry of what. */
  readonly because: string;
  readonly readAt: Instant;
  /** How old the reading was when it was used. */
  readonly ageSeconds: number;
}

/** What a triage decision took the data to be, and from where it knew. */
export interface ClassificationUsed {
  /** Of all parts together: a yes stands, and a no counts only where nobody is unsure. */
  readonly value: DataClassification;
  /** The telling ones first; of very many, not all. */
  readonly parts: readonly ClassificationPart[];
  /** Why something could not be read, in words; null where everything was asked. */
  readonly problem: string | null;
}

/** What the outcome of triage rested on, so that anybody can decide it again. */
export interface TriageBasis {
  readonly rule: string;
  /** SHA-256 of the canonical bytes of all rules then in force; they are kept among the originals under it. */
  readonly rulesDigest: Digest;
  readonly classification: ClassificationUsed;
}
