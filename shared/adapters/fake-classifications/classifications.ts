/** Classifications in memory, for tests. Keeps every question, and fails the test at its end over failures never met. */
import type { DataClassification } from "../../domain/alert/alert.ts";
import { TransientFailure } from "../../domain/failures.ts";
import { lineageOf, nameOfResource } from "../../domain/alert/resource-lineage.ts";
import type { Classifications } from "../../ports/classification.ts";
import type { Clock } from "../../ports/clock.ts";

export interface FakeClassifications extends Classifications {
  /** Each question with its resources. */
  readonly asked: readonly (readonly string[])[];
  /** Changes what a thing is said to hold, from here on. */
  set(id: string, value: DataClassification): void;
  /** The next questions, so many, find nobody at home. */
  failNext(times: number, retryAfterMs?: number): void;
}

/** `atEnd` is the test runner's hook for the end of a test (`onTestFinished`). */
export function fakeClassifications(
  content: Readonly<Record<string, DataClassification>>,
  clock: Clock,
  atEnd: (check: () => void) => void,
): FakeClassifications {
  const values = new Map(Object.entries(content).map(([id, value]) => [id.toLowerCase(), value]));
  const asked: (readonly string[])[] = [];
  let failures = 0;
  let retryAfterMs: number | undefined;
  const answer = () => {
    if (failures === 0) return;
    failures -= 1;
    throw new TransientFailure(
      "the fake classifications were told to fail",
      retryAfterMs === undefined ? {} : { retryAfterMs },
    );
  };
  atEnd(() => {
    if (failures > 0) throw new Error(`${failures} failures were prepared and never met`);
  });
  return {
    asked,
    read: async (resources) => {
      asked.push(resources);
      answer();
      return resources.map((id) => {
        const from = lineageOf(id).find((each) => values.has(each));
        return {
          resource: id.toLowerCase(),
          value: (from === undefined ? undefined : values.get(from)) ?? "unknown",
          because: from === undefined ? "nobody said anything" : `set for ${nameOfResource(from)}`,
          readAt: clock.now(),
        };
      });
    },
    reach: async () => {
      answer();
      return `${values.size} things are known`;
    },
    set: (id, value) => values.set(id.toLowerCase(), value),
    failNext: (times, after) => {
      failures = times;
      retryAfterMs = after;
    },
  };
}
