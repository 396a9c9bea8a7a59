import { build } from "esbuild";
import type { BuildResult, Metafile } from "esbuild";
import { trimmed } from "./bundle-trims.ts";

export interface BundleOptions {
  readonly root: string;
  /** Below `root`. */
  readonly entry: string;
  readonly outdir: string;
}

/**
 * Bundles an app of the Functions host: `functions.mjs`, which is the entry, and beside it a file for each part that is
 * imported at its first use. Names of those files tell their content, so that files of two builds can lie together.
 */
export function bundleApp({
  root,
  entry,
  outdir,
}: BundleOptions): Promise<BuildResult & { metafile: Metafile }> {
  return build({
    absWorkingDir: root,
    entryPoints: { functions: entry },
    outdir,
    outExtension: { ".js": ".mjs" },
    chunkNames: "[name]-[hash]",
    bundle: true,
    splitting: true,
    platform: "node",
    target: "node22",
    format: "esm",
    sourcemap: "linked",
    // Names stay, for stack traces and for libraries that look at them; what V8 has to scan is a third less.
    minifySyntax: true,
    minifyWhitespace: true,
    metafile: true,
    logLevel: "error",
    // The host itself supplies this module; it exists only inside a worker.
    external: ["@azure/functions-core"],
    banner: {
      js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
    },
    plugins: [trimmed],
  });
}

/** The page's script. */
export function bundleClient(root: string, outdir: string): Promise<BuildResult & { metafile: Metafile }> {
  return build({
    absWorkingDir: root,
    entryPoints: { live: "web/client/live.ts" },
    outdir,
    bundle: true,
    minify: true,
    platform: "browser",
    target: "es2022",
    format: "iife",
    metafile: true,
    logLevel: "error",
  });
}

/**
 * The sources that are loaded with a module of the bundle: its own file, and the files that those import statically,
 * without what is imported at its first use.
 */
export function loadedWith(metafile: Metafile, source: string): readonly string[] {
  const { outputs } = metafile;
  const start = Object.keys(outputs).find((file) => outputs[file]?.entryPoint === source);
  if (start === undefined) throw new Error(`${source} is no entry of this bundle.`);
  const files = new Set([start]);
  for (const file of files)
    for (const { path, kind } of outputs[file]?.imports ?? [])
      if (kind !== "dynamic-import" && outputs[path] !== undefined) files.add(path);
  return [...files].flatMap((file) => Object.keys(outputs[file]?.inputs ?? {}));
}
