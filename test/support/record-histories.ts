/**
 * Records the histories that the replay test replays: `node test/support/record-histories.ts`. Do it for a new
 * orchestration only. A recorded history is never made anew because a replay of it fails: instances with that history
 * may be running somewhere, and a changed sequence of actions is a new name.
 */
import { mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createHostClock } from "../../local/host/clock.ts";
import { startHost } from "../../local/host/host.ts";
import { orchestrations, wake } from "../../orchestrations/names.ts";

const folder = join(import.meta.dirname, "..", "histories");
mkdirSync(join(folder, "recorded"), { recursive: true });
process.env["HISTORIES_DIR"] = join(folder, "recorded");
const clock = createHostClock({ startAt: Date.parse("2026-11-24T08:12:00.000Z"), scale: 1 });
const host = await startHost({
  appDir: join(folder, "app"),
  port: 0,
  dataDir: mkdtempSync(join(tmpdir(), "histories-")),
  clock,
  strict: true,
});
const key = host.keys.system["durabletask_extension"] ?? "";
const post = async (path: string, body: object): Promise<void> => {
  const answer = await fetch(`${host.url}/runtime/webhooks/durabletask/${path}?code=${key}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (answer.status !== 202) throw new Error(`${path}: ${answer.status}`);
};
const caseId = "case-aaaaaaaaaaaaaaaa";
await post(`orchestrators/${orchestrations.case}/${caseId}-v2`, { caseId });
await post(`orchestrators/${orchestrations.courier}/courier-1`, { caseId });
await new Promise((resolve) => setTimeout(resolve, 3000));
for (const instanceId of [`${caseId}-v2`, "courier-1"])
  await post(`instances/${instanceId}/raiseEvent/${wake}`, {});
for (let hour = 0; hour < 3; hour++) await clock.stepTo(clock.now() + 3_600_000);
await clock.stepTo(clock.now() + 6 * 24 * 3_600_000);
await host.stop();
process.exit(0);
