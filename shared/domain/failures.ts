import type { CaseId } from "./ids.ts";

export interface TransientOptions {
  readonly cause?: unknown;
  /** The far end's own wish, if it had one. */
  readonly retryAfterMs?: number | undefined;
  readonly changed?: TransientFailure["changed"];
}

/**
 * The far end could not be asked or answered "later": trying again may help. Thrown by adapters, so that the retry
 * policy of the calling orchestration waits. `changed` says what the failed call left behind: `nothing` where it only
 * asked, or where reading again showed that nothing stands; `unknown` where something may have been written.
 */
export class TransientFailure extends Error {
  override readonly name = "TransientFailure";
  readonly retryAfterMs: number | undefined;
  readonly changed: "nothing" | "unknown";

  constructor(message: string, options: TransientOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.retryAfterMs = options.retryAfterMs;
    this.changed = options.changed ?? "nothing";
  }
}

/** What stands in the ledger is not what was written there. Names the case and the first bad entry; trying again does not help. */
export class LedgerDamage extends Error {
  override readonly name = "LedgerDamage";
  readonly caseId: CaseId;
  readonly seq: number;
  readonly reason: string;

  constructor(damage: { readonly caseId: CaseId; readonly seq: number; readonly reason: string }) {
    super(`the ledger of ${damage.caseId} is damaged at entry ${damage.seq}: ${damage.reason}`);
    this.caseId = damage.caseId;
    this.seq = damage.seq;
    this.reason = damage.reason;
  }
}

/** Our own bug: stop, never continue on bad state. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`bug: ${message}`);
}

/** Closes a switch over a `kind`; a value that gets here was not foreseen by the types. */
export function unreachable(value: never): never {
  throw new Error(`bug: unforeseen value ${JSON.stringify(value)}`);
}
