/**
 * Intake at the level of bytes: whatever they are, it answers, gives every bad piece back as it was spelled, and looks at
 * each byte a bounded number of times. Work is counted, not timed, so that a slow machine proves the same.
 */
import { runInNewContext } from "node:vm";
import { setFlagsFromString } from "node:v8";
import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import { IntakeAlert } from "../../shared/contracts/intake-alert.ts";
import { piecesOf } from "../../shared/intake/json-pieces.ts";
import { slicesAt } from "../../shared/intake/json-slices.ts";
import type { BodyItem } from "../../shared/intake/read-body.ts";
import { bodyItemsMax, readBody } from "../../shared/intake/read-body.ts";
import { everyForm, eventGrid } from "./payloads.ts";

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const good = JSON.stringify(eventGrid("Microsoft.Storage.BlobCreated", {}));

/** What holds of every body. */
function hold(bytes: Uint8Array, items: readonly BodyItem[]): void {
  expect(items.length).toBeLessThanOrEqual(bodyItemsMax);
  items.forEach((item, index) => {
    expect(item.index).toBe(index);
    if (item.kind === "rejected") return expect(item.reason).not.toBe("");
    expect(IntakeAlert.parse(item.alert)).toEqual(item.alert);
    expect(JSON.stringify(item.alert).isWellFormed()).toBe(true);
  });
  // An empty list holds nothing; all else holds something, if only something bad.
  if (items.length === 0) expect(/^[\s\ufeff]*[[{]/.test(new TextDecoder().decode(bytes))).toBe(true);
}

describe("pieces of a text", () => {
  const value = fc.oneof(
    fc.jsonValue({ maxDepth: 3 }).map((each) => JSON.stringify(each)),
    fc.constantFrom("1.50", "-0", "1e999", '"\\ud83d"', '{"a":1,"a":2}', "[ ]", '{ "x" : [ "]" , "}" ] }'),
  );

  test("a list's elements come back as they were spelled", () => {
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 1 }),
        fc.constantFrom(",", " , ", ",\n  "),
        (values, comma) => {
          const text = ` [ ${values.join(comma)} ] `;
          const paths = values.map((_, index) => [index]);
          expect(slicesAt(text, paths)).toEqual(values);
        },
      ),
      { numRuns: 500 },
    );
  });

  test("a member is found by its way, through names that are escaped and said twice", () => {
    const text = String.raw`{"a\"b":[0,{"\u0063":1.0}],"d":{"x":1,"x":[2 ,3]}, "e" : "}"}`;
    const paths = [['a"b', 1, "c"], ["d", "x"], ["d", "x", 1], ["e"], [], ["nowhere"], ['a"b', 7]];
    expect(slicesAt(text, paths)).toEqual(["1.0", "[2 ,3]", "3", '"}"', text, undefined, undefined]);
  });

  test("one broken element among others is alone, wherever it stands and however it is broken", () => {
    const broken = fc.constantFrom(
      '{"a" 1}',
      "{a:1}",
      "{'a':1}",
      '{"a":tru}',
      "nul",
      "1..2",
      '{"a":1,}',
      '{"a":[}',
    );
    fc.assert(
      fc.property(
        fc.array(fc.boolean(), { minLength: 1, maxLength: 8 }),
        broken,
        fc.boolean(),
        (isBad, bad, wrapped) => {
          const elements = [good, ...isBad.map((is) => (is ? bad : good))];
          const text = wrapped ? `{"records":[${elements.join(",")}]}` : `[${elements.join(",")}]`;
          if (isBad.includes(true)) expect(piecesOf(text, 100)).toEqual(elements);
        },
      ),
    );
  });
});

test.each([",", "[,", "\u001e", "\u001e,\n", "][", "\ufeff,"])("%j is something bad, not nothing", (text) => {
  expect(readBody(utf8(text))).toMatchObject([{ kind: "rejected", piece: null }]);
});

describe("any bytes", () => {
  test("are answered", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => hold(bytes, readBody(bytes))),
      { numRuns: 3000 },
    );
  });

  test("that were a real payload before they were damaged are answered", () => {
    const damage = fc.record({
      kind: fc.constantFrom("flip", "drop", "repeat", "insert", "swap"),
      at: fc.nat(),
      length: fc.integer({ min: 1, max: 40 }),
      bytes: fc.oneof(
        fc.uint8Array({ minLength: 1, maxLength: 8 }),
        fc
          .constantFrom("{", "}", "[", "]", '"', "\\", ",", "\n", "\u0000", "\ufeff", '{"records":[')
          .map(utf8),
      ),
    });
    const layout = fc.constantFrom(
      (texts: readonly string[]) => texts.join("\n"),
      (texts: readonly string[]) => `[${texts.join(",")}]`,
      (texts: readonly string[]) => `{"records":[${texts.join(",")}]}`,
      (texts: readonly string[]) => JSON.stringify(texts),
      (texts: readonly string[]) => JSON.stringify(JSON.parse(`[${texts.join(",")}]`), null, 2),
    );
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...everyForm), { minLength: 1, maxLength: 4 }),
        layout,
        fc.array(damage, { minLength: 1, maxLength: 5 }),
        fc.constantFrom("utf8", "utf16le"),
        (payloads, lay, damages, encoding) => {
          let bytes = Buffer.from(
            lay(payloads.map((payload) => JSON.stringify(payload))),
            encoding as "utf8",
          );
          for (const { kind, at, length, bytes: other } of damages) {
            const start = bytes.length === 0 ? 0 : at % bytes.length;
            const [before, hit, rest] = [
              bytes.subarray(0, start),
              bytes.subarray(start, start + length),
              bytes.subarray(start + length),
            ];
            const instead = {
              flip: hit.map((byte) => byte ^ 0x20),
              drop: [],
              repeat: [...hit, ...hit],
              insert: [...other, ...hit],
              swap: hit.toReversed(),
            };
            bytes = Buffer.concat([before, Buffer.from(instead[kind]), rest]);
          }
          hold(bytes, readBody(bytes));
        },
      ),
      { numRuns: 2000 },
    );
  });

  test("give the same answer twice, and are left as they were", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
        const bytes = utf8(`[${good},${text}`);
        const copy = bytes.slice();
        expect(readBody(bytes)).toEqual(readBody(copy));
        expect(bytes).toEqual(copy);
      }),
    );
  });
});

