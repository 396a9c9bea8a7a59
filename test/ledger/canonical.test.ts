import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { scanCanonical } from "../../shared/ledger/canonical-scan.ts";
import { canonicalBytes, canonicalText } from "../../shared/ledger/canonical.ts";

const utf8 = new TextEncoder();
const isCanonical = (text: string | Uint8Array) =>
  scanCanonical(typeof text === "string" ? utf8.encode(text) : text) !== undefined;

describe("canonical bytes", () => {
  it("are those of the example in RFC 8785, section 3.2.2", () => {
    const value = {
      numbers: [JSON.parse("333333333.33333329"), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"/",
      literals: [null, true, false],
    };
    expect(canonicalText(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  it("sort names by UTF-16 code unit, not by code point (RFC 8785, section 3.2.3)", () => {
    const value = { "\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\u{1f600}": 5, "\u0080": 6, "\u00f6": 7 };
    const names = [...canonicalText(value).matchAll(/:(\d)/g)].map(([, digit]) => digit);
    expect(names).toEqual(["2", "4", "6", "7", "1", "5", "3"]);
    expect(isCanonical(canonicalText(value))).toBe(true);
  });

  it("cannot be made of a number that JSON does not know", () => {
    expect(() => canonicalText({ count: Number.NaN })).toThrow("NaN");
  });
});

describe("the scanner", () => {
  it("accepts whatever the writer can write", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string({ unit: "grapheme" }), fc.jsonValue({ stringUnit: "grapheme" })),
        (value) => {
          expect(scanCanonical(canonicalBytes(value))).toBeDefined();
        },
      ),
      { numRuns: 500 },
    );
  });

  it("accepts a text just when parsing it and writing it canonically gives that text again", () => {
    const edits = fc.array(fc.tuple(fc.nat(), fc.constantFrom(...'{}[]",:\\u0 1-.eEtfnab/\n\u007fé')), {
      minLength: 1,
      maxLength: 2,
    });
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 }),
        edits,
        fc.boolean(),
        (value, changes, insert) => {
          let text = canonicalText(value);
          for (const [where, what] of changes) {
            const at = where % text.length;
            text = text.slice(0, at) + what + text.slice(insert ? at : at + 1);
          }
          expect(isCanonical(text)).toBe(isCanonicalByTheWriter(text));
        },
      ),
      { numRuns: 3000 },
    );
  });

  it.each([
    ["a space", '{"a": 1}'],
    ["names out of order", '{"b":1,"a":2}'],
    ["a name that comes twice", '{"a":1,"a":1}'],
    ["names out of order, escaped", '{"\\n":1,"\\t":2}'],
    ["an escaped slash", '{"a":"\\/"}'],
    ["a letter written as an escape", '{"a":"\\u0041"}'],
    ["a control with a letter of its own", '{"a":"\\u000a"}'],
    ["an escape in capitals", '{"a":"\\u001F"}'],
    ["a raw control", '{"a":"\u0001"}'],
    ["a leading zero", '{"a":01}'],
    ["a minus zero", '{"a":-0}'],
    ["a number with more digits than it keeps", '{"a":333333333.33333329}'],
    ["an integer beyond what it keeps", '{"a":9007199254740993}'],
    ["an exponent written otherwise", '{"a":1E30}'],
    ["a number out of range", '{"a":1e400}'],
    ["something behind it", '{"a":1}{'],
    ["no end", '{"a":{"b":"c"}'],
    ["an array outside", "[1]"],
    ["a trailing comma", '{"a":[1,]}'],
    ["an empty member", '{"a":}'],
    ["nothing", ""],
  ])("refuses %s", (_what, text) => {
    expect(isCanonical(text)).toBe(false);
  });

  it("refuses bytes that are not UTF-8, though they stand inside a string", () => {
    const bytes = utf8.encode('{"a":"xx"}');
    bytes[6] = 0xc3;
    expect(isCanonical(bytes)).toBe(false);
  });

  it("accepts inside a string just the bytes that are UTF-8", () => {
    const byte = fc.constantFrom(
      0x41,
      0x80,
      0x8f,
      0x90,
      0x9f,
      0xa0,
      0xbf,
      0xc1,
      0xc2,
      0xdf,
      0xe0,
      0xed,
      0xef,
      0xf0,
      0xf4,
      0xf5,
    );
    fc.assert(
      fc.property(fc.array(byte, { minLength: 1, maxLength: 5 }), (bytes) => {
        const isUtf8 = Buffer.from(Buffer.from(bytes).toString("utf8")).equals(Buffer.from(bytes));
        expect(isCanonical(Uint8Array.from([...utf8.encode('{"a":"'), ...bytes, ...utf8.encode('"}')]))).toBe(
          isUtf8,
        );
      }),
      { numRuns: 2000 },
    );
  });

  it("refuses nesting that would exhaust the stack", () => {
    expect(isCanonical(`{"a":${"[".repeat(100_000)}${"]".repeat(100_000)}}`)).toBe(false);
  });

  it("tells where the members of the outermost object stand", () => {
    const text = '{"a":{"z":[1,"]"]},"b":"}"}';
    const members = scanCanonical(utf8.encode(text));
    expect(
      members?.map((m) => [text.slice(m.nameFrom, m.nameTo), text.slice(m.valueFrom, m.valueTo)]),
    ).toEqual([
      ["a", '{"z":[1,"]"]}'],
      ["b", '"}"'],
    ]);
  });
});

function isCanonicalByTheWriter(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return (
      typeof value === "object" && value !== null && !Array.isArray(value) && canonicalText(value) === text
    );
  } catch {
    return false;
  }
}
