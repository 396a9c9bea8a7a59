/** One suite over both places where an operator's document may be: a file, and a blob (the real client, on Azurite). */
import { BlobServiceClient } from "@azure/storage-blob";
import { mkdtempSync, rmSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Azurite, startAzurite } from "../../local/stand-ins/azurite.ts";
import { blobDocument } from "../../shared/adapters/azure-blob/document.ts";
import { fileDocument } from "../../shared/adapters/node-file/document.ts";
import { TransientFailure } from "../../shared/domain/failures.ts";
import type { OperatorsDocument } from "../../shared/ports/document.ts";

const dataDir = mkdtempSync(join(tmpdir(), "tocsin-document-"));
let azurite: Azurite;
beforeAll(async () => {
  azurite = await startAzurite({ port: 0, dataDir: join(dataDir, "blob") });
  await blobs().createContainer("configuration");
});
afterAll(async () => {
  await azurite.stop();
  rmSync(dataDir, { recursive: true });
});

interface Place {
  readonly document: OperatorsDocument;
  readonly write: (text: string) => Promise<unknown>;
  readonly remove: () => Promise<unknown>;
}

let now = Date.parse("2026-11-24T08:00:00.000Z");
const clock = { now: () => new Date(now).toISOString() };
const blobs = () => BlobServiceClient.fromConnectionString(azurite.connectionString);

function inFile(name: string): Place {
  const path = join(dataDir, name);
  return {
    document: fileDocument(path),
    write: (text) => writeFile(path, text),
    remove: () => rm(path),
  };
}

function inBlob(name: string): Place {
  const blob = blobs().getContainerClient("configuration").getBlockBlobClient(`rules/${name}`);
  return {
    document: blobDocument(azurite, `configuration/rules/${name}`, clock),
    write: (text) => blob.upload(text, Buffer.byteLength(text)),
    remove: () => blob.delete(),
  };
}

/** A blob is asked for again after a while only. */
const later = (): number => (now += 60_000);

describe.each([
  ["in a file", inFile],
  ["in a blob", inBlob],
])("a document %s", (_where, open) => {
  test("is read as it is at that moment, through every change", async () => {
    const { document, write, remove } = open("changing.yaml");
    expect(await document.read()).toBeUndefined();
    await write("first: ü");
    later();
    expect(await document.read()).toBe("first: ü");
    later();
    expect(await document.read()).toBe("first: ü");
    await write("second");
    later();
    expect(await document.read()).toBe("second");
    await write("");
    later();
    expect(await document.read()).toBe("");
    await remove();
    later();
    expect(await document.read()).toBeUndefined();
  });

  test("has a name under which a person finds it", () => {
    expect(open("named.yaml").document.name).toContain("named.yaml");
  });
});

test("a blob is not asked for at every alert", async () => {
  const { document, write } = inBlob("calm.yaml");
  await write("first");
  expect(await document.read()).toBe("first");
  await write("second");
  now += 14_000;
  expect(await document.read()).toBe("first");
  now += 2_000;
  expect(await document.read()).toBe("second");
});

test("a blob that cannot be asked for is a failure that passes, not a document that is gone", async () => {
  const nowhere = azurite.connectionString.replaceAll(/127\.0\.0\.1:\d+/g, "127.0.0.1:1");
  const document = blobDocument({ connectionString: nowhere }, "configuration/rules.yaml", clock);
  await expect(document.read()).rejects.toBeInstanceOf(TransientFailure);
});

test("a file that is no file is a failure too", async () => {
  await mkdir(join(dataDir, "folder"));
  await expect(fileDocument(join(dataDir, "folder")).read()).rejects.toThrow("EISDIR");
});
