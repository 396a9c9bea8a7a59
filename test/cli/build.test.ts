/** Built from a small app of its own in a temporary folder, so that its sources can be changed. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { buildApp, isFresh } from "../../cli/build.ts";

let folder: string;
let place: { readonly entry: string; readonly outDir: string };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tocsin-build-"));
  place = { entry: join(folder, "app.ts"), outDir: join(folder, "dist") };
  writeFileSync(place.entry, 'export const late = async () => (await import("./late.ts")).word;\n');
  writeFileSync(join(folder, "late.ts"), 'export const word = "first";\n');
});

afterEach(() => rmSync(folder, { recursive: true }));

const parts = (): string[] => readdirSync(place.outDir).filter((file) => /^late-.*\.mjs$/.test(file));

/** The entry of that build under a name of its own, since a process evaluates a module once. */
async function wordOfBuild(name: string): Promise<unknown> {
  const copy = join(place.outDir, `${name}.mjs`);
  writeFileSync(copy, readFileSync(join(place.outDir, "functions.mjs")));
  const { late } = (await import(/* @vite-ignore */ pathToFileURL(copy).href)) as {
    late: () => Promise<string>;
  };
  return late();
}

test("what was built from these very sources is not built again", async () => {
  expect(isFresh(place.outDir)).toBe(false);
  await buildApp(place);
  expect(isFresh(place.outDir)).toBe(true);
  writeFileSync(join(place.outDir, "functions.mjs"), "// built\n");
  await buildApp(place);
  expect(readFileSync(join(place.outDir, "functions.mjs"), "utf8")).toBe("// built\n");
});

test("a change in a part that is loaded late makes the build stale", async () => {
  await buildApp(place);
  expect(await wordOfBuild("one")).toBe("first");
  writeFileSync(join(folder, "late.ts"), 'export const word = "second";\n');
  expect(isFresh(place.outDir)).toBe(false);
  await buildApp(place);
  expect(await wordOfBuild("two")).toBe("second");
});

test.each(["functions.mjs", "assets/live.js", "made-from.json", "late"])(
  "a build that lacks %s is stale",
  async (name) => {
    await buildApp(place);
    rmSync(join(place.outDir, name === "late" ? (parts()[0] ?? "") : name));
    expect(isFresh(place.outDir)).toBe(false);
    await buildApp(place);
    expect(isFresh(place.outDir)).toBe(true);
  },
);

test("a source that is gone makes the build stale", async () => {
  await buildApp(place);
  rmSync(join(folder, "late.ts"));
  expect(isFresh(place.outDir)).toBe(false);
});

test("parts of an earlier build stay for the services that run from it, for a week", async () => {
  await buildApp(place);
  const [first = ""] = parts();
  writeFileSync(join(folder, "late.ts"), 'export const word = "second";\n');
  await buildApp(place);
  expect(parts()).toHaveLength(2);
  expect(parts()).toContain(first);
  const longAgo = Date.now() / 1000 - 8 * 24 * 3600;
  for (const file of parts()) utimesSync(join(place.outDir, file), longAgo, longAgo);
  writeFileSync(join(folder, "late.ts"), 'export const word = "third";\n');
  await buildApp(place);
  expect(parts()).toHaveLength(1);
  expect(await wordOfBuild("three")).toBe("third");
});

test("a build that fails leaves the one before it, and no work folder", async () => {
  await buildApp(place);
  writeFileSync(join(folder, "late.ts"), "export const word = ;\n");
  await expect(buildApp(place)).rejects.toThrow();
  expect(existsSync(join(place.outDir, "functions.mjs"))).toBe(true);
  expect(isFresh(place.outDir)).toBe(false);
  expect(readdirSync(place.outDir).filter((file) => file.startsWith(".work"))).toEqual([]);
});

test("two builds at once leave a whole one", async () => {
  mkdirSync(place.outDir);
  await Promise.all([buildApp(place), buildApp(place)]);
  expect(isFresh(place.outDir)).toBe(true);
  expect(await wordOfBuild("one")).toBe("first");
});
