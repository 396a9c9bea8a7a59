/** How a host starts, refuses to start, and stops. */
import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { holdPort } from "../../../local/held-port.ts";
import { hostHere, newFolder } from "./app-under-test.ts";

test("running calls end before the app is told to terminate, and nobody new gets in", async () => {
  const host = await hostHere("doors");
  const seen = (globalThis as unknown as { seenByDoors: unknown[] }).seenByDoors;
  const slow = host.call("GET", "/v1/slow");
  await expect.poll(() => seen).toContain("slow begins");
  const stopped = host.stop();
  await expect(host.call("GET", "/v1/hello")).rejects.toThrow("ECONNREFUSED");
  expect(await slow).toMatchObject({ status: 200, body: "done" });
  await stopped;
  expect(seen).toEqual(["started", "slow begins", "slow ends", "terminated"]);
});

test("two functions under one name: the host runs and serves none", async () => {
  const host = await hostHere("twice");
  expect(host.functions).toEqual([]);
  expect(host.errors).toEqual([expect.stringMatching(/under the name "same"/)]);
  expect((await host.call("GET", "/api/other")).status).toBe(404);
  await host.stop();
});

test("an entry that fails to load: the host runs without functions and says so", async () => {
  const host = await hostHere("broken");
  expect(host.errors).toEqual([expect.stringMatching(/failed to load/)]);
  expect((await host.call("GET", "/api/early")).status).toBe(404);
  expect((await host.call("GET", "/admin/host/ping")).status).toBe(200);
  await host.stop();
});

test("a trigger that is not emulated is refused by its name", async () => {
  await expect(hostHere("queues")).rejects.toThrow('Function "fromQueue" has a queueTrigger binding');
});

test("a busy port is told by its code", async () => {
  const first = await hostHere("doors");
  await expect(hostHere("doors", { port: first.port })).rejects.toMatchObject({ code: "EADDRINUSE" });
  await first.stop();
});

test("a port is held from its choice until the host has it: nobody can take it in between", async () => {
  const held = await holdPort(0, "127.0.0.1");
  await expect(holdPort(held.port, "127.0.0.1")).rejects.toMatchObject({ code: "EADDRINUSE" });
  const host = await hostHere("doors", { port: held });
  expect(host.port).toBe(held.port);
  expect(await host.call("GET", "/v1/hello/a")).toMatchObject({ status: 200 });
  await host.stop();
  held.release();
  held.release();
  await expect(host.call("GET", "/v1/hello/a")).rejects.toThrow("ECONNREFUSED");
});

test("a port that no host came for is let go", async () => {
  const held = await holdPort(0, "127.0.0.1");
  held.release();
  held.release();
  await expect(fetch(`http://127.0.0.1:${held.port}`)).rejects.toThrow();
});

test.each([
  ["[]", /is not valid/],
  ['{"version":"2.0","functionTimeout":"soon"}', /functionTimeout "soon"/],
  ["{", /is not JSON/],
])("the host.json %s stops the start", async (text, message) => {
  const appDir = newFolder();
  mkdirSync(appDir, { recursive: true });
  writeFileSync(join(appDir, "host.json"), text);
  await expect(hostHere("doors", { appDir })).rejects.toThrow(message);
});

test("without given keys a host makes its own, readable by its owner only, and keeps them", async () => {
  const dataDir = newFolder();
  const keysOf = async () => {
    const { startHost } = await import("../../../local/host/host.ts");
    const { appFolder } = await import("./app-under-test.ts");
    const host = await startHost({ appDir: appFolder("doors"), port: 0, dataDir, log: () => undefined });
    await host.stop();
    return host.keys;
  };
  const made = await keysOf();
  expect(statSync(join(dataDir, "keys.json")).mode & 0o777).toBe(0o600);
  expect(JSON.parse(readFileSync(join(dataDir, "keys.json"), "utf8"))).toEqual(made);
  expect(await keysOf()).toEqual(made);
});
