/** A thread that reads blocks of an export and answers the runs in each; the block goes back with the answer. */
import { parentPort } from "node:worker_threads";
import { createRunReader } from "../shared/ledger/runs.ts";
import { sha256 } from "./sha256.ts";

const read = createRunReader(sha256);
parentPort?.on("message", (block: Uint8Array<ArrayBuffer>) => {
  const runs = read(block);
  parentPort?.postMessage({ runs, block }, [block.buffer]);
});
