/** Something that is done one after another in the background, until there is nothing left or it is stopped. */
export interface Worker {
  /** There is work. */
  readonly wake: () => void;
  /** Resolves when what is running has ended; nothing begins after it. */
  readonly stop: () => Promise<void>;
}

/**
 * `turn` does one thing and says when the next may be done: in so many milliseconds, or not before a `wake`. `busy` is
 * called when work begins and what it returned when it rests, so that a clock that is stepped can wait for it.
 */
export function startWorker(turn: () => Promise<number | "idle">, busy: () => () => void): Worker {
  let running: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isWoken = false;
  let isStopped = false;

  const run = async () => {
    for (;;) {
      isWoken = false;
      const next = await turn();
      if (isStopped) return;
      if (next === 0 || isWoken) continue;
      if (next !== "idle") timer = setTimeout(wake, next);
      return;
    }
  };
  const wake = () => {
    clearTimeout(timer);
    isWoken = true;
    if (isStopped || running) return;
    const rest = busy();
    running = run().finally(() => {
      running = undefined;
      // Woken after the last look and before the end: look again.
      if (isWoken && !isStopped) wake();
      rest();
    });
  };
  return {
    wake,
    stop: async () => {
      isStopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
