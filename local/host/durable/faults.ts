/** Misbehaviour on demand, repeatable by its seed: what the real engine sometimes does to an app, met here first. */

export interface Faults {
  readonly seed?: number;
  /** Each timer fires up to so many milliseconds before its instant; the real engine's are up to a second early. */
  readonly timerEarlyMsMax?: number;
  /** Share of the events raised that are acknowledged and never delivered. */
  readonly lostEvents?: number;
  /** Share of the durable API's answers that are lost after the work has been done. */
  readonly lostAnswers?: number;
  /** Share of the activities that run twice; the second outcome is thrown away. */
  readonly repeatedActivities?: number;
  /** Share of the activities whose first outcome is lost, so that they run again later. */
  readonly redeliveredActivities?: number;
  /** How much later; default five minutes, the real queue's time of invisibility. */
  readonly redeliveryMs?: number;
}

export interface Misbehaviour {
  readonly timerEarlyMs: () => number;
  losesEvent(): boolean;
  losesAnswer(): boolean;
  activity(): "once" | "repeated" | "redelivered";
  readonly redeliveryMs: number;
}

export function misbehaviourOf(faults: Faults = {}): Misbehaviour {
  const draw = sequenceOf(faults.seed ?? 1);
  const happens = (share = 0): boolean => share > 0 && draw() < share;
  return {
    timerEarlyMs: () => (faults.timerEarlyMsMax ? Math.floor(draw() * faults.timerEarlyMsMax) : 0),
    losesEvent: () => happens(faults.lostEvents),
    losesAnswer: () => happens(faults.lostAnswers),
    activity: () =>
      happens(faults.redeliveredActivities)
        ? "redelivered"
        : happens(faults.repeatedActivities)
          ? "repeated"
          : "once",
    redeliveryMs: faults.redeliveryMs ?? 5 * 60_000,
  };
}

/** Numbers from 0 up to 1, the same for the same seed (mulberry32). */
function sequenceOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
