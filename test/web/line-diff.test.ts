import fc from "fast-check";
import { expect, test } from "vitest";
import { lineDiff, type DiffLine } from "../../web/case-notices/line-diff.ts";

const text = fc
  .array(fc.constantFrom("a", "b", "c", "", "d"), { minLength: 1, maxLength: 12 })
  .map((lines) => lines.join("\n"));
const without = (lines: readonly DiffLine[], kind: DiffLine["kind"]) =>
  lines
    .filter((line) => line.kind !== kind)
    .map((line) => line.text)
    .join("\n");

test("both texts can be read out of the differences", () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      const lines = lineDiff(before, after);
      expect(without(lines, "added")).toBe(before);
      expect(without(lines, "removed")).toBe(after);
    }),
  );
});

test("a text does not differ from itself", () => {
  fc.assert(
    fc.property(text, (same) => {
      expect(lineDiff(same, same).every(({ kind }) => kind === "same")).toBe(true);
    }),
  );
});

test("one changed line is one removed and one added", () => {
  expect(lineDiff("a\nb\nc", "a\nx\nc").map(({ kind, text: line }) => `${kind} ${line}`)).toEqual([
    "same a",
    "removed b",
    "added x",
    "same c",
  ]);
});
