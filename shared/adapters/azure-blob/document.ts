import { RestError } from "@azure/storage-blob";
import { text } from "node:stream/consumers";
import type { Clock } from "../../ports/clock.ts";
import type { OperatorsDocument } from "../../ports/document.ts";
import type { BlobOptions } from "./options.ts";
import { blobService, failureOf } from "./originals.ts";

/** A change counts after so long at the latest; every alert asking anew would be a call and a charge for each. */
const askedAgainAfterMs = 15_000;

/** A blob, `container/path`, for apps whose own files cannot be changed in place. Asked for only if it has changed. */
export function blobDocument(options: BlobOptions, path: string, clock: Clock): OperatorsDocument {
  const [container = "", ...rest] = path.split("/");
  const blob = blobService(options).getContainerClient(container).getBlobClient(rest.join("/"));
  let held: { readonly text: string | undefined; readonly etag: string | undefined } | undefined;
  let askedAt = Number.NEGATIVE_INFINITY;
  const name = `blob ${path}`;
  return {
    name,
    read: async () => {
      const now = Date.parse(clock.now());
      if (held && now - askedAt < askedAgainAfterMs) return held.text;
      try {
        const etag = held?.etag;
        const answer = await blob.download(
          0,
          undefined,
          etag === undefined ? {} : { conditions: { ifNoneMatch: etag } },
        );
        const stream = answer.readableStreamBody;
        held = { text: stream === undefined ? "" : await text(stream), etag: answer.etag };
      } catch (cause) {
        const status = cause instanceof RestError ? cause.statusCode : undefined;
        if (status === 404) held = { text: undefined, etag: undefined };
        else if (status !== 304) throw failureOf(cause, `reading the ${name}`);
      }
      askedAt = now;
      return held?.text;
    },
  };
}
