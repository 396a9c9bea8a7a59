/** Rate limits in sliding windows: over the limit a request is refused with the time to wait, never queued. */
import type { EmailStore } from "./email-store.ts";

export interface Quotas {
  readonly sendsPerMinute: number;
  readonly sendsPerHour: number;
  readonly statusPerMinute: number;
  readonly statusPerHour: number;
}

/** What a custom domain gets without asking for more. */
export const documentedQuotas: Quotas = {
  sendsPerMinute: 30,
  sendsPerHour: 100,
  statusPerMinute: 60,
  statusPerHour: 200,
};

/** A demo, however fast its clock, and a run of a million messages are not about quotas. */
export const noQuotas: Quotas = {
  sendsPerMinute: Infinity,
  sendsPerHour: Infinity,
  statusPerMinute: Infinity,
  statusPerHour: Infinity,
};

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** Sends are counted from what was accepted, so a restart resets nothing; questions are counted in memory. */
export function createQuotas(quotas: Quotas, store: EmailStore, now: () => number) {
  let asked: number[] = [];
  /** As many as a limit can be about. */
  const askedMax = Math.max(...[quotas.statusPerMinute, quotas.statusPerHour].filter(Number.isFinite), 0);
  const askedSince = (since: number, count: number) => {
    const at = asked[asked.length - count];
    return at !== undefined && at > since ? at : undefined;
  };
  const waitFor = (limits: readonly (readonly [number, number])[], nth: typeof askedSince) => {
    const waits = limits.flatMap(([windowMs, count]) => {
      if (count === Infinity) return [];
      const at = nth(now() - windowMs, count);
      return at === undefined ? [] : [at + windowMs - now()];
    });
    return waits.length === 0 ? undefined : Math.max(...waits);
  };
  return {
    /** Undefined: it may be sent now. */
    sendWaitMs: () =>
      waitFor(
        [
          [minuteMs, quotas.sendsPerMinute],
          [hourMs, quotas.sendsPerHour],
        ],
        (since, count) => store.acceptedSince(since, count),
      ),
    /** Undefined: it may be asked now, and was counted. */
    statusWaitMs: () => {
      const waitMs = waitFor(
        [
          [minuteMs, quotas.statusPerMinute],
          [hourMs, quotas.statusPerHour],
        ],
        askedSince,
      );
      if (waitMs === undefined) asked.push(now());
      if (asked.length > 2 * askedMax) asked = asked.slice(asked.length - askedMax);
      return waitMs;
    },
  };
}
