import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { build } from "esbuild";

const root = join(import.meta.dirname, "..");
const outDir = join(root, "dist");
const stampFile = join(outDir, "made-from.json");

/**
 * Bundles the Functions app and the pages' script into dist/, unless what stands there was made from exactly these
 * sources. Two builds at once do each other no harm: files are put in place whole.
 */
export async function buildApp(): Promise<void> {
  if (isFresh()) return;
  mkdirSync(join(outDir, "assets"), { recursive: true });
  const workDir = join(outDir, `.work-${process.pid}`);
  const app = await build({
    absWorkingDir: root,
    entryPoints: ["functions/index.ts"],
    outfile: join(workDir, "functions.mjs"),
    bundle: true,
    platform: "node",
    target: "node22",
    format: "esm",
    sourcemap: "linked",
    minifySyntax: true,
    metafile: true,
    logLevel: "error",
    // The host itself supplies this module; it exists only inside a worker.
    external: ["@azure/functions-core"],
    banner: {
      js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
    },
  });
  const client = await build({
    absWorkingDir: root,
    entryPoints: { live: "web/client/live.ts" },
    outdir: join(workDir, "assets"),
    bundle: true,
    minify: true,
    platform: "browser",
    target: "es2022",
    format: "iife",
    metafile: true,
    logLevel: "error",
  });
  for (const file of ["functions.mjs", "functions.mjs.map", "assets/live.js"])
    renameSync(join(workDir, file), join(outDir, file));
  const inputs = [...Object.keys(app.metafile.inputs), ...Object.keys(client.metafile.inputs)];
  const own = inputs.filter((file) => !file.includes("node_modules/"));
  writeFileSync(
    join(workDir, "made-from.json"),
    JSON.stringify({ ...digestsOf(own), "package-lock.json": digestOf("package-lock.json") }),
  );
  renameSync(join(workDir, "made-from.json"), stampFile);
  rmSync(workDir, { recursive: true, force: true });
}

function isFresh(): boolean {
  if (!existsSync(stampFile) || !existsSync(join(outDir, "functions.mjs"))) return false;
  try {
    const stamp = JSON.parse(readFileSync(stampFile, "utf8")) as Record<string, string>;
    return Object.entries(stamp).every(
      ([file, digest]) => existsSync(join(root, file)) && digestOf(file) === digest,
    );
  } catch {
    return false;
  }
}

const digestsOf = (files: readonly string[]): Record<string, string> =>
  Object.fromEntries(files.map((file) => [file, digestOf(file)]));

const digestOf = (file: string): string =>
  createHash("sha256")
    .update(readFileSync(join(root, file)))
    .digest("hex");

/** Where the built app lies: the folder of package.json, whose `main` the host loads. */
export const appDir = dirname(outDir);

if (process.argv[1] === import.meta.filename) await buildApp();
