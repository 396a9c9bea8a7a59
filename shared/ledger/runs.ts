/**
 * Verifying in parallel: the lines of an export are cut into blocks, each is read by itself, and what was found is put
 * together in order. A block that is not plainly good is read again line by line, to say what is wrong with it.
 */
import type { CaseId, Digest } from "../domain/ids.ts";
import { createLineReader } from "./export-line.ts";
import type { Sha256 } from "./format.ts";
import { createLineSplitter } from "./split-lines.ts";

/** Entries of one case that stand one after the other, each good and each naming the one before it. */
export interface Run {
  readonly caseId: CaseId;
  readonly seq: number;
  readonly previous: Digest;
  readonly entries: number;
  readonly head: Digest;
}

/** Answers the runs in a block of whole lines, or undefined when there is anything else in it. */
export function createRunReader(sha256: Sha256): (block: Uint8Array) => readonly Run[] | undefined {
  const read = createLineReader(sha256);
  return (block) => {
    const runs: { caseId: CaseId; seq: number; previous: Digest; entries: number; head: Digest }[] = [];
    let good = true;
    const splitter = createLineSplitter((bytes) => {
      if (!good) return;
      const line = read(bytes);
      const run = runs.at(-1);
      if (line.kind !== "entry") good = false;
      else if (run?.caseId !== line.caseId) {
        runs.push({
          caseId: line.caseId,
          seq: line.seq,
          previous: line.previous,
          entries: 1,
          head: line.hash,
        });
      } else if (line.seq === run.seq + run.entries && line.previous === run.head) {
        run.entries += 1;
        run.head = line.hash;
      } else good = false;
    });
    splitter.chunk(block);
    splitter.end();
    return good ? runs : undefined;
  };
}
