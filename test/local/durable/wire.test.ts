/** What an orchestrator's library is given, event by event: its own reading of the protocol depends on every field. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hostHere, type HostHere } from "./host-under-test.ts";

let host: HostHere;
beforeAll(async () => {
  host = await hostHere();
});
afterAll(() => host.stop());

describe("the payload of an episode", () => {
  test("numbers tasks in the order in which they come up, and leaves inputs out of the history", async () => {
    await host.start("sequence", "wire-sequence", 1);
    expect((await host.ended("wire-sequence")).output).toBe(4);
    const last = (await host.episodes("wire-sequence")).at(-1)?.payload;
    expect(last).toMatchObject({
      instanceId: "wire-sequence",
      input: 1,
      isReplaying: true,
      parentInstanceId: null,
      upperSchemaVersion: 1,
      upperSchemaVersionNew: 3,
      longRunningTimerIntervalDuration: "3.00:00:00",
      maximumShortTimerDuration: "6.00:00:00",
    });
    const brief = last?.history.map(({ EventType, EventId, TaskScheduledId, Result, Input, IsPlayed }) =>
      [EventType, EventId, TaskScheduledId, Result ?? Input, IsPlayed].join(" "),
    );
    expect(brief).toEqual([
      "12 -1   false",
      "0 -1  1 true",
      "4 0   false",
      "13 -1   false",
      "12 -1   false",
      "5 -1 0 2 true",
      "4 1   false",
      "13 -1   false",
      "12 -1   false",
      "5 -1 1 3 true",
      "4 2   false",
      "13 -1   false",
      "12 -1   false",
      "5 -1 2 4 false",
    ]);
  });

  test("a new generation begins with a completed episode and an execution id without dashes", async () => {
    await host.start("buffered", "wire-again", 0);
    await host.until("wire-again", async () => (await host.episodes("wire-again")).length >= 2);
    await host.raise("wire-again", "next", 1);
    await host.ended("wire-again");
    const { payload } = (await host.episodes("wire-again")).at(-1) ?? {};
    expect(payload?.history.map(({ EventType }) => EventType)).toEqual([12, 0, 13, 10, 13, 12, 11]);
    expect(payload?.history[1]).toMatchObject({
      Generation: null,
      OrchestrationInstance: { ExecutionId: expect.stringMatching(/^[0-9a-f]{32}$/) as string },
    });
  });
});
