import type { CaseId, Digest } from "../domain/ids.ts";
import { createLineReader, type ExportLine } from "./export-line.ts";
import { genesis, type Head, type Sha256 } from "./format.ts";
import type { Run } from "./runs.ts";
import {
  certain,
  intruder,
  missingEntry,
  missingHeader,
  name,
  secondHolder,
  type Suspicion,
} from "./suspicion.ts";
import { type BadKind, notEstablished, type Verdict } from "./verdict.ts";

export interface Verifier {
  /** One line without its line feed. The bytes may be used again afterwards. */
  line(line: Uint8Array): void;
  /** Takes the lines of these runs for read, if they plainly fit; otherwise answers false and wants them line by line. */
  runs(runs: readonly Run[]): boolean;
  finish(): Verdict;
}

type EntryLine = Extract<ExportLine, { kind: "entry" }>;
type TrailerLine = Extract<ExportLine, { kind: "trailer" }>;

/** The chain that is being followed. */
interface Chain {
  readonly caseId: CaseId;
  entries: number;
  head: Digest;
  lastLine: number;
}

/**
 * Verifies an export line by line; keeps one line, and one head a case. It shares the format with the writer and
 * nothing else, and stops judging at the first thing that is wrong: what follows is only read as far as it tells
 * what that thing is.
 */
