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

/** So that a demo, however fast its clock, is not about quotas. */
export const generousQuotas: Quotas = {
  sendsPerMinute: 1_000_000,
  sendsPerHour: 10_000_000,
  statusPerMinute: 1_000_000,
  statusPerHour: 10_000_000,
};

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** Sends are counted from what was accepted, so a restart resets nothing; questions are counted in memory. */
export function createQuotas(quotas: Quotas, store: EmailStore, now: () => number) {
  let asked: number[] = [];
  const askedSince = (since: number, count: number) => {
    const at = asked[asked.length - count];
    return at !== undefined && at > since ? at : undefined;
  };
  const waitFor = (limits: readonly (readonly [number, number])[], nth: typeof askedSince) => {
    const waits = limits.flatMap(([windowMs, count]) => {
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
      if (waitMs === undefined) {
        asked.push(now());
        if (asked.length > 2 * quotas.statusPerHour) asked = asked.slice(-quotas.statusPerHour);
      }
      return waitMs;
    },
  };
}
