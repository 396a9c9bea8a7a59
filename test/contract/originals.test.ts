import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BlobServiceClient } from "@azure/storage-blob";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Azurite, startAzurite } from "../../local/stand-ins/azurite.ts";
import { blobOriginals, ensureBlobContainers } from "../../shared/adapters/azure-blob/originals.ts";
import { TransientFailure } from "../../shared/domain/failures.ts";

const dataDir = mkdtempSync(join(tmpdir(), "tocsin-"));
let azurite: Azurite;
beforeAll(async () => {
  azurite = await startAzurite({ port: 0, dataDir });
  await ensureBlobContainers(azurite);
});
afterAll(async () => {
  await azurite.stop();
  rmSync(dataDir, { recursive: true });
});

const digestOf = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const bytes = new Uint8Array([0, 255, 10, 13, 239, 187, 191, 123]);
const alert = { contentType: "application/json", quarantined: false };

it("gives back what was kept, byte for byte, from either container", async () => {
  const originals = blobOriginals(azurite);
  const other = new TextEncoder().encode("{not json");
  await originals.keep(digestOf(bytes), bytes, alert);
  await originals.keep(digestOf(other), other, { contentType: "text/plain", quarantined: true });
  expect(await originals.read(digestOf(bytes))).toEqual(Buffer.from(bytes));
  expect(await originals.read(digestOf(other))).toEqual(Buffer.from(other));
});

it("keeps the same bytes twice as one original, and never overwrites it", async () => {
  const originals = blobOriginals(azurite);
  await originals.keep(digestOf(bytes), bytes, alert);
  await originals.keep(digestOf(bytes), new Uint8Array([1]), alert);
  expect(await originals.read(digestOf(bytes))).toEqual(Buffer.from(bytes));
});

it("keeps an original of no bytes at all", async () => {
  const originals = blobOriginals(azurite);
  await originals.keep(digestOf(new Uint8Array()), new Uint8Array(), {
    contentType: "text/plain",
    quarantined: true,
  });
  expect(await originals.read(digestOf(new Uint8Array()))).toEqual(Buffer.alloc(0));
});

it("gives back the first bytes of an original, and all of one that is shorter", async () => {
  const originals = blobOriginals(azurite);
  for (const [content, most, expected] of [
    ["0123456789", 4, "0123"],
    ["0123", 4, "0123"],
    ["01", 4, "01"],
    ["", 4, ""],
  ] as const) {
    const kept = new TextEncoder().encode(content);
    await originals.keep(digestOf(kept), kept, { contentType: "text/plain", quarantined: true });
    expect(Buffer.from((await originals.read(digestOf(kept), most)) ?? "none").toString()).toBe(expected);
  }
  expect(await originals.read("0".repeat(64), 4)).toBeUndefined();
});

it("has no original of an unknown digest", async () => {
  expect(await blobOriginals(azurite).read("0".repeat(64))).toBeUndefined();
});

it("puts what could not be read into a container of its own, with its type", async () => {
  const quarantined = new TextEncoder().encode("<xml/>");
  await blobOriginals(azurite).keep(digestOf(quarantined), quarantined, {
    contentType: "text/xml",
    quarantined: true,
  });
  const service = BlobServiceClient.fromConnectionString(azurite.connectionString);
  const properties = await service
    .getContainerClient("quarantine")
    .getBlobClient(digestOf(quarantined))
    .getProperties();
  expect(properties.contentType).toBe("text/xml");
  expect(await service.getContainerClient("originals").getBlobClient(digestOf(quarantined)).exists()).toBe(
    false,
  );
});

it("tells a service that cannot be reached from one that refuses", async () => {
  const nobody = azurite.connectionString.replace(
    /BlobEndpoint=[^;]*/,
    "BlobEndpoint=http://127.0.0.1:9/devstoreaccount1",
  );
  await expect(blobOriginals({ connectionString: nobody }).read("0".repeat(64))).rejects.toThrow(
    TransientFailure,
  );
  const stranger = azurite.connectionString.replace(
    /AccountKey=[^;]*/,
    `AccountKey=${Buffer.from("no").toString("base64")}`,
  );
  await expect(
    blobOriginals({ connectionString: stranger }).keep(digestOf(bytes), bytes, alert),
  ).rejects.toThrow(/refused \(403\)/);
});
