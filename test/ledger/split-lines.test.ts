import fc from "fast-check";
import { expect, it } from "vitest";
import { createLineSplitter } from "../../shared/ledger/split-lines.ts";

function linesOf(chunks: readonly Uint8Array[]): string[] {
  const lines: string[] = [];
  const splitter = createLineSplitter((line) => lines.push(Buffer.from(line).toString("latin1")));
  for (const chunk of chunks) splitter.chunk(chunk);
  splitter.end();
  return lines;
}

it("cuts a stream into the same lines wherever its chunks end", () => {
  const byte = fc.constantFrom(0x0a, 0x0a, 0x0d, 0x41, 0xc3);
  fc.assert(
    fc.property(fc.array(fc.array(byte).map((bytes) => Uint8Array.from(bytes))), (chunks) => {
      const text = Buffer.concat(chunks).toString("latin1");
      expect(linesOf(chunks)).toEqual(text === "" ? [] : text.replace(/\n$/, "").split("\n"));
    }),
  );
});

it("does not take memory without end over a file without lines", () => {
  const chunk = new Uint8Array(16 * 1024 * 1024);
  expect(() => linesOf(Array.from({ length: 5 }, () => chunk))).toThrow(RangeError);
});
