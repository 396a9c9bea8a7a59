/** A data folder outlives the app and the host that wrote it. */
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { createHostClock } from "../../../local/host/clock.ts";
import { hostHere, newFolder } from "./host-under-test.ts";

function folderWith(sql: string): string {
  const dataDir = newFolder();
  mkdirSync(join(dataDir, "durable"));
  const db = new DatabaseSync(join(dataDir, "durable", "durable.sqlite"));
  db.exec(sql);
  db.close();
  return dataDir;
}

test("what waited, slept and had ended under version 1 goes on, in strict replay too", async () => {
  const sql = readFileSync(new URL("../recorded/durable-version-1.sql", import.meta.url), "utf8");
  const clock = createHostClock({ startAt: Date.parse("2026-03-07T00:00:00Z"), scale: 0 });
  const host = await hostHere({ dataDir: folderWith(sql), clock, strict: true });
  expect((await host.status("done-in-version-1")).output).toBe(4);
  expect((await host.ended("sleeps-since-version-1")).output).toBe("woken");
  await host.raise("waits-since-version-1", "go", "at last");
  expect((await host.ended("waits-since-version-1")).output).toEqual({ got: "at last" });
  expect(host.errors).toEqual([]);
  await host.stop();
});

test("a folder of a newer version is refused in words", async () => {
  const dataDir = folderWith("PRAGMA user_version = 99;");
  await expect(hostHere({ dataDir })).rejects.toThrow(/written by a newer host \(version 99/);
});
