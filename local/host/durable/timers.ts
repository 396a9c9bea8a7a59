/** Durable timers: all of them in the store, by the instant they are due; only the nearest one is set on the clock. */
import type { HostClock } from "../types.ts";
import type { TimerRow } from "./rows.ts";
import type { Store } from "./store.ts";

export interface Timers {
  /** A timer that has just been written. */
  added(row: TimerRow): void;
  /** The firing of this timer is written down, or nobody waits for it any more. */
  settled(seq: number): void;
  /** Fires what is due and sets the next. */
  start(): void;
  stop(): void;
}

export function createTimers(parts: {
  readonly clock: HostClock;
  readonly store: Store;
  readonly fire: (row: TimerRow) => void;
}): Timers {
  const { clock, store, fire } = parts;
  /** Fired, but still in the store, because the step that takes them in is not written yet. */
  const fired = new Set<number>();
  let running = false;
  let armed: { readonly dueAt: number; readonly cancel: () => void } | undefined;

  function arm(dueAt: number): void {
    if (!running || (armed !== undefined && armed.dueAt <= dueAt)) return;
    armed?.cancel();
    const next = { dueAt, cancel: () => undefined as void };
    armed = next;
    next.cancel = clock.at(dueAt, () => {
      if (armed === next) armed = undefined;
      if (running) fireDue();
    });
  }

  function fireOnce(row: TimerRow): void {
    if (fired.has(row.seq)) return;
    fired.add(row.seq);
    fire(row);
  }

  function fireDue(): void {
    const now = clock.now();
    let after = { dueAt: -Infinity, seq: 0 };
    for (;;) {
      const rows = store.read.dueTimers(now, after);
      for (const row of rows) fireOnce(row);
      const last = rows.at(-1);
      if (last === undefined) break;
      after = last;
    }
    const next = store.read.nextDueAfter(now);
    if (next !== undefined) arm(next);
  }

  return {
    added: (row) => (row.dueAt <= clock.now() ? running && fireOnce(row) : arm(row.dueAt)),
    settled: (seq) => fired.delete(seq),
    start() {
      running = true;
      fired.clear();
      fireDue();
    },
    stop() {
      running = false;
      armed?.cancel();
      armed = undefined;
    },
  };
}
