/**
 * A host that is killed right after every one of its commits, and started again each time, ends with the history of one
 * that ran undisturbed; what it had acknowledged is there, and no activity is left out.
 */
import { expect, test } from "vitest";
import { hostProcess, newFolder, type Caller, type InstanceStatus } from "./host-under-test.ts";

const expectedRuns = ['"branch 1"', '"branch 2"', '"branch 3"', '"last"', '"leg 1"', '"leg 2"'];

interface Journey {
  readonly kills: number;
  readonly status: InstanceStatus;
  readonly childOf: InstanceStatus;
  readonly runs: readonly string[];
}

/** Each host on the way dies after so many commits; 0 lets it live. */
async function journey(killAtCommit: number): Promise<Journey> {
  const folder = newFolder();
  let host = await hostProcess(folder, { killAtCommit });
  let kills = 0;
  /** Repeats a request whose answer a kill has swallowed, against the next host. */
  async function ask<T>(work: (caller: Caller) => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await work(host);
      } catch (error) {
        if ((await Promise.race([host.gone, pause(2000)])) !== "SIGKILL") throw error;
        kills++;
        host = await hostProcess(folder, { killAtCommit });
      }
    }
  }
  /** A start whose answer was lost is not made again when it is there: a finished id would begin anew. */
  const startOnce = (name: string, id: string, input?: unknown) =>
    ask(async (caller) => {
      const there = await caller.api("GET", `instances/${id}`);
      if (there.status === 404) await caller.start(name, id, input);
    });
  await startOnce("journey", "one", { key: "one", leg: 1 });
  await startOnce("parent", "two");
  await ask((caller) => caller.until("one", ({ historyEvents }) => holds(historyEvents, "TimerCreated")));
  await ask(async (caller) => {
    const { historyEvents } = await caller.status("one");
    if (!holds(historyEvents, "EventRaised")) await caller.raise("one", "go", "event");
  });
  const status = await ask((caller) => caller.ended("one"));
  const childOf = await ask((caller) => caller.ended("two"));
  const runs = await ask((caller) => caller.notes("runs-one"));
  host.process.kill("SIGKILL");
  await host.gone;
  return { kills, status, childOf, runs };
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const holds = (history: InstanceStatus["historyEvents"] | undefined, kind: string): boolean =>
  history?.some(({ EventType }) => EventType === kind) ?? false;

/** A caller that lost its answer may have raised the event again, so a second one may be there. */
const kindsOf = ({ historyEvents }: InstanceStatus) =>
  historyEvents
    .map(({ EventType }) => EventType)
    .filter((kind, index, all) => kind !== "EventRaised" || all.indexOf(kind) === index);

test("a kill after every commit loses nothing", { timeout: 90_000 }, async () => {
  const [undisturbed, disturbed] = await Promise.all([journey(0), journey(1)]);
  expect(undisturbed.kills).toBe(0);
  expect([...undisturbed.runs].sort()).toEqual(expectedRuns);
  expect(disturbed.kills).toBeGreaterThan(10);
  expect(disturbed.status.output).toEqual({ won: "event" });
  expect(kindsOf(disturbed.status)).toEqual(kindsOf(undisturbed.status));
  expect(disturbed.childOf.output).toBe(4);
  expect([...new Set(disturbed.runs)].sort()).toEqual(expectedRuns);
});
