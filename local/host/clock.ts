/** The host's injectable clock: it runs with the wall, faster or slower than it, stands still, or is stepped. */
import type { HostClock } from "./types.ts";

/** Native timers are never set for longer: they overflow at about 24.8 days, and sleep through a suspended laptop. */
const nativeTimerMsMax = 60_000;
/** How long a step waits, in real time, for the work of one instant to come to rest. */
const quietMsMax = 10_000;
/** Turns of the event loop without work in flight that count as rest; answers between parts of the host take a few. */
const calmTurns = 8;

interface Wait {
  readonly at: number;
  readonly order: number;
  readonly callback: () => void;
  cancelled: boolean;
}

export interface ClockOptions {
  /** Instant to start from; default: the wall clock. */
  readonly startAt?: number;
  /** Virtual milliseconds per real one; 0 stands still. */
  readonly scale?: number;
  /** Called after each change of pace or jump, so that the reading can be kept. */
  readonly onChange?: (clock: HostClock) => void;
}

export function createHostClock(options: ClockOptions = {}): HostClock {
  const waits = waitHeap();
  const idleWaiters = new Set<() => void>();
  let scale = checkedScale(options.scale ?? 1);
  let base = options.startAt ?? Date.now();
  let anchor = Date.now();
  let order = 0;
  let inFlight = 0;
  let native: NodeJS.Timeout | NodeJS.Immediate | undefined;
  let stepping: Promise<void> | undefined;
  let span: HostClock["step"];

  // A wall clock that is set back must not take the host back with it: instants already given out stay in the past.
  let latest = base;
  const now = () => (latest = Math.max(latest, Math.floor(base + (Date.now() - anchor) * scale)));

  function moveTo(instant: number, pace: number): void {
    base = instant;
    anchor = Date.now();
    scale = pace;
  }

  function arm(): void {
    disarm();
    const next = waits.first();
    if (next === undefined || stepping !== undefined) return;
    const left = next.at - now();
    if (left <= 0) native = setImmediate(fireDue);
    else if (scale > 0) native = setTimeout(fireDue, Math.min(Math.ceil(left / scale), nativeTimerMsMax));
  }

  function disarm(): void {
    if (native === undefined) return;
    if ("refresh" in native) clearTimeout(native);
    else clearImmediate(native);
    native = undefined;
  }

  function fireDue(): void {
    const reading = now();
    for (let wait = waits.first(); wait !== undefined && wait.at <= reading; wait = waits.first()) {
      waits.take();
      wait.callback();
    }
    arm();
  }

  async function quiet(): Promise<void> {
    const giveUpAt = performance.now() + quietMsMax;
    for (let calm = 0; calm < calmTurns && performance.now() < giveUpAt;) {
      if (inFlight > 0) {
        calm = 0;
        await idleOr(giveUpAt - performance.now());
      } else {
        calm += 1;
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
  }

  function idleOr(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        idleWaiters.delete(done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      idleWaiters.add(done);
    });
  }

  async function step(target: number): Promise<void> {
    const pace = scale;
    moveTo(now(), 0);
    span = { from: now(), target };
    disarm();
    await quiet();
    for (let next = waits.first(); next !== undefined && next.at <= target; next = waits.first()) {
      moveTo(Math.max(now(), next.at), 0);
      fireDue();
      await quiet();
    }
    moveTo(Math.max(now(), target), pace);
  }

  return {
    now,
    get scale() {
      return scale;
    },
    get step() {
      return span;
    },
    at(at, callback) {
      const wait: Wait = { at, order: order++, callback, cancelled: false };
      waits.add(wait);
      if (waits.first() === wait) arm();
      return () => {
        const wasNext = waits.first() === wait;
        wait.cancelled = true;
        // A native timer for nobody would keep the process alive after the last wait.
        if (wasNext) arm();
      };
    },
    busy() {
      inFlight += 1;
      let ended = false;
      return () => {
        if (ended) return;
        ended = true;
        inFlight -= 1;
        if (inFlight === 0 && idleWaiters.size > 0) for (const waiter of [...idleWaiters]) waiter();
      };
    },
    setScale(value) {
      moveTo(now(), checkedScale(value));
      arm();
      options.onChange?.(this);
    },
    async stepTo(target) {
      while (stepping !== undefined) await stepping;
      stepping = step(target).finally(() => {
        stepping = undefined;
        span = undefined;
        arm();
      });
      await stepping;
      options.onChange?.(this);
    },
  };
}

function checkedScale(scale: number): number {
  if (!Number.isFinite(scale) || scale < 0) {
    throw new RangeError(`The time scale is ${scale}; it must be a number of 0 (standing still) or more.`);
  }
  return scale;
}

/** Waits by instant, and by order of asking within one. A cancelled wait leaves when it comes to the top. */
function waitHeap() {
  const heap: Wait[] = [];
  const before = (a: Wait, b: Wait) => a.at < b.at || (a.at === b.at && a.order < b.order);
  const swap = (i: number, j: number) => {
    const held = heap[i]!;
    heap[i] = heap[j]!;
    heap[j] = held;
  };
  function take(): Wait | undefined {
    const top = heap[0];
    const last = heap.pop();
    if (top === undefined || last === undefined || heap.length === 0) return top;
    heap[0] = last;
    for (let i = 0; ;) {
      const left = 2 * i + 1;
      const right = left + 1;
      let least = i;
      if (left < heap.length && before(heap[left]!, heap[least]!)) least = left;
      if (right < heap.length && before(heap[right]!, heap[least]!)) least = right;
      if (least === i) return top;
      swap(i, least);
      i = least;
    }
  }
  return {
    add(wait: Wait): void {
      heap.push(wait);
      for (let i = heap.length - 1; i > 0;) {
        const parent = (i - 1) >> 1;
        if (!before(heap[i]!, heap[parent]!)) return;
        swap(i, parent);
        i = parent;
      }
    },
    first(): Wait | undefined {
      while (heap[0]?.cancelled === true) take();
      return heap[0];
    },
    take,
  };
}
