import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { areas } from "./list.ts";
import { complaintsAbout, mutated } from "./mutation.ts";

/** The list fits the source, and what is made of a run; the run itself is `npm run test:mutants`. */
const all = areas.flatMap(({ mutations }) => mutations);
const mutation = { file: "a.ts", from: "<", to: "<=", breaks: "in time" };

test.each(all)("$breaks: $file has the text to change once", (each) => {
  const source = readFileSync(new URL(`../../${each.file}`, import.meta.url), "utf8");
  expect(mutated(source, each)).not.toBe(source);
});

test("no two of the list are the same", () => {
  expect(new Set(all.map(({ file, from, to }) => JSON.stringify([file, from, to]))).size).toBe(all.length);
  expect(new Set(all.map(({ breaks }) => breaks)).size).toBe(all.length);
  expect(all.length).toBeGreaterThanOrEqual(60);
});

describe("a mutation", () => {
  test("is made where its text stands once, with nothing in it taken for a pattern", () => {
    expect(mutated("a < b", { ...mutation, to: "$& <=" })).toBe("a $& <= b");
  });

  test.each([
    ["is gone", "a > b"],
    ["stands twice", "a < b < c"],
  ])("whose text %s is an error that names it", (_name, source) => {
    expect(() => mutated(source, mutation)).toThrow(/a\.ts.*in time/);
  });

  test("that changes nothing is an error", () => {
    expect(() => mutated("a < b", { ...mutation, to: "<" })).toThrow(/changes nothing/);
  });
});

test("only a survivor without a reason is complained about", () => {
  expect(
    complaintsAbout([
      { mutation, fate: "killed" },
      { mutation: { ...mutation, survives: "the same" }, fate: "survived" },
    ]),
  ).toEqual([]);
  expect(complaintsAbout([{ mutation, fate: "survived" }])).toEqual(["survived: in time (a.ts)"]);
});

test("a trial notices a mutation, and leaves the source and the next trial as they were", () => {
  const file = new URL("../../shared/domain/case/milestones.ts", import.meta.url);
  const before = readFileSync(file, "utf8");
  const script = `
    const { startTrials } = await import(${JSON.stringify(new URL("trial.ts", import.meta.url).href)});
    const { areas } = await import(${JSON.stringify(new URL("list.ts", import.meta.url).href)});
    const trials = startTrials();
    const tests = ["test/domain/case/milestones.test.ts"];
    const [first] = areas[0].mutations;
    const fates = [];
    for (const each of [null, first, null]) fates.push(await trials.fateOf(each, tests));
    await trials.close();
    console.log(fates.join(" "));
    process.exit(0);
  `;
  const said = execFileSync(process.execPath, ["--input-type=module", "--eval", script], {
    encoding: "utf8",
    env: { PATH: process.env["PATH"] },
  });
  expect(said.trim()).toBe("survived killed survived");
  expect(readFileSync(file, "utf8")).toBe(before);
});
