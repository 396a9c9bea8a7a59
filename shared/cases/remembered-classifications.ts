import { TransientFailure } from "../domain/failures.ts";
import type { Clock } from "../ports/clock.ts";
import type { ClassificationReading, Classifications } from "../ports/classification.ts";

export interface RememberedOptions {
  readonly clock: Clock;
  /** So long a reading is used without asking again. */
  readonly freshMs: number;
  /** So long it is used where asking fails. */
  readonly staleMs: number;
}

export interface RememberedClassifications {
  /** Readings of those that are known, by folded id; `problem` says why others are not. Never throws. */
  of(resources: readonly string[]): Promise<{
    readonly readings: ReadonlyMap<string, ClassificationReading>;
    readonly problem: string | null;
  }>;
}

/** Some megabytes; what has not been read for the longest time goes first. */
const rememberedMax = 10_000;
/** Of an incident with hundreds of resources, what was read stays known when the rest is throttled. */
const askedTogetherMax = 60;
/** After a failure nobody is asked for so long, or for as long as the far end wishes: alerts must not queue behind it. */
const pauseMs = 30_000;
const pauseMsMax = 5 * 60_000;

/** Readings with their age: fresh ones are used, others read again, and old ones used where that fails. */
export function rememberedClassifications(
  source: Classifications,
  { clock, freshMs, staleMs }: RememberedOptions,
): RememberedClassifications {
  const known = new Map<string, ClassificationReading>();
  const asking = new Map<string, Promise<string | null>>();
  let pausedUntil = Number.NEGATIVE_INFINITY;
  let lastProblem: string | null = null;
  const now = (): number => Date.parse(clock.now());
  const isYounger = (id: string, ageMs: number): boolean => {
    const reading = known.get(id);
    return reading !== undefined && now() - Date.parse(reading.readAt) < ageMs;
  };

  const ask = async (ids: readonly string[]): Promise<string | null> => {
    if (now() < pausedUntil) return lastProblem;
    try {
      for (let start = 0; start < ids.length; start += askedTogetherMax)
        for (const reading of await source.read(ids.slice(start, start + askedTogetherMax))) {
          known.delete(reading.resource);
          known.set(reading.resource, reading);
        }
      for (const id of known.keys()) {
        if (known.size <= rememberedMax) break;
        known.delete(id);
      }
      return (lastProblem = null);
    } catch (error) {
      // Whatever it is, an alert is worth more: it goes on with what is known, and the ledger names the reason.
      const wish = error instanceof TransientFailure ? error.retryAfterMs : undefined;
      pausedUntil = now() + Math.min(wish ?? pauseMs, pauseMsMax);
      return (lastProblem = error instanceof Error ? error.message : String(error));
    }
  };

  /** Two alerts about one resource that come together are one question. */
  const askOnce = (ids: readonly string[]): Promise<string | null>[] => {
    const unasked = ids.filter((id) => !asking.has(id));
    if (unasked.length > 0) {
      const answer = ask(unasked).finally(() => unasked.forEach((id) => asking.delete(id)));
      unasked.forEach((id) => asking.set(id, answer));
    }
    return [...new Set(ids.flatMap((id) => asking.get(id) ?? []))];
  };

  return {
    of: async (resources) => {
      const ids = [...new Set(resources.map((id) => id.toLowerCase()))];
      const problems = await Promise.all(askOnce(ids.filter((id) => !isYounger(id, freshMs))));
      const readings = new Map(
        ids.flatMap((id) => {
          const reading = isYounger(id, staleMs) ? known.get(id) : undefined;
          return reading ? [[id, reading] as const] : [];
        }),
      );
      return { readings, problem: problems.find((problem) => problem !== null) ?? null };
    },
  };
}
