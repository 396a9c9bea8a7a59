/**
 * The cold start: how long a fresh process takes to load the built app, in the stand-in of the worker that the
 * one-machine host has. The floor is an empty app on the same two framework packages, bundled into one file as esbuild
 * does it when it is asked for nothing: what a team pays that has written no line yet. Ours may be cheaper, since its
 * build puts off what those packages load and a start does not need; so a second floor is the empty app in our own build,
 * which shows what is ours alone.
 */
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { build } from "esbuild";
import type { Loaded } from "./cold-start-load.ts";
import { median, rounded } from "./table.ts";
import type { Figure } from "./table.ts";

const root = join(import.meta.dirname, "..");
const emptyEntry = "bench/empty-app/functions.ts";
const rounds = 9;
const aim = { atMost: 1.3 };

export async function figures(): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), "tocsin-bench-"));
  try {
    const apps = { ours: root, plain: join(folder, "plain"), trimmed: join(folder, "trimmed") };
    await ran(["cli/build.ts"]);
    await buildPlain(apps.plain);
    await ran(["cli/build.ts", emptyEntry, join(makeApp(apps.trimmed), "dist")]);
    const cold = await measured(apps, { NODE_DISABLE_COMPILE_CACHE: "1" });
    // The app keeps its own cache in the temporary folder; the empty ones are given one.
    const cache = { TMPDIR: folder, TEMP: folder, NODE_COMPILE_CACHE: join(folder, "cache") };
    const warm = await measured(apps, cache);
    const counted = await load(root, "--count", { NODE_DISABLE_COMPILE_CACHE: "1" });
    const rest = await load(root, "--all", { NODE_DISABLE_COMPILE_CACHE: "1" });
    return [
      ratio("cold-start", cold, "plain", { aim }),
      ratio("cold-start, compile cache warm", warm, "plain", { aim }),
      ratio("cold-start, our build of both", cold, "trimmed", {}),
      ratio("cold-start, our build of both, cache warm", warm, "trimmed", {}),
      {
        name: "cold-start, loaded",
        figure: rounded(counted.bytes / 1e6),
        unit: `MB in ${counted.files} files`,
      },
      {
        name: "cold-start, the rest",
        figure: rounded(rest.restMs),
        unit: "ms to load all that waits for its first use",
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type Apps<Value> = Readonly<Record<"ours" | "plain" | "trimmed", Value>>;

function ratio(
  name: string,
  ms: Apps<number>,
  floor: "plain" | "trimmed",
  more: Pick<Figure, "aim">,
): Figure {
  const of = floor === "plain" ? "an empty app, plainly bundled" : "an empty app, built as ours is";
  const unit = `x the time of ${of} (${ms.ours.toFixed(0)} ms / ${ms[floor].toFixed(0)} ms)`;
  return { name, figure: rounded(ms.ours / ms[floor]), unit, ...more };
}

/** Medians. Turn by turn, so that whatever else the machine does disturbs all alike; the first turn only warms. */
async function measured(apps: Apps<string>, environment: NodeJS.ProcessEnv): Promise<Apps<number>> {
  const times: Apps<number[]> = { ours: [], plain: [], trimmed: [] };
  for (let round = -1; round < rounds; round += 1)
    for (const name of ["ours", "plain", "trimmed"] as const) {
      const { ms } = await load(apps[name], "", environment);
      if (round >= 0) times[name].push(ms);
    }
  return { ours: median(times.ours), plain: median(times.plain), trimmed: median(times.trimmed) };
}

async function load(folder: string, how: "" | "--count" | "--all", environment: NodeJS.ProcessEnv) {
  const args = ["bench/cold-start-load.ts", folder, ...(how === "" ? [] : [how])];
  return JSON.parse(await ran(args, { ...settings, ...environment })) as Loaded;
}

async function ran(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<string> {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [said, [code]] = await Promise.all([text(child.stdout), once(child, "close") as Promise<[number]>]);
  if (code !== 0) throw new Error(`${args.join(" ")} ended with ${code}`);
  return said;
}

async function buildPlain(folder: string): Promise<void> {
  await build({
    absWorkingDir: root,
    entryPoints: [emptyEntry],
    outfile: join(makeApp(folder), "dist", "functions.mjs"),
    bundle: true,
    platform: "node",
    target: "node22",
    format: "esm",
    logLevel: "error",
    external: ["@azure/functions-core"],
    banner: {
      js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
    },
  });
}

function makeApp(folder: string): string {
  mkdirSync(folder);
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module", main: "dist/functions.mjs" }));
  return folder;
}

/** Settings that a start accepts; nothing is asked of these addresses. */
const settings: NodeJS.ProcessEnv = {
  Entity__name: "Bench",
  Entity__timeZone: "UTC",
  PublicUrl: "https://bench.example",
  Links__signingKey: randomBytes(32).toString("base64"),
  ...Object.fromEntries(
    [
      "incidentCommander",
      "privacyOfficer",
      "counsel",
      "executive",
      "operator",
      "auditor",
      "noticeDesk",
      "fallback",
    ].map((role, nth) => [`Roles__${role}`, `00000000-0000-4000-8000-00000000000${nth}`]),
  ),
  CosmosDb__endpoint: "https://bench.documents.azure.com",
  OriginalsBlob__serviceUri: "https://bench.blob.core.windows.net",
  Email__endpoint: "https://bench.communication.azure.com",
  Email__sender: "notices@bench.example",
};
