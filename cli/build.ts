import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join, relative } from "node:path";
import { compileCacheFolder } from "../shared/compile-cache.ts";
import { bundleApp, bundleClient } from "./bundle.ts";

const root = join(import.meta.dirname, "..");
/** Where the built app lies: the folder of package.json, whose `main` the host loads. */
export const appDir = root;

/** What makes the bundle beside the sources that are in it. */
const makers = ["package-lock.json", "tsconfig.json", "cli/build.ts", "cli/bundle.ts", "cli/bundle-trims.ts"];
const stampName = "made-from.json";
const entryName = "functions.mjs";
const partName = /-[A-Z0-9]{8}\.mjs(?:\.map)?$/;
/** Parts are loaded at their first use: a service that still runs from an earlier build may yet ask for one. */
const partsKeptMs = 7 * 24 * 3_600_000;

interface Stamp {
  /** Digests by path. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly outputs: readonly string[];
}

export interface BuildPlace {
  readonly entry: string;
  readonly outDir: string;
}

const theApp: BuildPlace = { entry: "functions/main.ts", outDir: join(root, "dist") };

/**
 * Bundles the Functions app and the pages' script into dist/, unless what stands there was made from exactly these
 * sources. Two builds at once do each other no harm: files are put in place whole, the entry after its parts.
 */
export async function buildApp({ entry, outDir }: BuildPlace = theApp): Promise<void> {
  if (isFresh(outDir)) return;
  mkdirSync(join(outDir, "assets"), { recursive: true });
  const workDir = mkdtempSync(join(outDir, ".work-"));
  try {
    const app = await bundleApp({ root, entry, outdir: workDir });
    const client = await bundleClient(root, join(workDir, "assets"));
    const inputs = [app, client].flatMap(({ metafile }) => Object.keys(metafile.inputs));
    const outputs = [app, client]
      .flatMap(({ metafile }) => Object.keys(metafile.outputs))
      .map((file) => relative(workDir, join(root, file)))
      .sort((a, b) => Number(a === entryName) - Number(b === entryName));
    for (const file of outputs) renameSync(join(workDir, file), join(outDir, file));
    const own = inputs.filter((file) => !file.includes("node_modules/"));
    const stamp: Stamp = { inputs: digestsOf([...own, ...makers]), outputs };
    writeFileSync(join(workDir, stampName), JSON.stringify(stamp));
    renameSync(join(workDir, stampName), join(outDir, stampName));
    removeOldParts(outDir, outputs);
  } finally {
    rmSync(workDir, { recursive: true, force: true });
  }
}

/** Whether what stands there was made from exactly these sources, and all of it is there. */
export function isFresh(outDir: string = theApp.outDir): boolean {
  try {
    const { inputs, outputs } = JSON.parse(readFileSync(join(outDir, stampName), "utf8")) as Stamp;
    return (
      outputs.every((file) => existsSync(join(outDir, file))) &&
      Object.entries(inputs).every(([file, digest]) => digestOf(file) === digest)
    );
  } catch {
    return false; // no stamp, one of another form, or a source that is gone
  }
}

function removeOldParts(outDir: string, outputs: readonly string[]): void {
  removeOlder(outDir, (file) => partName.test(file) && !outputs.includes(file));
  const compiled = compileCacheFolder();
  if (compiled !== undefined) removeOlder(compiled, () => true);
}

function removeOlder(folder: string, isMeant: (file: string) => boolean): void {
  const keptFrom = Date.now() - partsKeptMs;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && isMeant(entry.name) && statSync(path).mtimeMs < keptFrom)
      rmSync(path, { force: true });
  }
}

const digestsOf = (files: readonly string[]): Record<string, string> =>
  Object.fromEntries(files.map((file) => [file, digestOf(file)]));

const digestOf = (file: string): string =>
  createHash("sha256")
    .update(readFileSync(join(root, file)))
    .digest("hex");

if (process.argv[1] === import.meta.filename) {
  const [entry = theApp.entry, outDir = theApp.outDir] = process.argv.slice(2);
  await buildApp({ entry, outDir });
}
