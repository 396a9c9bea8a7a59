import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { Head } from "../shared/ledger/format.ts";
import type { Run } from "../shared/ledger/runs.ts";
import { createLineSplitter } from "../shared/ledger/split-lines.ts";
import type { Verdict } from "../shared/ledger/verdict.ts";
import { createVerifier } from "../shared/ledger/verify.ts";
import { sha256 } from "./sha256.ts";

type Block = Uint8Array<ArrayBuffer>;

/** Below this much a thread takes longer to start than to be of use. */
const bytesAlone = 8 * 1024 * 1024;
const blockBytes = 1024 * 1024;
const blocksAheadPerThread = 3;
const lineFeed = 0x0a;

/** Verifies an export as it streams in, on several threads when it is long. Memory stays that of a few blocks. */
export async function verifyExport(
  stream: AsyncIterable<Uint8Array>,
  checkpoint?: readonly Head[],
): Promise<Verdict> {
  const verifier = createVerifier({ sha256, checkpoint });
  const splitter = createLineSplitter((line) => verifier.line(line));
  const readers: Reader[] = [];
  const ahead: Promise<{ runs: readonly Run[] | undefined; block: Block }>[] = [];
  let seen = 0;
  try {
    for await (const block of wholeLines(stream)) {
      seen += block.length;
      if (seen < bytesAlone) {
        splitter.chunk(block);
        continue;
      }
      if (readers.length === 0) readers.push(...Array.from({ length: threads() }, startReader));
      const reader = readers.reduce((one, other) => (other.waiting() < one.waiting() ? other : one));
      ahead.push(reader.read(block));
      if (ahead.length >= blocksAheadPerThread * readers.length) await takeFirst();
    }
    while (ahead.length > 0) await takeFirst();
    splitter.end();
  } finally {
    await Promise.all(readers.map((reader) => reader.stop()));
  }
  return verifier.finish();

  /** Blocks are put together in the order in which they stand, whichever is ready first. */
  async function takeFirst(): Promise<void> {
    const { runs, block } = await (ahead.shift() as (typeof ahead)[number]);
    if (!runs || !verifier.runs(runs)) splitter.chunk(block);
  }
}

interface Reader {
  read(block: Block): Promise<{ runs: readonly Run[] | undefined; block: Block }>;
  waiting(): number;
  stop(): Promise<unknown>;
}

function startReader(): Reader {
  const worker = new Worker(new URL("./verify-worker.ts", import.meta.url), { execArgv: [] });
  const waiting: {
    resolve: (answer: { runs: readonly Run[] | undefined; block: Block }) => void;
    reject: (cause: Error) => void;
  }[] = [];
  worker.on("message", (answer: { runs: readonly Run[] | undefined; block: Block }) =>
    waiting.shift()?.resolve(answer),
  );
  worker.on("error", (cause) => waiting.splice(0).forEach(({ reject }) => reject(cause as Error)));
  return {
    read: (block) =>
      new Promise((resolve, reject) => {
        waiting.push({ resolve, reject });
        worker.postMessage(block, [block.buffer]);
      }),
    waiting: () => waiting.length,
    stop: () => worker.terminate(),
  };
}

/** More threads than this wait for the one that puts together. */
function threads(): number {
  return Math.min(availableParallelism(), 4);
}

/** Cuts a stream into blocks that end with a line feed, except the last. A block has memory of its own. */
async function* wholeLines(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Block, void, undefined> {
  let parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    const cut = length + chunk.length < blockBytes ? -1 : chunk.lastIndexOf(lineFeed);
    if (cut >= 0) {
      yield joined([...parts, chunk.subarray(0, cut + 1)], length + cut + 1);
      parts = [];
      length = 0;
    }
    const rest = chunk.subarray(cut + 1);
    parts.push(rest);
    length += rest.length;
  }
  if (length > 0) yield joined(parts, length);
}

function joined(parts: readonly Uint8Array[], length: number): Block {
  const block = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    block.set(part, at);
    at += part.length;
  }
  return block;
}
