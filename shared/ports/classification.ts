import type { DataClassification } from "../domain/alert/alert.ts";
import type { Instant } from "../domain/instants.ts";

/** What was read of one resource at one moment. */
export interface ClassificationReading {
  /** The id that was asked about, folded to lower case. */
  readonly resource: string;
  readonly value: DataClassification;
  /** In words, for whoever asks why: which tag of what says so, or why nothing is known. */
  readonly because: string;
  readonly readAt: Instant;
}

/** Knows which resources hold protected data. */
export interface Classifications {
  /**
   * One reading a resource, in the order asked; `unknown` for one that nothing speaks of or that cannot be seen. What
   * lies in another resource is as its innermost container says. Throws TransientFailure when it cannot be asked now.
   */
  read(resources: readonly string[]): Promise<readonly ClassificationReading[]>;
  /** What it can see at this moment, in words. Throws, with what is wrong, when it cannot be asked or sees nothing. */
  reach(): Promise<string>;
}
