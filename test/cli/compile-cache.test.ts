import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { compileCacheFolder } from "../../shared/compile-cache.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tocsin-cache-"));
  vi.stubEnv("TMPDIR", folder);
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

const made = (): string => {
  const path = compileCacheFolder();
  if (path === undefined) throw new Error("there is no cache folder");
  return path;
};

test("the folder is this user's alone, and the same at each start", () => {
  const path = made();
  expect(dirname(path)).toBe(folder);
  expect(statSync(path).mode & 0o777).toBe(0o700);
  expect(made()).toBe(path);
});

test("a folder that others may write is not used", () => {
  chmodSync(made(), 0o777);
  expect(compileCacheFolder()).toBeUndefined();
});

test("a link to another folder is not followed", () => {
  const path = made();
  rmSync(path, { recursive: true });
  mkdirSync(join(folder, "elsewhere"));
  symlinkSync(join(folder, "elsewhere"), path);
  expect(compileCacheFolder()).toBeUndefined();
});

test("without a temporary folder there is no cache", () => {
  vi.stubEnv("TMPDIR", "/proc/nowhere");
  expect(compileCacheFolder()).toBeUndefined();
});
