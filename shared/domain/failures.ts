/**
 * The far end could not be asked or answered "later": trying again may help. Thrown by adapters, so that the retry
 * policy of the calling orchestration waits. `retryAfterMs` is the far end's own wish, if it had one.
 */
export class TransientFailure extends Error {
  override readonly name = "TransientFailure";
  readonly retryAfterMs: number | undefined;

  constructor(message: string, options?: { readonly cause?: unknown; readonly retryAfterMs?: number }) {
    super(message, options?.cause === undefined ? undefined : { cause: options.cause });
    this.retryAfterMs = options?.retryAfterMs;
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
