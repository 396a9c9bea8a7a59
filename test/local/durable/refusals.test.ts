/** What the host refuses loudly: departures from history, timers beyond the platform's six days, what it does not emulate. */
import { DatabaseSync } from "node:sqlite";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createHostClock } from "../../../local/host/clock.ts";
import { openStore } from "../../../local/host/durable/store.ts";
import { hostHere, hostProcess, newFolder, type HostHere } from "./host-under-test.ts";

let host: HostHere;
let strict: HostHere;
beforeAll(async () => {
  host = await hostHere({ clock: createHostClock({ scale: 1 }), strict: false });
});
afterAll(() => host.stop());

/** Starts, waits for the first wait, changes the code, raises the event. */
async function changeTo(which: HostHere, version: string, id: string) {
  await which.start("changes", id);
  await which.until(id, ({ historyEvents }) =>
    historyEvents.some(({ EventType }) => EventType === "TaskCompleted"),
  );
  await which.note(`version-${id}`, version);
  await which.raise(id, "go", 1);
}

const told = (which: HostHere, id: string) => which.errors.filter((line) => line.includes(id));

describe("code that departs from its history", () => {
  test.each([
    ["other activity", "instead scheduled an activity task named 'addOne'", "activity addOne(1)"],
    ["a timer", "instead produced a CreateTimerOrchestratorAction", "timer until"],
    ["returns early", "hasn't (yet?) scheduled this task", "nothing more"],
  ])("%s: the instance fails as in Azure, and the log names the step", async (version, output, asked) => {
    const id = `departs-${version.replaceAll(" ", "-")}`;
    await changeTo(host, version, id);
    // The real engine can never again show the history of the first of these, so the status is read without it.
    await host.until(id, async () => (await host.api("GET", `instances/${id}`)).status === 200);
    const { body } = await host.api("GET", `instances/${id}`);
    expect(body).toMatchObject({
      runtimeStatus: "Failed",
      output: expect.stringContaining(output) as string,
    });
    expect(told(host, id)).toEqual([expect.stringContaining("step 1: the history holds «activity echo(")]);
    expect(told(host, id)[0]).toContain(`the code now asks for «${asked}`);
  });

  test("another input passes as in Azure, and the log still says so", async () => {
    await changeTo(host, "other input", "departs-input");
    expect(await host.ended("departs-input")).toMatchObject({
      runtimeStatus: "Completed",
      output: "other input",
    });
    expect(told(host, "departs-input")).toHaveLength(1);
  });
});

describe("strict replay", () => {
  beforeAll(async () => {
    await host.stop();
    strict = await hostHere({ strict: true });
  });
  afterAll(async () => {
    await strict.stop();
    host = await hostHere();
  });

  test.each(["other input", "one more", "other event", "other activity", "returns early"])(
    "%s fails the instance",
    async (version) => {
      const id = `strict-${version.replaceAll(" ", "-")}`;
      await changeTo(strict, version, id);
      await strict.until(id, async () => (await strict.api("GET", `instances/${id}`)).status === 200);
      expect((await strict.api("GET", `instances/${id}`)).body).toMatchObject({
        runtimeStatus: "Failed",
        output: expect.stringMatching(/^Non-Deterministic workflow detected/) as string,
      });
    },
  );

  test("unchanged code passes, whatever it waits for and however often it begins anew", async () => {
    await strict.start("race", "strict-race");
    await strict.until("strict-race", ({ runtimeStatus }) => runtimeStatus === "Running");
    await strict.raise("strict-race", "go", 1);
    expect(await strict.ended("strict-race")).toMatchObject({ runtimeStatus: "Completed" });
    await strict.start("buffered", "strict-again", 0);
    await strict.raise("strict-again", "next", 1);
    expect(await strict.ended("strict-again")).toMatchObject({ runtimeStatus: "Completed", output: "lost" });
  });
});

describe("six days", () => {
  test("a timer beyond them fails the instance and names the rule", async () => {
    await host.start("sleeps", "long-timer", 6.01);
    const { runtimeStatus, output } = await host.ended("long-timer");
    expect(runtimeStatus).toBe("Failed");
    expect(output).toMatch(/6\.0 days away, and no timer may exceed 6 days/);
    expect(told(host, "long-timer")).toHaveLength(1);
  });

  test("a timer of just under six days is accepted", async () => {
    await host.start("sleeps", "nearly-long-timer", 5.99);
    await host.until("nearly-long-timer", ({ historyEvents }) => historyEvents.length === 2);
    expect((await host.status("nearly-long-timer")).runtimeStatus).toBe("Running");
  });

  test("a retry interval beyond them fails the instance", async () => {
    await host.start("retriesForever", "long-retry");
    expect((await host.ended("long-retry")).output).toMatch(/retry interval of echo of 7\.0 days exceeds/);
  });
});

describe("what is not emulated", () => {
  test("an entity's name is in the failure", async () => {
    await host.start("asksEntity", "entity");
    expect((await host.ended("entity")).output).toMatch(/callEntity is not emulated by the one-machine host/);
  });

  test("rewinding a failed instance is 501, of others what the real engine says", async () => {
    expect(await host.api("POST", "instances/entity/rewind")).toMatchObject({ status: 501 });
    expect(await host.api("POST", "instances/nobody/rewind")).toMatchObject({ status: 404 });
  });

  test("an activity that no function is named waits for ever, and the log says so once", async () => {
    await host.start("callsNobody", "nobody");
    await host.until("nobody", ({ runtimeStatus }) => runtimeStatus === "Running");
    expect(told(host, "nobody")).toEqual([expect.stringContaining("'noSuchActivity'")]);
  });
});

describe("the data folder", () => {
  test("a second host on it is refused in words, and finds it free after the first was killed", async () => {
    const folder = newFolder();
    const first = await hostProcess(folder);
    await expect(hostProcess(folder)).rejects.toThrow(/Another host is working on .*durable\.sqlite/);
    first.process.kill("SIGKILL");
    await first.gone;
    const next = await hostProcess(folder);
    next.process.kill("SIGKILL");
    await next.gone;
  });

  test("a full disk: what cannot be written is not acknowledged, and what was is still there", async () => {
    const folder = newFolder();
    const store = openStore(folder, { pagesMax: 40 });
    const row = { instance: 1, execution: null };
    let written = 0;
    const fill = async () => {
      for (;;) {
        const seq = store.nextNumber("inbox");
        await store.commit((writes) => void writes.addInbox({ ...row, seq, event: "x".repeat(1000) }));
        written++;
      }
    };
    await expect(fill()).rejects.toThrow(/full/);
    expect(written).toBeGreaterThan(20);
    expect(store.read.allInbox()).toHaveLength(written);
    store.close();
    const again = new DatabaseSync(join(folder, "durable.sqlite"));
    expect(again.prepare("SELECT count(*) AS count FROM inbox").get()).toEqual({ count: written });
    expect(again.prepare("PRAGMA integrity_check").get()).toEqual({ integrity_check: "ok" });
    again.close();
  });
});
