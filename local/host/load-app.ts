/** Loads a built Functions app as the Node worker does: whatever `main` of its package.json names, in this process. */
import { glob, readFile, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import {
  captureInto,
  emptyRegistrations,
  type CoreLog,
  type FunctionMetadata,
  type Registrations,
} from "./core.ts";
import type { HostLog, RegisteredFunction } from "./types.ts";

export interface AppFunction extends RegisteredFunction {
  readonly metadata: FunctionMetadata;
}

export interface LoadedApp {
  readonly registrations: Registrations;
  readonly functions: readonly AppFunction[];
}

/**
 * Modules are evaluated once per process, so an app that is started again in the same process (tests do) keeps what it
 * registered the first time.
 */
const registrationsByDir = new Map<string, Registrations>();
let loading: Promise<unknown> = Promise.resolve();

/** An entry that fails to load leaves a host without functions, as in Azure; the log has the error. */
export function loadApp(appDir: string, coreLog: CoreLog, log: HostLog): Promise<LoadedApp> {
  const result = loading.then(() => loadOne(resolve(appDir), coreLog, log));
  loading = result.catch(() => undefined); // one app at a time: what registers belongs to the one being loaded
  return result;
}

async function loadOne(appDir: string, coreLog: CoreLog, log: HostLog): Promise<LoadedApp> {
  const known = registrationsByDir.get(appDir);
  const registrations = known ?? emptyRegistrations(coreLog);
  registrations.log = coreLog;
  captureInto(registrations);
  if (known === undefined) {
    try {
      for (const file of await entryFiles(appDir)) await loadFile(file, appDir);
      registrationsByDir.set(appDir, registrations);
    } catch (error) {
      log("error", "The app's entry point failed to load; the host serves no functions.", { error });
      registrations.functions.length = 0;
    }
    registrations.closed = true;
  }
  return { registrations, functions: servable(registrations, log) };
}

async function entryFiles(appDir: string): Promise<string[]> {
  const manifest = JSON.parse(await readFile(join(appDir, "package.json"), "utf8")) as { main?: unknown };
  const main = typeof manifest.main === "string" && manifest.main !== "" ? manifest.main : "index.js";
  const named = join(appDir, main);
  if (
    await stat(named).then(
      (found) => found.isFile(),
      () => false,
    )
  )
    return [named];
  const files: string[] = [];
  for await (const file of glob(main, { cwd: appDir })) files.push(join(appDir, file));
  if (files.length === 0)
    throw new Error(`package.json of ${appDir} names "${main}" as main, and no file matches.`);
  return files.sort();
}

async function loadFile(file: string, appDir: string): Promise<void> {
  const isModule =
    file.endsWith(".mjs") || (!file.endsWith(".cjs") && (await packageType(appDir)) === "module");
  if (isModule) await import(/* @vite-ignore */ pathToFileURL(file).href);
  else createRequire(join(appDir, "package.json"))(file);
}

async function packageType(appDir: string): Promise<unknown> {
  return (JSON.parse(await readFile(join(appDir, "package.json"), "utf8")) as { type?: unknown }).type;
}

/** Two functions under one name, whatever their kinds: the host starts and serves none. */
function servable(registrations: Registrations, log: HostLog): AppFunction[] {
  const names = registrations.functions.map(({ metadata }) => metadata.name.toLowerCase());
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) {
    log("error", `Two functions are registered under the name "${twice}"; the host serves no functions.`);
    return [];
  }
  return registrations.functions.flatMap(({ metadata, callback }) => {
    const trigger = Object.entries(metadata.bindings).find(([, binding]) => /trigger$/i.test(binding.type));
    if (trigger === undefined || !/^[a-z][a-z0-9_-]{0,127}$/i.test(metadata.name)) {
      log(
        "error",
        `Function "${metadata.name}" is not served: ${trigger === undefined ? "it has no trigger" : "its name is not valid"}.`,
      );
      return [];
    }
    const [triggerName, { type: triggerType }] = trigger;
    return [
      { name: metadata.name, triggerType, triggerName, bindings: metadata.bindings, callback, metadata },
    ];
  });
}
