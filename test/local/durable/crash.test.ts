/**
 * A host that is killed right after any one of its commits, and started again, ends with the same history; what it had
 * acknowledged is there, and no activity is left out. Run with every number of commit that one journey takes.
 */
import { expect, test } from "vitest";
import { hostProcess, newFolder, type Caller, type InstanceStatus } from "./host-under-test.ts";

const expectedRuns = ['"branch 1"', '"branch 2"', '"branch 3"', '"last"', '"leg 1"', '"leg 2"'];

interface Journey {
  readonly killed: boolean;
  readonly status: InstanceStatus;
  readonly runs: readonly string[];
}

async function journey(killAtCommit: number): Promise<Journey> {
  const folder = newFolder();
  let host = await hostProcess(folder, { killAtCommit });
  let killed = false;
  async function withRestart<T>(work: (caller: Caller) => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await work(host);
      } catch (error) {
        if ((await Promise.race([host.gone, pause(1000)])) !== "SIGKILL" || killed) throw error;
        killed = true;
        host = await hostProcess(folder);
      }
    }
  }
  const started = await withRestart((caller) => caller.start("journey", "one", { key: "one", leg: 1 }));
  expect([202, 409]).toContain(started.status);
  await withRestart((caller) => caller.until("one", ({ historyEvents }) => waitsForGo(historyEvents)));
  await withRestart((caller) => caller.raise("one", "go", "event"));
  const status = await withRestart((caller) => caller.ended("one"));
  const runs = await host.notes("runs-one");
  host.process.kill("SIGKILL");
  await host.gone;
  return { killed, status, runs };
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const waitsForGo = (history: InstanceStatus["historyEvents"] | undefined): boolean =>
  history?.some(({ EventType }) => EventType === "TimerCreated") ?? false;

/** A caller that lost its answer raised the event again, so a second one may be there. */
const kindsOf = ({ historyEvents }: InstanceStatus) =>
  historyEvents
    .map(({ EventType }) => EventType)
    .filter((kind, index, all) => kind !== "EventRaised" || all.indexOf(kind) === index);

test("no commit is one after which a kill loses or doubles anything", { timeout: 60_000 }, async () => {
  const undisturbed = await journey(0);
  expect([...undisturbed.runs].sort()).toEqual(expectedRuns);
  let commits = 0;
  let next = 1;
  async function killAtEach(): Promise<void> {
    for (;;) {
      const at = next++;
      const disturbed = await journey(at);
      if (!disturbed.killed) return;
      commits = Math.max(commits, at);
      expect({ at, output: disturbed.status.output }).toEqual({ at, output: { won: "event" } });
      expect({ at, kinds: kindsOf(disturbed.status) }).toEqual({ at, kinds: kindsOf(undisturbed.status) });
      expect({ at, ran: [...new Set(disturbed.runs)].sort() }).toEqual({ at, ran: expectedRuns });
      const again = disturbed.runs.length - expectedRuns.length;
      expect({ at, again: again <= 3 }).toEqual({ at, again: true }); // at most what one kill can fall into: the branches
    }
  }
  await Promise.all([killAtEach(), killAtEach()]);
  expect(commits).toBeGreaterThan(8);
});
