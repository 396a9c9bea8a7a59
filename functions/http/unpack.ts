/** Bodies that their sender has packed: the host hands them over as they came. */
import { promisify } from "node:util";
import { brotliDecompress, gunzip, inflate } from "node:zlib";
import { bodyBytesMax } from "../../shared/intake/read-body.ts";

type Unpacked = { readonly bytes: Uint8Array } | { readonly problem: string };

const unpackers = {
  gzip: promisify(gunzip),
  "x-gzip": promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
} as const;

/** Undefined when nothing is packed. A small body that unpacks to a very large one is stopped at the largest that is read. */
export async function unpack(
  bytes: Uint8Array,
  contentEncoding: string | null,
): Promise<Unpacked | undefined> {
  const encoding = (contentEncoding ?? "").trim().toLowerCase();
  if (encoding === "" || encoding === "identity" || bytes.byteLength === 0) return undefined;
  if (!Object.hasOwn(unpackers, encoding))
    return { problem: `the body is packed as ${encoding.slice(0, 40)}, which is not understood` };
  try {
    const unpacker = unpackers[encoding as keyof typeof unpackers];
    return { bytes: await unpacker(bytes, { maxOutputLength: bodyBytesMax }) };
  } catch (error) {
    const tooLarge = (error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE";
    return {
      problem: tooLarge
        ? `the body unpacks to more than ${bodyBytesMax} bytes, and so many are not read`
        : `the body says that it is packed as ${encoding}, and is not`,
    };
  }
}
