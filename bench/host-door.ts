/** Watches the host's door: when each request came in, when its answer had gone out, and what that says of the host. */
import type { Front } from "../local/host/http-server.ts";

export interface Passed {
  /** Of the instance that the request is about. */
  readonly id: string;
  readonly isEvent: boolean;
  readonly cameAt: number;
  readonly answeredAt: number;
}

export interface Door {
  readonly front: Front;
  /** Those that were answered since the last call, in that order. */
  passed(): readonly Passed[];
}

export function createDoor(): Door {
  const passed: Passed[] = [];
  return {
    front(request, response, next) {
      const cameAt = performance.now();
      const [, kind, nameOrId = "", idOrVerb = ""] =
        /durabletask\/(\w+)\/([^/?]+)(?:\/([^/?]+))?/.exec(request.url ?? "") ?? [];
      const id = kind === "orchestrators" ? idOrVerb : nameOrId;
      response.on("finish", () => {
        passed.push({ id, isEvent: idOrVerb === "raiseEvent", cameAt, answeredAt: performance.now() });
      });
      next();
    },
    passed: () => passed.splice(0),
  };
}

export function eachAlone(passed: readonly Passed[]): readonly number[] {
  return passed.map(({ cameAt, answeredAt }) => answeredAt - cameAt);
}

/** From the first request to the last answer. */
export function allTogether(passed: readonly Passed[]): readonly number[] {
  const cameAt = passed.map((one) => one.cameAt);
  const answeredAt = passed.map((one) => one.answeredAt);
  return [Math.max(...answeredAt) - Math.min(...cameAt)];
}

/** From each event to the answer to the start of its instance. */
export function eventToEnd(passed: readonly Passed[]): readonly number[] {
  const ends = passed.filter(({ isEvent }) => !isEvent);
  const endedAt = new Map(ends.map(({ id, answeredAt }) => [id, answeredAt]));
  return eventToStep(passed, endedAt);
}

/** From each event until what is known of its instance. */
export function eventToStep(
  passed: readonly Passed[],
  knownAt: ReadonlyMap<string, number>,
): readonly number[] {
  const events = passed.filter(({ isEvent }) => isEvent);
  return events.map(({ id, cameAt }) => (knownAt.get(id) ?? NaN) - cameAt);
}
