/**
 * The instances that are awake, and the order of their steps: each instance takes one after another, with all the messages
 * that have come by then. Sleeping instances are in the store only, and cost nothing.
 */
import type { HostClock, HostLog } from "../types.ts";
import type { Live, Message } from "./live.ts";
import { isEnded } from "./rows.ts";
import type { InstanceRow } from "./rows.ts";

export interface Awake {
  get(id: string): Live | undefined;
  wake(row: InstanceRow): Live;
  /** Hands a message over; the instance's next step takes it. */
  deliver(one: Live, message: Message): void;
  /** What is still on its way for this instance is dropped. */
  forget(id: string): void;
  forgetAll(): void;
  /** Resolves when no step is under way. */
  quiet(): Promise<void>;
}

const cachedHistoriesMax = 1000;
const stepsAtOnceMax = 64;

export function createAwake(parts: {
  readonly clock: HostClock;
  readonly log: HostLog;
  readonly isRunning: () => boolean;
  /** Takes one step with what is in the instance's inbox. */
  readonly step: (one: Live) => Promise<void>;
}): Awake {
  const { clock, log, isRunning } = parts;
  const live = new Map<string, Live>();
  const ready: Live[] = [];
  let steps = 0;
  let whenQuiet: (() => void) | undefined;

  function next(): void {
    while (isRunning() && steps < stepsAtOnceMax) {
      const one = ready.shift();
      if (one === undefined) return;
      steps++;
      const rested = clock.busy();
      void workOff(one).finally(() => {
        steps--;
        rested();
        if (steps === 0) whenQuiet?.();
        next();
      });
    }
  }

  async function workOff(one: Live): Promise<void> {
    try {
      while (one.inbox.length > 0 && isRunning() && !one.gone) await parts.step(one);
    } catch (error) {
      if (isRunning()) log("error", `Instance ${one.row.id} is stuck: ${String(error)}`);
    } finally {
      one.stepping = false;
      fallAsleep(one);
    }
  }

  /** Goes to the end of the queue of those to be forgotten, or at once when there is nothing left to wake for. */
  function fallAsleep(one: Live): void {
    const { id, status } = one.row;
    if (live.get(id) !== one) return;
    live.delete(id);
    if (isEnded(status)) return;
    live.set(id, one);
    for (const [oldest, other] of live) {
      const isBusy = other.stepping || other.inbox.length > 0 || other.row.status === "Pending";
      if (live.size <= cachedHistoriesMax || isBusy) return;
      live.delete(oldest);
    }
  }

  return {
    get: (id) => live.get(id),
    wake(row) {
      const known = live.get(row.id);
      if (known !== undefined) return known;
      const one: Live = { row, past: undefined, inbox: [], stepping: false, gone: false };
      live.set(row.id, one);
      return one;
    },
    deliver(one, message) {
      one.inbox.push(message);
      if (one.stepping) return;
      one.stepping = true;
      ready.push(one);
      next();
    },
    forget(id) {
      const one = live.get(id);
      if (one !== undefined) one.gone = true;
      live.delete(id);
    },
    forgetAll() {
      for (const one of live.values()) one.gone = true;
      live.clear();
      ready.length = 0;
    },
    async quiet() {
      if (steps > 0) await new Promise<void>((resolve) => (whenQuiet = resolve));
    },
  };
}
