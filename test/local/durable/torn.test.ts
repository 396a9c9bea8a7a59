/** A write that was cut off in its midst, and a file that is damaged. */
import { readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { hostProcess, newFolder } from "./host-under-test.ts";

const fileIn = (folder: string, suffix = "") => join(folder, "durable", `durable.sqlite${suffix}`);

test("a write that was torn can be made again, and of those that were acknowledged nothing is missing", async () => {
  const folder = newFolder();
  const dying = await hostProcess(folder, { killAtCommit: 9 });
  const acknowledged: string[] = [];
  let unanswered: string | undefined;
  for (let n = 0; unanswered === undefined; n++) {
    const id = `torn-${n}`;
    const answer = await dying.start("waits", id).catch(() => undefined);
    if (answer === undefined) unanswered = id;
    else acknowledged.push(id);
  }
  expect(await dying.gone).toBe("SIGKILL");
  expect(acknowledged.length).toBeGreaterThan(2);

  const log = fileIn(folder, "-wal");
  truncateSync(log, readFileSync(log).length - 100);
  const next = await hostProcess(folder);
  if ((await next.find(unanswered)) === null) await next.start("waits", unanswered);
  for (const id of [...acknowledged, unanswered]) {
    await next.raise(id, "go", "after all");
    expect((await next.ended(id)).output).toEqual({ got: "after all" });
  }
  next.process.kill("SIGKILL");
  await next.gone;
});

test("a damaged file is refused by name, and left as it is", async () => {
  const folder = newFolder();
  const first = await hostProcess(folder);
  await first.start("waits", "lost");
  first.process.kill("SIGKILL");
  await first.gone;
  rmSync(fileIn(folder, "-wal"));
  writeFileSync(fileIn(folder), "This was a database.".repeat(500));
  await expect(hostProcess(folder)).rejects.toThrow(/durable\.sqlite is damaged .* Put back a copy/);
  expect(readFileSync(fileIn(folder), "utf8")).toBe("This was a database.".repeat(500));
});
