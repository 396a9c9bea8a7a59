/** Each recording, driven on a host in this process: what the real engine was seen to do is what this one does. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { hostHere, type HostHere } from "./host-under-test.ts";
import { hasEnded, inputOf, recordings, takeStep, transcriptOf } from "./recording.ts";
import type { CallerStep } from "./recording.ts";

let host: HostHere;
beforeAll(async () => {
  host = await hostHere();
});
afterAll(() => host.stop());

test.each([...recordings])("%s", async (name, recording) => {
  const id = `recorded-${name}`;
  await host.start(recording.orchestrator, id, inputOf(recording));
  for (const step of recording.steps) {
    await timeFor(step, id);
    expect(await takeStep(host, recording, id, step)).toBeLessThan(300);
  }
  const transcript = transcriptOf(recording, await host.until(id, hasEnded));
  const lastEpisode = "lastEpisode" in recording ? { lastEpisode: await lastEpisodeOf(id) } : {};
  expect({ ...recording, ...transcript, ...lastEpisode }).toEqual(recording);
});

/** Until the history is as long as the step wants it, or three looks in a row find the same. */
async function timeFor(step: CallerStep, id: string): Promise<void> {
  let same = 0;
  let before = "";
  await host.until(id, (status) => {
    if (step.lines !== undefined) return status.historyEvents.length >= step.lines;
    const now = JSON.stringify(status);
    same = now === before && status.runtimeStatus !== "Pending" ? same + 1 : 0;
    before = now;
    return same === 3;
  });
}

async function lastEpisodeOf(id: string): Promise<string> {
  const episode = (await host.episodes(id)).at(-1);
  const events = episode?.payload.history ?? [];
  return events
    .map(({ EventType, EventId, TaskScheduledId, TimerId, IsPlayed }) => {
      const number = Number(EventId) >= 0 ? EventId : (TaskScheduledId ?? TimerId ?? "");
      return `${String(EventType)}${number === "" ? "" : `#${String(number)}`}${IsPlayed === true ? "*" : ""}`;
    })
    .join(" ");
}
