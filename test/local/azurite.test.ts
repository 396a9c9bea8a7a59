/** Kills the process that holds the blob service right after an acknowledged write, and looks what is left. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { startAzurite } from "../../local/stand-ins/azurite.ts";
import { blobOriginals } from "../../shared/adapters/azure-blob/originals.ts";

const dataDir = mkdtempSync(join(tmpdir(), "tocsin-"));
afterAll(() => rmSync(dataDir, { recursive: true }));

const child = `
  import { startAzurite } from ${JSON.stringify(new URL("../../local/stand-ins/azurite.ts", import.meta.url).href)};
  import { blobOriginals, ensureBlobContainers } from ${JSON.stringify(new URL("../../shared/adapters/azure-blob/originals.ts", import.meta.url).href)};
  const azurite = await startAzurite({ port: 0, dataDir: ${JSON.stringify(dataDir)} });
  await ensureBlobContainers(azurite);
  await blobOriginals(azurite).keep("aa", new Uint8Array([1, 2, 3]), { contentType: "text/plain", quarantined: false });
  process.kill(process.pid, "SIGKILL");
`;

it("has every original whose keeping was acknowledged, though the process was killed at once", async () => {
  const killed = spawn(process.execPath, ["--input-type=module", "--eval", child], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const said: Buffer[] = [];
  killed.stdout.on("data", (chunk: Buffer) => said.push(chunk));
  const [, signal] = (await once(killed, "exit")) as [number | null, string | null];
  expect(signal).toBe("SIGKILL");
  expect(Buffer.concat(said).toString()).toBe("");
  const azurite = await startAzurite({ port: 0, dataDir });
  try {
    expect(await blobOriginals(azurite).read("aa")).toEqual(Buffer.from([1, 2, 3]));
    await expect(
      startAzurite({ port: Number(new URL(azurite.blobUrl).port), dataDir: join(dataDir, "other") }),
    ).rejects.toThrow("EADDRINUSE");
  } finally {
    await azurite.stop();
  }
});
