import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sealEntry } from "../../shared/ledger/chain.ts";
import type { Head } from "../../shared/ledger/format.ts";
import { createVerifier } from "../../shared/ledger/verify.ts";
import type { Verdict } from "../../shared/ledger/verdict.ts";
import { chainOf, everyKindOnce, exportOf, sha256, shortChains } from "./story.ts";

const utf8 = new TextEncoder();

function verdictOn(lines: readonly string[], checkpoint?: readonly Head[]): Verdict {
  const verifier = createVerifier({ sha256, checkpoint });
  for (const line of lines) verifier.line(utf8.encode(line));
  return verifier.finish();
}

const entries = shortChains([4, 1, 3]);
const lines = await exportOf(entries);
const [caseA, caseB, caseC] = ["case-aaaaaaaaaaaaaaa0", "case-aaaaaaaaaaaaaaa1", "case-aaaaaaaaaaaaaaa2"];
/** Lines count from 1 and the first is the header: entry 0 of the first case stands on line 2. */
const without = (line: number) => lines.toSpliced(line - 1, 1);
const swapped = (one: number, other: number) =>
  lines.with(one - 1, lines[other - 1] as string).with(other - 1, lines[one - 1] as string);
const inserted = (before: number, text: string) => lines.toSpliced(before - 1, 0, text);
const copied = (from: number, before: number) => inserted(before, lines[from - 1] as string);
const edited = (line: number, from: string | RegExp, to: string) =>
  lines.with(line - 1, (lines[line - 1] as string).replace(from, to));

describe("an untouched export", () => {
  it("holds, and says how long each chain is and where it ends", () => {
    expect(verdictOn(lines)).toMatchObject({
      ok: true,
      entries: 8,
      cases: [
        { caseId: caseA, entries: 4, head: entries[3]?.hash },
        { caseId: caseB, entries: 1, head: entries[4]?.hash },
        { caseId: caseC, entries: 3, head: entries[7]?.hash },
      ],
    });
    expect(verdictOn(lines).firstBad).toBeUndefined();
  });

  it("holds with every kind of entry in it", async () => {
    expect(verdictOn(await exportOf(everyKindOnce))).toMatchObject({
      ok: true,
      entries: everyKindOnce.length,
    });
  });

  it("holds when the ledger is empty", async () => {
    expect(verdictOn(await exportOf([]))).toMatchObject({ ok: true, entries: 0, cases: [] });
  });

  it("leaves open what a file alone cannot show", async () => {
    expect(verdictOn(lines).notEstablished.join(" ")).toMatch(/No checkpoint.*No signature.*write-once/);
    const one = await exportOf(entries.slice(0, 4), caseA);
    expect(verdictOn(one).notEstablished.join(" ")).toContain(`Only the case ${caseA}`);
  });
});

