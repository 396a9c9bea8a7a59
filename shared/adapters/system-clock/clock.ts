import type { Clock } from "../../ports/clock.ts";

/** The machine's own time. */
export const systemClock: Clock = { now: () => new Date().toISOString() };

/**
 * The clock of the host that this process runs in (the one-machine host publishes it under a well-known symbol), so
 * that a sped-up or stepped service has one time everywhere.
 */
export function hostClock(): Clock {
  const read = (globalThis as Record<symbol, unknown>)[Symbol.for("tocsin.host.clock")];
  if (typeof read !== "function")
    throw new Error(
      "Clock__source is `host`, but the host in this process has no clock of its own; set it to `system`.",
    );
  return { now: () => new Date((read as () => number)()).toISOString() };
}
