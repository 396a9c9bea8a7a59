/** ISO 8601, UTC, milliseconds: `2026-11-24T03:12:00.000Z`. */
export type Instant = string;

/** No wait is longer: beyond six days the platform's timers mislead their orchestrations (ADR 0004). */
export const longestWaitMs = 5 * 24 * 3_600_000;

export const earliest = (...instants: readonly (Instant | null)[]): Instant =>
  instants.filter((instant) => instant !== null).reduce((a, b) => (Date.parse(b) < Date.parse(a) ? b : a));

export const plus = (instant: Instant, ms: number): Instant =>
  new Date(Date.parse(instant) + ms).toISOString();
