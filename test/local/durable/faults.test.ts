/** Misbehaviour on demand: each switch does what the real engine was seen to do, and is told in the log. */
import { expect, test } from "vitest";
import type { Faults } from "../../../local/host/durable/faults.ts";
import { misbehaviourOf } from "../../../local/host/durable/faults.ts";
import { hostHere } from "./host-under-test.ts";

async function withFaults(
  faults: Faults,
  work: (host: Awaited<ReturnType<typeof hostHere>>) => Promise<void>,
) {
  const host = await hostHere({ faults });
  try {
    await work(host);
  } finally {
    await host.stop();
  }
}

test("the same seed misbehaves the same way", () => {
  const draws = (seed: number) => {
    const misbehaviour = misbehaviourOf({ seed, lostEvents: 0.5 });
    return Array.from({ length: 32 }, () => misbehaviour.losesEvent());
  };
  expect(draws(7)).toEqual(draws(7));
  expect(draws(7)).not.toEqual(draws(8));
  expect(new Set(draws(7))).toEqual(new Set([true, false]));
});

test("timers fire early, and the clock that the orchestrator reads is before their instant", () =>
  withFaults({ timerEarlyMsMax: 1000, seed: 3 }, async (host) => {
    const until = Date.now() + 1500;
    await host.start("turns", "early", until);
    const { output, historyEvents } = await host.ended("early");
    expect((output as string[]).length).toBeGreaterThan(1);
    const first = historyEvents.find(({ EventType }) => EventType === "TimerCreated");
    expect(Date.parse((output as string[])[0] ?? "")).toBeLessThan(Date.parse(String(first?.["FireAt"])));
  }));

test("a lost event is acknowledged and never arrives", () =>
  withFaults({ lostEvents: 1 }, async (host) => {
    await host.start("waits", "deaf");
    await host.until("deaf", ({ runtimeStatus }) => runtimeStatus === "Running");
    expect((await host.raise("deaf", "go", 1)).status).toBe(202);
    expect((await host.status("deaf")).historyEvents.map(({ EventType }) => EventType)).toEqual([
      "ExecutionStarted",
    ]);
    expect(host.warnings).toContain("Fault: the event 'go' for deaf is lost.");
  }));

test("a lost answer hides work that was done", () =>
  withFaults({ lostAnswers: 0.5, seed: 5 }, async (host) => {
    const statuses: number[] = [];
    for (let n = 0; n < 12; n++)
      statuses.push((await host.api("POST", `orchestrators/sequence/hidden-${n}`, 1)).status);
    expect(new Set(statuses)).toEqual(new Set([202, 503]));
    const lost = statuses.indexOf(503);
    let again = 503;
    while (again === 503) again = (await host.api("GET", `instances/hidden-${lost}`)).status;
    expect([200, 202]).toContain(again);
  }));

test("an activity that runs twice is answered once", () =>
  withFaults({ repeatedActivities: 1 }, async (host) => {
    await host.start("journey", "twice", { key: "twice", leg: 1 });
    await host.until("twice", async () => (await host.notes("runs-twice")).length === 10);
    const { historyEvents } = await host.status("twice");
    expect(historyEvents.filter(({ EventType }) => EventType === "TaskCompleted")).toHaveLength(1);
  }));

test("an activity whose outcome is lost runs again later", () =>
  withFaults({ redeliveredActivities: 0.5, redeliveryMs: 100, seed: 2 }, async (host) => {
    for (let n = 0; n < 4; n++) await host.start("sequence", `redelivered-${n}`, n);
    for (let n = 0; n < 4; n++) expect((await host.ended(`redelivered-${n}`)).output).toBe(n + 3);
    expect(host.warnings.filter((line) => line.includes("runs again later")).length).toBeGreaterThan(0);
  }));
