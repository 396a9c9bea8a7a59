/**
 * Loads one app as the one-machine host does, in this process, and prints what it took: `node bench/cold-start-load.ts
 * <folder> [--count | --all]`. `--count` also counts the files, which takes time of its own; `--all` then loads the parts
 * that the app would load at their first use.
 */
import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { pathToFileURL } from "node:url";
import { loadApp } from "../local/host/load-app.ts";

export interface Loaded {
  readonly ms: number;
  /** Of the files that the app consists of; 0 where they were not counted. */
  readonly files: number;
  readonly bytes: number;
  /** Of loading everything else. */
  readonly restMs: number;
}

const [folder = ".", how] = process.argv.slice(2);
let files = 0;
let bytes = 0;
if (how === "--count")
  registerHooks({
    load(url, context, next) {
      const loaded = next(url, context);
      if (url.startsWith("file:")) {
        files += 1;
        bytes += Buffer.byteLength(
          loaded.source === undefined || loaded.source === null ? "" : loaded.source,
        );
      }
      return loaded;
    },
  });

const startedAt = performance.now();
const { functions } = await loadApp(
  folder,
  () => undefined,
  (_level, message, details) => console.error(message, details),
);
const ms = performance.now() - startedAt;
// The host goes on without functions where an app fails to load; a bench does not.
if (functions.length === 0) throw new Error(`${folder} has no functions.`);

let restMs = 0;
if (how === "--all") {
  const restAt = performance.now();
  // What earlier builds left may lie beside it.
  const stamp = readFileSync(join(folder, "dist", "made-from.json"), "utf8");
  const { outputs } = JSON.parse(stamp) as { outputs: string[] };
  for (const file of outputs.filter((name) => name.endsWith(".mjs")))
    await import(pathToFileURL(join(folder, "dist", file)).href);
  restMs = performance.now() - restAt;
}
process.stdout.write(JSON.stringify({ ms, files, bytes, restMs } satisfies Loaded));
// Whatever an app keeps open would keep this process.
process.exit(0);
