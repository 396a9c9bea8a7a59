/** Long exports are read on several threads: they must be judged exactly as one thread judges them line by line. */
import { beforeAll, expect, it } from "vitest";
import { verifyExport } from "../../cli/verify-export.ts";
import type { Head } from "../../shared/ledger/format.ts";
import type { Verdict } from "../../shared/ledger/verdict.ts";
import { createVerifier } from "../../shared/ledger/verify.ts";
import { chainOf, exportOf, sha256 } from "../ledger/story.ts";

const cases = 40;
const entriesPerCase = 200;
const why = "Long enough to fill several blocks. ".repeat(28);
let lines: string[];

beforeAll(async () => {
  const chains = Array.from({ length: cases }, (_, index) =>
    chainOf(
      `case-${String(index).padStart(16, "0")}`,
      Array.from({ length: entriesPerCase }, () => ({
        kind: "questionWithdrawn",
        body: { questionId: "q", why },
      })),
    ),
  );
  lines = await exportOf(chains.flat());
});

function onOneThread(file: readonly string[], checkpoint?: readonly Head[]): Verdict {
  const verifier = createVerifier({ sha256, checkpoint });
  for (const line of file) verifier.line(new TextEncoder().encode(line));
  return verifier.finish();
}

/** In pieces that end anywhere, as a pipe delivers them. */
async function* streamOf(file: readonly string[]): AsyncGenerator<Uint8Array, void, undefined> {
  const bytes = new TextEncoder().encode(`${file.join("\n")}\n`);
  const pieceLength = 65_521;
  for (let at = 0; at < bytes.length; at += pieceLength) yield bytes.subarray(at, at + pieceLength);
}

it("a good export is long enough for several threads, and holds", async () => {
  expect(lines.join("\n").length).toBeGreaterThan(10 * 1024 * 1024);
  const verdict = await verifyExport(streamOf(lines));
  expect(verdict).toMatchObject({ ok: true, entries: cases * entriesPerCase });
  expect(verdict).toStrictEqual(onOneThread(lines));
});

it.each<[string, number, (at: number) => string[]]>([
  ["changed", 7402, (at) => lines.with(at, lines[at]!.replace("several", "seven"))],
  ["removed", 7001, (at) => lines.toSpliced(at, 1)],
  ["added", 6900, (at) => lines.toSpliced(at, 0, lines[at - 3]!)],
  ["reordered", 7800, (at) => lines.with(at, lines[at - 700]!).with(at - 700, lines[at]!)],
])("an entry that is %s is named: line %d", async (kind, at, damage) => {
  const damaged = damage(at);
  const verdict = await verifyExport(streamOf(damaged));
  expect(verdict.firstBad?.kind).toBe(kind);
  expect(verdict).toStrictEqual(onOneThread(damaged));
});

it("a checkpoint is compared wherever it falls", async () => {
  const { cases: heads } = onOneThread(lines);
  expect((await verifyExport(streamOf(lines), heads)).ok).toBe(true);
  const entryAt = (seq: number) =>
    JSON.parse(lines[1 + 39 * entriesPerCase + seq]!) as { caseId: string; hash: string };
  const { caseId, hash } = entryAt(99);
  expect((await verifyExport(streamOf(lines), [{ caseId, entries: 100, head: hash }])).ok).toBe(true);
  const other = await verifyExport(streamOf(lines), [{ caseId, entries: 100, head: entryAt(98).hash }]);
  expect(other.firstBad).toMatchObject({ kind: "rewritten", caseId, seq: 99 });
});

it("a stream that breaks off is a failure, not a verdict", async () => {
  const broken = (async function* () {
    yield* streamOf(lines);
    throw new Error("the disk is gone");
  })();
  await expect(verifyExport(broken)).rejects.toThrow("the disk is gone");
});
