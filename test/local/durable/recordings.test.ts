/**
 * What the real engine was seen to do, kept as data: for each recording the steps of a caller, and then the status, the
 * history as the API shows it, and the history as the orchestrator's library was last given it.
 */
import { readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { hostHere, type HostHere, type InstanceStatus } from "./host-under-test.ts";

interface Recording {
  readonly shows: string;
  readonly orchestrator: string;
  readonly input?: unknown;
  readonly steps: readonly (
    { readonly raise: string; readonly value: unknown } | { readonly post: string; readonly reason: string }
  )[];
  readonly status: { readonly runtimeStatus: string; readonly output: unknown };
  /** One line an event: its kind, what it names, what it carries. */
  readonly history: readonly string[];
  /** Kind and number of each event; a star where the library has seen it before. */
  readonly lastEpisode: string;
}

const folder = new URL("../recorded/durable/", import.meta.url);
const names = readdirSync(folder).map((file) => file.replace(".json", ""));

let host: HostHere;
beforeAll(async () => {
  host = await hostHere();
});
afterAll(() => host.stop());

test.each(names)("%s", async (name) => {
  const recording = JSON.parse(readFileSync(new URL(`${name}.json`, folder), "utf8")) as Recording;
  const id = `recorded-${name}`;
  await host.start(recording.orchestrator, id, recording.input);
  for (const step of recording.steps) {
    await atRest(id);
    if ("raise" in step) await host.raise(id, step.raise, step.value);
    else await host.api("POST", `instances/${id}/${step.post}?reason=${encodeURIComponent(step.reason)}`);
  }
  const status = await host.ended(id);
  const here = {
    shows: recording.shows,
    orchestrator: recording.orchestrator,
    ...("input" in recording ? { input: recording.input } : {}),
    steps: recording.steps,
    status: { runtimeStatus: status.runtimeStatus, output: status.output },
    history: status.historyEvents.map(inBrief),
    lastEpisode: await lastEpisode(id),
  };
  expect(here).toEqual(recording);
});

/** Until three looks in a row find the same history. */
async function atRest(id: string): Promise<void> {
  let same = 0;
  let before = "";
  await host.until(id, (status: InstanceStatus) => {
    const now = JSON.stringify(status);
    same = now === before && status.runtimeStatus !== "Pending" ? same + 1 : 0;
    before = now;
    return same === 3;
  });
}

function inBrief(event: Record<string, unknown>): string {
  const { EventType, Name, FunctionName, OrchestrationStatus, Result, Reason, Input } = event;
  const named = Name ?? FunctionName ?? OrchestrationStatus;
  const carries = Result ?? Reason ?? Input;
  return [EventType, ...(named == null ? [] : [named]), ...(carries == null ? [] : [JSON.stringify(carries)])]
    .map(String)
    .join(" ");
}

async function lastEpisode(id: string): Promise<string> {
  const episode = (await host.episodes(id)).at(-1);
  const events = episode?.payload.history ?? [];
  return events
    .map(({ EventType, EventId, TaskScheduledId, TimerId, IsPlayed }) => {
      const number = Number(EventId) >= 0 ? EventId : (TaskScheduledId ?? TimerId ?? "");
      return `${String(EventType)}${number === "" ? "" : `#${String(number)}`}${IsPlayed === true ? "*" : ""}`;
    })
    .join(" ");
}