describe("a damaged export is found out, and the first bad entry is named", () => {
  it.each<[string, string[], Partial<Verdict["firstBad"]> & object]>([
    ["a changed word", edited(3, "q1", "q7"), { kind: "changed", line: 3, caseId: caseA, seq: 1 }],
    ["a changed hash", edited(3, /"hash":"./, '"hash":"g'), { kind: "unknown-format", line: 3 }],
    [
      "another way to write the same",
      edited(3, '"seq":1', '"seq": 1'),
      { kind: "changed", line: 3, caseId: caseA, seq: 1 },
    ],
    ["a broken line", edited(3, /.{20}$/, ""), { kind: "unreadable", line: 3, caseId: caseA, seq: 1 }],
    ["an empty line", inserted(3, ""), { kind: "unreadable", line: 3 }],
    ["the first entry removed", without(2), { kind: "removed", line: 2, caseId: caseA, seq: 0 }],
    ["the second entry removed", without(3), { kind: "removed", line: 3, caseId: caseA, seq: 1 }],
    ["an entry in the middle removed", without(4), { kind: "removed", line: 4, caseId: caseA, seq: 2 }],
    ["the last entry of a case removed", without(5), { kind: "removed", line: 5, caseId: caseA, seq: 3 }],
    ["a whole case removed", without(6), { kind: "removed", caseId: caseB, seq: 0 }],
    ["the first line removed", without(1), { kind: "removed", line: 1 }],
    ["the last line removed", without(10), { kind: "cut-off", line: 10, caseId: caseC, seq: 3 }],
    ["nothing left", [], { kind: "cut-off", line: 1 }],
    ["neighbours swapped", swapped(3, 4), { kind: "reordered", line: 3, caseId: caseA, seq: 2 }],
    ["entries of two cases swapped", swapped(3, 8), { kind: "reordered", line: 3, caseId: caseC, seq: 1 }],
    [
      "first entries of two cases swapped",
      swapped(2, 7),
      { kind: "reordered", line: 2, caseId: caseC, seq: 0 },
    ],
    [
      "the last entry of a case swapped with the first of another",
      swapped(5, 7),
      { kind: "reordered", line: 5, caseId: caseC, seq: 0 },
    ],
    ["the last line too early", swapped(9, 10), { kind: "reordered", line: 9, caseId: caseC, seq: 2 }],
    ["the first line too late", swapped(1, 2), { kind: "reordered", line: 1, caseId: caseA, seq: 0 }],
    ["an entry twice", copied(3, 4), { kind: "added", line: 4, caseId: caseA, seq: 1 }],
    ["an entry once more, too early", copied(5, 3), { kind: "added", line: 3, caseId: caseA, seq: 3 }],
    ["an entry once more, later", copied(3, 9), { kind: "added", line: 9, caseId: caseA, seq: 1 }],
    ["an entry of another case", copied(7, 3), { kind: "added", line: 3, caseId: caseC, seq: 0 }],
    ["an entry behind the last line", copied(9, 11), { kind: "added", line: 11, caseId: caseC, seq: 2 }],
    ["an entry before the first line", copied(3, 1), { kind: "added", line: 1, caseId: caseA, seq: 1 }],
    ["the first line twice", copied(1, 5), { kind: "added", line: 5 }],
    ["the last line twice", copied(10, 5), { kind: "added", line: 5 }],
    ["a changed first line", edited(1, "2026", "2025"), { kind: "changed", line: 10 }],
    ["a changed sum", edited(10, '"entries":8', '"entries":9'), { kind: "changed", line: 10 }],
    [
      "a format from the future",
      edited(1, '"tocsinExport":1', '"tocsinExport":2'),
      { kind: "unknown-format", line: 1 },
    ],
    ["some other NDJSON", ['{"a":1}'], { kind: "unknown-format", line: 1 }],
  ])("%s", (_what, damaged, firstBad) => {
    const verdict = verdictOn(damaged);
    expect(verdict.ok).toBe(false);
    expect(verdict.firstBad).toMatchObject(firstBad);
    expect(verdict.firstBad?.why).toMatch(/^[A-Z].*\.$/);
  });

  it("any single change, removal, swap or insertion", () => {
    const at = fc.nat({ max: lines.length - 1 });
    const change = fc
      .tuple(
        at,
        fc.nat(),
        fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)),
      )
      .map(([index, where, char]) => {
        const line = lines[index] as string;
        const column = where % line.length;
        return {
          index,
          damaged: lines.with(index, line.slice(0, column) + char + line.slice(column + 1)),
          kinds: ["changed", "unreadable", "unknown-format"],
        };
      });
    const removal = at.map((index) => ({
      index,
      damaged: without(index + 1),
      kinds: ["removed", "cut-off"],
    }));
    const swap = fc.tuple(at, at).map(([one, other]) => ({
      index: Math.min(one, other),
      damaged: swapped(one + 1, other + 1),
      kinds: ["reordered"],
    }));
    const insertion = fc
      .tuple(at, at)
      .map(([from, before]) => ({ index: before, damaged: copied(from + 1, before + 1), kinds: ["added"] }));
    fc.assert(
      fc.property(fc.oneof(change, removal, swap, insertion), ({ index, damaged, kinds }) => {
        fc.pre(damaged.join("\n") !== lines.join("\n"));
        const verdict = verdictOn(damaged);
        expect(verdict.ok).toBe(false);
        expect(kinds).toContain(verdict.firstBad?.kind);
        const line = verdict.firstBad?.line ?? 0;
        if (kinds.includes("changed")) expect(index === 0 ? [1, lines.length] : [index + 1]).toContain(line);
        else if (kinds.includes("reordered")) expect(line).toBe(index + 1);
        // A copy beside its twin may be either of the two; a case that is missing whole shows only at the last line.
        else if (kinds.includes("added")) expect([index + 1, index + 2]).toContain(line);
        else expect(line).toBeGreaterThanOrEqual(index + 1);
      }),
      { numRuns: 2000 },
    );
  });
});

describe("somebody who can compute hashes", () => {
  it("cannot put a well-made entry between two others: the chain shows which one is too many", () => {
    const forged = sealEntry(
      {
        caseId: caseA,
        seq: 1,
        recordedAt: "2026-11-24T03:13:00.000Z",
        actor: { kind: "system", name: "intake" },
        event: { kind: "questionExpired", body: { questionId: "forged" } },
        previous: entries[0]?.hash as string,
      },
      sha256,
    );
    expect(verdictOn(inserted(3, JSON.stringify(sorted(forged)))).firstBad).toMatchObject({
      kind: "added",
      line: 3,
      seq: 1,
    });
    expect(verdictOn(inserted(4, JSON.stringify(sorted(forged)))).firstBad).toMatchObject({
      kind: "added",
      line: 4,
      seq: 1,
    });
    expect(verdictOn(lines.with(2, JSON.stringify(sorted(forged)))).firstBad).toMatchObject({
      kind: "broken-link",
      line: 4,
      seq: 2,
    });
  });

  it("can write a whole chain anew, and only a checkpoint tells", async () => {
    const rewritten = chainOf(
      caseA,
      Array.from({ length: 4 }, () => ({ kind: "questionExpired", body: { questionId: "other" } })),
    );
    const file = await exportOf([...rewritten, ...entries.slice(4)]);
    expect(verdictOn(file).ok).toBe(true);
    const checkpoint = verdictOn(lines).cases;
    expect(verdictOn(file, checkpoint).firstBad).toMatchObject({
      kind: "rewritten",
      line: 5,
      caseId: caseA,
      seq: 3,
    });
  });

  it("can cut off the newest entries, and only a checkpoint tells", async () => {
    const file = await exportOf(entries.slice(0, -1));
    expect(verdictOn(file).ok).toBe(true);
    expect(verdictOn(file, verdictOn(lines).cases).firstBad).toMatchObject({
      kind: "removed",
      caseId: caseC,
      seq: 2,
    });
  });
});

describe("a checkpoint", () => {
  it("of earlier days fits a ledger that has grown", async () => {
    const early = verdictOn(await exportOf(entries.slice(0, 3))).cases;
    const verdict = verdictOn(lines, early);
    expect(verdict.ok).toBe(true);
    expect(verdict.notEstablished.join(" ")).not.toContain("No checkpoint");
  });

  it("of the whole ledger fits the export of one case", async () => {
    const one = await exportOf(entries.slice(4, 5), caseB);
    expect(verdictOn(one, verdictOn(lines).cases).ok).toBe(true);
  });
});

function sorted(entry: object): object {
  return Object.fromEntries(Object.entries(entry).sort(([one], [other]) => (one < other ? -1 : 1)));
}
