/** What the engine does when its disk is full, and when it gets room again. */
import { expect, test, vi } from "vitest";
import { createHostClock } from "../../../local/host/clock.ts";
import { createEngine } from "../../../local/host/durable/engine.ts";
import { misbehaviourOf } from "../../../local/host/durable/faults.ts";
import { events } from "../../../local/host/durable/history.ts";
import { openStore } from "../../../local/host/durable/store.ts";
import type { DurableServices } from "../../../local/host/types.ts";
import { newFolder } from "./host-under-test.ts";

const waiting = { isDone: false, actions: [[{ actionType: 6, externalEventName: "go", reason: "" }]] };

function engineOn(folder: string, pagesMax: number | undefined, errors: string[]) {
  const store = openStore(folder, pagesMax === undefined ? {} : { pagesMax });
  const services: DurableServices = {
    clock: createHostClock(),
    log: (level, message) => void (level === "error" && errors.push(message)),
    dataDir: folder,
    settings: {},
    functions: () => [
      {
        name: "waits",
        triggerType: "orchestrationTrigger",
        triggerName: "t",
        bindings: {},
        callback: () => 0,
      },
    ],
    invoke: async () => ({ returnValue: { json: JSON.stringify(waiting) } }),
    systemKey: "",
    origin: () => "",
  };
  return { engine: createEngine(services, store, misbehaviourOf()), store };
}

test("a start that does not fit is refused, all that was accepted runs on, and a larger disk takes up the work", async () => {
  const folder = newFolder();
  const errors: string[] = [];
  const small = engineOn(folder, 60, errors);
  small.engine.load();
  const accepted: string[] = [];
  const input = JSON.stringify("x".repeat(3000));
  await expect(
    (async () => {
      for (let n = 0; ; n++) {
        await small.engine.start(`full-${n}`, "waits", input);
        accepted.push(`full-${n}`);
      }
    })(),
  ).rejects.toThrow(/full/);
  expect(accepted.length).toBeGreaterThan(5);
  expect(errors.join()).toMatch(/cannot be written.*full/);
  await small.engine.stop();
  small.store.close();

  const large = engineOn(folder, undefined, errors);
  large.engine.load();
  for (const id of accepted) {
    await vi.waitFor(() => expect(large.engine.find(id)?.status).toBe("Running"), { timeout: 5000 });
  }
  expect(large.engine.find(`full-${accepted.length}`)).toBeUndefined();
  const row = large.engine.find("full-0");
  if (row === undefined) throw new Error("The first start is gone");
  await large.engine.send(row, events.terminated(0, "enough"));
  await vi.waitFor(() => expect(large.engine.find("full-0")?.status).toBe("Terminated"));
  await large.engine.stop();
  large.store.close();
});
