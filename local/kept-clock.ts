import { join } from "node:path";
import { createHostClock } from "./host/clock.ts";
import type { HostClock } from "./host/types.ts";
import { readJson, writeWhole } from "./data-folder.ts";

const keepEveryMs = 200;

/**
 * The host's clock, carried over a restart: a service that was sped up or stepped ahead goes on from where it was, and
 * never back into the past of its own ledger.
 */
export function keptClock(dataDir: string, scale: number): { readonly clock: HostClock; stop(): void } {
  const file = join(dataDir, "clock.json");
  const kept = readJson(file) as { readonly now?: unknown } | undefined;
  const before = typeof kept?.now === "number" ? kept.now : 0;
  const keep = (clock: HostClock): void => writeWhole(file, { now: clock.now() });
  const clock = createHostClock({ startAt: Math.max(Date.now(), before), scale, onChange: keep });
  const timer = setInterval(() => {
    if (clock.scale !== 1) keep(clock);
  }, keepEveryMs).unref();
  return {
    clock,
    stop() {
      clearInterval(timer);
      keep(clock);
    },
  };
}