export function createVerifier(options: {
  readonly sha256: Sha256;
  readonly checkpoint?: readonly Head[] | undefined;
}): Verifier {
  const { sha256 } = options;
  const read = createLineReader(sha256);
  const remembered = new Map(options.checkpoint?.map((head) => [head.caseId, head]));
  const ended: Chain[] = [];
  let open: Chain | undefined;
  let lines = 0;
  let entries = 0;
  let header: Uint8Array | undefined;
  let scope: string | undefined;
  let complete = false;
  let suspicion: Suspicion | undefined;

  return {
    line(bytes) {
      lines += 1;
      const line = read(bytes);
      if (suspicion) suspicion.look(line, lines);
      else if (complete) bad("added", "There is something after the last line of the export.", placeOf(line));
      else if (lines === 1) begin(line, bytes);
      else follow(line);
    },
    runs(runs) {
      if (suspicion || complete || lines === 0 || !fit(runs)) return false;
      for (const run of runs) add(run);
      return true;
    },
    finish() {
      if (open) ended.push(open);
      open = undefined;
      if (!suspicion && !complete) cutOff();
      if (!suspicion) compareWithCheckpoint();
      const firstBad = suspicion?.firstBad();
      return {
        ok: firstBad === undefined,
        cases: ended.map(({ caseId, entries, head }) => ({ caseId, entries, head })),
        entries,
        ...(firstBad && { firstBad }),
        notEstablished: notEstablished({ checkpoint: options.checkpoint !== undefined, scope }),
      };
    },
  };

  function begin(line: ExportLine, bytes: Uint8Array): void {
    if (line.kind === "header") {
      header = bytes.slice();
      scope = line.scope;
    } else if (line.kind === "bad") follow(line);
    else suspicion = missingHeader(line.kind === "entry" ? line : null);
  }

  function follow(line: ExportLine): void {
    switch (line.kind) {
      case "entry":
        return link(line);
      case "trailer":
        return end(line);
      case "header":
        return bad("added", "The first line of an export stands here once more.", noPlace);
      case "bad": {
        // A line that says nothing about itself is named by the place where it stands.
        const here = open ? { caseId: open.caseId, seq: open.entries } : noPlace;
        return bad(line.bad, line.why, line.caseId === null ? here : line);
      }
    }
  }

  function link(entry: EntryLine): void {
    if (open && entry.caseId < open.caseId) return outOfOrder(entry, open);
    let interrupts: CaseId | undefined;
    if (open?.caseId !== entry.caseId) {
      if (open) ended.push(open);
      interrupts = open?.caseId;
      open = { caseId: entry.caseId, entries: 0, head: genesis, lastLine: lines };
    }
    const { caseId, seq } = entry;
    if (seq > open.entries) {
      const want = { caseId, seq: open.entries };
      suspicion = missingEntry({ line: lines, want, stands: { caseId, seq }, interrupts });
    } else if (seq < open.entries) {
      const first = seq === open.entries - 1 ? { line: open.lastLine, hash: open.head } : undefined;
      suspicion = secondHolder({ place: { caseId, seq }, second: { line: lines, hash: entry.hash }, first });
    } else if (entry.previous !== open.head) {
      bad("broken-link", "It does not name the hash of the entry before it.", entry);
    } else accept(entry, open);
  }

  function fit(runs: readonly Run[]): boolean {
    let { caseId, entries: length, head } = open ?? { caseId: "", entries: 0, head: genesis };
    return runs.every((run) => {
      const isNext = run.caseId === caseId && run.seq === length && run.previous === head;
      const isNew = run.caseId > caseId && run.seq === 0 && run.previous === genesis;
      length = run.seq + run.entries;
      ({ caseId, head } = run);
      return (isNext || isNew) && isAsRemembered(run);
    });
  }

  function isAsRemembered({ caseId, seq, entries: count, head }: Run): boolean {
    const checkpoint = remembered.get(caseId);
    if (!checkpoint || checkpoint.entries <= seq || checkpoint.entries > seq + count) return true;
    return checkpoint.entries === seq + count && checkpoint.head === head;
  }

  function add({ caseId, seq, entries: count, head }: Run): void {
    if (open && open.caseId !== caseId) ended.push(open);
    lines += count;
    entries += count;
    open = { caseId, entries: seq + count, head, lastLine: lines };
  }

  function accept(entry: EntryLine, chain: Chain): void {
    chain.entries += 1;
    chain.head = entry.hash;
    chain.lastLine = lines;
    entries += 1;
    const checkpoint = remembered.get(entry.caseId);
    if (checkpoint?.entries === chain.entries && checkpoint.head !== entry.hash) {
      bad(
        "rewritten",
        "The checkpoint remembers another entry in this place: the chain up to here was written anew.",
        entry,
      );
    }
  }

  /** Cases ascend. Where one comes back, either the only entry of the case in between stands wrong, or this one does. */
  function outOfOrder(entry: EntryLine, between: Chain): void {
    const { caseId, seq } = entry;
    const before = ended.find((chain) => chain.caseId === caseId);
    if (before && seq < before.entries) {
      suspicion = secondHolder({ place: { caseId, seq }, second: { line: lines, hash: entry.hash } });
    } else if (between.entries === 1) {
      const stands = { caseId: between.caseId, seq: 0 };
      suspicion = intruder({ line: between.lastLine, stands, resumed: caseId, resumedAt: lines });
    } else bad("reordered", `${name(entry)} belongs before the entries of case ${between.caseId}.`, entry);
  }

  function end(trailer: TrailerLine): void {
    if (open) ended.push(open);
    open = undefined;
    complete = true;
    if (sha256(joined(header ?? new Uint8Array(), trailer.digested)) !== trailer.digest) {
      return bad(
        "changed",
        "The first or the last line of the export was changed: they do not have the digest that the last line carries.",
        noPlace,
      );
    }
    compareWithTrailer(trailer);
  }

  function compareWithTrailer({ heads, cases, entries: total }: TrailerLine): void {
    const found = new Map(ended.map((chain) => [chain.caseId, chain]));
    for (const head of heads) {
      const chain = found.get(head.caseId);
      found.delete(head.caseId);
      const line = chain ? chain.lastLine + 1 : lines;
      if (!chain || chain.entries < head.entries) {
        const want = { caseId: head.caseId, seq: chain?.entries ?? 0 };
        suspicion = missingEntry({ line, want, stands: null });
        return;
      }
      const place = { caseId: head.caseId, seq: chain.entries - 1 };
      if (chain.entries > head.entries)
        return bad(
          "added",
          `The last line counts ${head.entries} entries of this case; there are ${chain.entries}.`,
          place,
          chain.lastLine,
        );
      if (chain.head !== head.head)
        return bad(
          "changed",
          "The last line names another hash for the newest entry of this case.",
          place,
          chain.lastLine,
        );
    }
    const [stranger] = found.values();
    if (stranger) {
      return bad(
        "added",
        "The last line does not know this case.",
        { caseId: stranger.caseId, seq: stranger.entries - 1 },
        stranger.lastLine,
      );
    }
    if (cases !== ended.length || total !== entries)
      bad("changed", "The sums in the last line do not fit its own list.", noPlace);
  }

  function cutOff(): void {
    const last = ended.at(-1);
    const why =
      lines === 0
        ? "The file is empty."
        : "The file ends without the last line of an export: entries may be missing.";
    bad("cut-off", why, last ? { caseId: last.caseId, seq: last.entries } : noPlace, lines + 1);
  }

  function compareWithCheckpoint(): void {
    const found = new Map(ended.map((chain) => [chain.caseId, chain]));
    for (const { caseId, entries: count } of remembered.values()) {
      if (scope !== "all" && scope !== caseId) continue;
      const chain = found.get(caseId);
      const seq = chain?.entries ?? 0;
      if (seq >= count) continue;
      const why = `The checkpoint counted ${count} entries of this case; this export has ${seq}.`;
      return bad("removed", why, { caseId, seq }, chain ? chain.lastLine + 1 : lines);
    }
  }

  function bad(
    kind: BadKind,
    why: string,
    place: { caseId: CaseId | null; seq: number | null },
    line = lines,
  ): void {
    suspicion ??= certain({ line, caseId: place.caseId, seq: place.seq, kind, why });
  }
}

const noPlace = { caseId: null, seq: null };

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(first.length + 1 + second.length);
  bytes.set(first);
  bytes[first.length] = 0x0a;
  bytes.set(second, first.length + 1);
  return bytes;
}

function placeOf(line: ExportLine): { caseId: CaseId | null; seq: number | null } {
  return line.kind === "entry" || line.kind === "bad" ? line : noPlace;
}