describe("work", () => {
  /** Each makes a text of about so many letters that a careless reader would go over again and again. */
  const worst: Readonly<Record<string, (letters: number) => string>> = {
    "lists that are never closed": (n) => "[".repeat(n),
    "records that are never closed": (n) => '{"a":'.repeat(n / 5),
    "closing brackets of nothing": (n) => "]}".repeat(n / 2),
    "brackets crossed": (n) => "[{".repeat(n / 4) + "]}".repeat(n / 4),
    "brackets that only close each other": (n) => `[${"{]".repeat(n / 2)}`,
    quotes: (n) => '"'.repeat(n),
    "backslashes in a text that never ends": (n) => `"${"\\".repeat(n)}`,
    commas: (n) => `[${",".repeat(n)}`,
    "blanks before the end": (n) => `[1,${" ".repeat(n)}x`,
    "blank lines": (n) => "\n".repeat(n) + "x",
    "lines, the last one broken": (n) => '{"a":1}\n'.repeat(Math.min(4000, n / 8)) + "{".repeat(n / 2),
    "values, the last one broken": (n) => "1 ".repeat(n / 2) + "{",
    "many bad elements of one text": (n) => `[${"{},".repeat(n / 3)}1]`,
    "batches in batches": (n) => '{"records":['.repeat(n / 12) + "1",
    "messages in messages": (n) => [1, 2, 3].reduce((text) => JSON.stringify([text]), "x".repeat(n / 4)),
    "a wrapper with many names": (n) =>
      `{${Array.from({ length: n / 12 }, (_, at) => `"k${at}":0`).join(",")},"value":[1]}`,
  };

  /** How many letters were looked at or parsed. */
  function counted(work: () => void): number {
    let count = 0;
    const parse = JSON.parse.bind(JSON);
    const names = ["charCodeAt", "charAt"] as const;
    const originals = names.map((name) => Reflect.get(String.prototype, name) as (at: number) => never);
    const restore = () => {
      names.forEach((name, nth) => Reflect.set(String.prototype, name, originals[nth]));
      JSON.parse = parse;
    };
    onTestFinished(restore);
    names.forEach((name, nth) =>
      Reflect.set(String.prototype, name, function (this: string, at: number): unknown {
        count += 1;
        return originals[nth]?.call(this, at);
      }),
    );
    JSON.parse = (text: string) => {
      count += text.length;
      return parse(text) as unknown;
    };
    try {
      work();
    } finally {
      restore();
    }
    return count;
  }

  test.each(Object.entries(worst))(
    "%s: each letter is looked at a bounded number of times",
    (_what, make) => {
      for (const letters of [12_000, 120_000]) {
        const bytes = utf8(make(letters));
        expect(counted(() => hold(bytes, readBody(bytes)))).toBeLessThan(16 * bytes.length + 20_000);
      }
    },
  );

  test("is none at all for what is too large to be read", () => {
    const bytes = new Uint8Array(9 * 1024 * 1024).fill(0x5b);
    expect(counted(() => readBody(bytes))).toBe(0);
  });

  test("of telling what is bad does not grow with how much is bad", () => {
    const bytes = utf8(`[${Array.from({ length: 4_000 }, (_, at) => `{"k${at}":${at}}`).join(",")}]`);
    const items = readBody(bytes);
    expect(items).toMatchObject([{ kind: "rejected", piece: null }]);
  });
});

test("memory does not grow with the bodies read, whatever names they invent", () => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  let invented = 0;
  const readMany = (bodies: number): void => {
    for (let nth = 0; nth < bodies; nth += 1) {
      const names = Array.from({ length: 50 }, () => `"name ${(invented += 1)}":"text ${invented}"`);
      const odd = `{${names.join(",")}}`;
      const known = JSON.stringify({ ...eventGrid(`Microsoft.Odd.Type${invented}`, {}), id: `${invented}` });
      readBody(utf8(`[${odd},${known},{broken ${invented}},${JSON.stringify(odd)}]`));
    }
  };
  const heapAfter = (bodies: number): number => {
    readMany(bodies);
    collect();
    return process.memoryUsage().heapUsed;
  };
  const before = heapAfter(200); // fills whatever is remembered on purpose
  const after = heapAfter(1_500);
  expect(after - before).toBeLessThan(2_000_000);
});
