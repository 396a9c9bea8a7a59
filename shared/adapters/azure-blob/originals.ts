import { buffer } from "node:stream/consumers";
import { BlobServiceClient, type ContainerClient, RestError } from "@azure/storage-blob";
import type { Digest } from "../../domain/ids.ts";
import { TransientFailure } from "../../domain/failures.ts";
import type { Originals } from "../../ports/originals.ts";
import type { BlobOptions } from "./options.ts";

/** Two containers, since who may look at what could not be read is another question than who may look at alerts. */
const containers = { originals: "originals", quarantine: "quarantine" } as const;

/**
 * Originals in Blob Storage under their digest. A blob is created once and never overwritten (`If-None-Match: *`), so
 * that the containers can be under a retention policy; keeping the same bytes again finds them there.
 */
export function blobOriginals(options: BlobOptions): Originals {
  const service = blobService(options);
  return {
    async keep(digest, bytes, { contentType, quarantined }) {
      const container = service.getContainerClient(
        quarantined ? containers.quarantine : containers.originals,
      );
      try {
        await container.getBlockBlobClient(digest).upload(bytes, bytes.byteLength, {
          conditions: { ifNoneMatch: "*" },
          blobHTTPHeaders: { blobContentType: contentType },
        });
      } catch (cause) {
        if (!isThereAlready(cause)) throw failureOf(cause, `keeping the original ${digest}`);
      }
    },
    async read(digest, most) {
      const found = await readFrom(service.getContainerClient(containers.originals), digest, most);
      return found ?? (await readFrom(service.getContainerClient(containers.quarantine), digest, most));
    },
  };
}

/** Makes the containers on the account of this machine; in Azure the deployment makes them, with their retention. */
export async function ensureBlobContainers(options: BlobOptions): Promise<void> {
  const service = blobService(options);
  for (const name of Object.values(containers)) {
    try {
      await service.getContainerClient(name).createIfNotExists();
    } catch (cause) {
      throw failureOf(cause, `making the container ${name}`);
    }
  }
}

async function readFrom(
  container: ContainerClient,
  digest: Digest,
  most: number | undefined,
): Promise<Uint8Array | undefined> {
  const blob = container.getBlobClient(digest);
  try {
    if (most === undefined) return await blob.downloadToBuffer();
    const { readableStreamBody } = await blob.download(0, most);
    return readableStreamBody ? await buffer(readableStreamBody) : new Uint8Array();
  } catch (cause) {
    if (cause instanceof RestError && cause.statusCode === 416) return new Uint8Array(); // no byte to begin with
    if (cause instanceof RestError && cause.statusCode === 404 && cause.code !== "ContainerNotFound")
      return undefined;
    throw failureOf(cause, `reading the original ${digest}`);
  }
}

export function blobService(options: BlobOptions): BlobServiceClient {
  if ("connectionString" in options)
    return BlobServiceClient.fromConnectionString(options.connectionString, { retryOptions: retries });
  return new BlobServiceClient(options.url, options.credential, { retryOptions: retries });
}

/** A write that is repeated finds itself, so the SDK may repeat it; but not for longer than a caller waits. */
const retries = { maxTries: 3, retryDelayInMs: 200, maxRetryDelayInMs: 2_000, tryTimeoutInMs: 20_000 };

/** 409 `BlobAlreadyExists`; 412 in versions of the service that take the condition first; 409 `BlobImmutableDueToPolicy` under retention. */
function isThereAlready(error: unknown): boolean {
  if (!(error instanceof RestError)) return false;
  return (
    error.code === "BlobAlreadyExists" ||
    error.code === "BlobImmutableDueToPolicy" ||
    error.statusCode === 412
  );
}

export function failureOf(cause: unknown, doing: string): Error {
  const status = cause instanceof RestError ? cause.statusCode : undefined;
  const passes =
    cause instanceof RestError && (status === undefined || status === 408 || status === 429 || status >= 500);
  const aborted = cause instanceof Error && cause.name === "AbortError";
  if (passes || aborted)
    return new TransientFailure(`Blob Storage could not be asked while ${doing}`, { cause });
  return new Error(`Blob Storage refused (${status ?? "no answer"}) while ${doing}`, { cause });
}
