import { expect, test } from "vitest";
import { failedRow, median, rowOf, tableOf } from "../../bench/table.ts";

test.each([
  [{ atMost: 1.5 }, 1.5, "met", "<= 1.5"],
  [{ atMost: 1.5 }, 1.51, "missed", "<= 1.5"],
  [{ atLeast: 100 }, 100, "met", ">= 100"],
  [{ atLeast: 100 }, 99, "missed", ">= 100"],
])("with the aim %o the figure %d is %s", (aim, figure, state, words) => {
  expect(rowOf({ name: "a", figure, unit: "x", aim })).toEqual({
    name: "a",
    figure,
    unit: "x",
    aim: words,
    state,
  });
});

test("a figure without an aim is shown", () => {
  expect(rowOf({ name: "a", figure: 3, unit: "MB" }).state).toBe("shown");
});

test("a figure that is no number has failed, whatever its aim", () => {
  expect(rowOf({ name: "a", figure: NaN, unit: "x", aim: { atMost: 1 } })).toMatchObject({
    figure: null,
    state: "failed",
  });
});

test("the table has a row for each, also for what failed", () => {
  const rows = [
    rowOf({ name: "cold-start", figure: 1.1, unit: "x", aim: { atMost: 1.3 } }),
    failedRow("ledger", new Error("no disk\nat …")),
  ];
  expect(tableOf(rows).split("\n")).toEqual([
    "bench       figure  aim     state   unit",
    "cold-start  1.1     <= 1.3  met     x",
    "ledger                      failed  no disk",
  ]);
});

test("the median of an even number is the lower of the two in the middle", () => {
  expect(median([4, 1, 3, 2])).toBe(2);
  expect(median([30, 1, 200])).toBe(30);
});
