/**
 * Every recording on one host that is killed right after one of its commits, by number, and started again: each ends as
 * one that ran undisturbed, what was acknowledged is there, and no activity is left out or runs twice that was not under
 * way. Once for each number there is, and once with a death after every single commit, so that between any two commits
 * of any recording there was one.
 */
import { rmSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import { afterDeath, carryOn, coursesOf } from "./courses.ts";
import type { Course, Stands } from "./courses.ts";
import { hostProcess, newFolder } from "./host-under-test.ts";
import { activityKey } from "./owed.ts";
import { recordings } from "./recording.ts";

interface Life {
  readonly deaths: number;
  readonly courses: readonly Course[];
  /** How often each activity was begun, and at how many deaths it still lay there without an outcome. */
  readonly begun: ReadonlyMap<string, number>;
  readonly owed: ReadonlyMap<string, number>;
}

/** From the first start to the end of every course. The first host, or each, dies after so many commits; 0: none dies. */
async function live(
  killAtCommit: number,
  options: { readonly each?: boolean; readonly stands?: Stands } = {},
): Promise<Life> {
  const folder = newFolder();
  const courses = coursesOf(recordings);
  const owed: string[] = [];
  let deaths = 0;
  for (;;) {
    const dies = deaths === 0 || options.each === true;
    const begun = await liveOnce(folder, dies ? killAtCommit : 0, courses, options.stands);
    if (begun !== undefined) {
      rmSync(folder, { recursive: true });
      return { deaths, courses, begun: countOf(begun), owed: countOf(owed) };
    }
    if (++deaths > 1000) throw new Error(`No end after ${deaths} deaths`);
    owed.push(...afterDeath(folder, courses));
  }
}

/** The activities that were begun in all lives, or nothing when this one ended by the kill. */
async function liveOnce(
  folder: string,
  killAtCommit: number,
  courses: readonly Course[],
  stands: Stands | undefined,
): Promise<readonly string[] | undefined> {
  const host = await hostProcess(folder, { killAtCommit }).catch((error: unknown) => {
    if (killAtCommit > 0 && String(error).includes("ended with SIGKILL")) return undefined;
    throw error;
  });
  if (host === undefined) return undefined;
  let begun: readonly string[];
  try {
    await carryOn(host, courses, stands);
    begun = await host.notes("activity-runs");
  } catch (error) {
    if ((await Promise.race([host.gone, pause(2000)])) === "SIGKILL") return undefined;
    host.process.kill("SIGKILL");
    throw error;
  }
  host.process.kill("SIGKILL");
  await host.gone;
  return begun.map((line) => activityKey(JSON.parse(line) as unknown[]));
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const countOf = (keys: readonly string[]): ReadonlyMap<string, number> =>
  new Map([...Map.groupBy(keys, (key) => key)].map(([key, all]) => [key, all.length]));

let undisturbed: Life;
let stands: Stands;
beforeAll(async () => {
  undisturbed = await live(0);
  stands = new Map(undisturbed.courses.map((course) => [course.name, course.stands]));
});

/** What is not as it is without a death. */
function differences({ courses, begun, owed }: Life): readonly string[] {
  const ends = courses.flatMap(({ name, final, recording: { status, history } }) => {
    const ended = JSON.stringify(final);
    return ended === JSON.stringify({ status, history }) ? [] : [`${name} ended as ${ended}`];
  });
  const keys = new Set([...begun.keys(), ...undisturbed.begun.keys()]);
  const activities = [...keys].flatMap((key) => {
    const times = begun.get(key) ?? 0;
    const once = undisturbed.begun.get(key) ?? 0;
    const cutOff = owed.get(key) ?? 0;
    return times >= once && times <= once + cutOff
      ? []
      : [`${key} was begun ${times} times, not ${once}, and was under way at ${cutOff} deaths`];
  });
  return [...ends, ...activities];
}

test("undisturbed, all together end as each was recorded", () => {
  expect(undisturbed.deaths).toBe(0);
  expect(differences(undisturbed)).toEqual([]);
});

test.concurrent("killed after a commit, whichever, all end as recorded", { timeout: 600_000 }, async () => {
  const found: string[] = [];
  let next = 1;
  let outlived = false;
  async function killOneAfterAnother(): Promise<void> {
    while (!outlived) {
      const number = next++;
      const life = await live(number, { stands });
      outlived ||= life.deaths === 0;
      found.push(...differences(life).map((difference) => `commit ${number}: ${difference}`));
    }
  }
  await Promise.all([killOneAfterAnother(), killOneAfterAnother()]);
  expect(found).toEqual([]);
  expect(next).toBeGreaterThan(10);
});

test.concurrent("killed after every commit, all end as recorded", { timeout: 600_000 }, async () => {
  const life = await live(1, { each: true, stands });
  expect(differences(life)).toEqual([]);
  expect(life.deaths).toBeGreaterThan(20);
});
