/** The host's keys: who may call what. */
import { createHmac, hash, randomBytes, timingSafeEqual } from "node:crypto";
import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";

const KeysFile = z.object({
  master: z.string().min(1),
  function: z.string().min(1),
  system: z.record(z.string(), z.string().min(1)).default({}),
  /** Keys that an operator added through the admin API. */
  added: z
    .object({
      host: z.record(z.string(), z.string()).default({}),
      functions: z.record(z.string(), z.record(z.string(), z.string())).default({}),
    })
    .optional(),
});

export type Keys = z.infer<typeof KeysFile>;

const extensionsWithKeys = ["durabletask_extension", "eventgrid_extension"] as const;
const fileName = "keys.json";

/** Throws an `Error` that names the file. */
export async function readKeys(file: string): Promise<Keys> {
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new Error(`The keys file ${file} cannot be read: ${(cause as Error).message}`, { cause });
  });
  try {
    return KeysFile.parse(JSON.parse(text));
  } catch (cause) {
    throw new Error(
      `The keys file ${file} is not valid; it holds {"master","function","system"}, all texts.`,
      { cause },
    );
  }
}

/** The keys of the data folder, made at the first start. */
export async function keysOfDataDir(dataDir: string): Promise<{ keys: Keys; file: string; made: boolean }> {
  const file = join(dataDir, fileName);
  const keys = await readKeys(file).catch((error: Error) => {
    if ((error.cause as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    return undefined;
  });
  if (keys !== undefined) return { keys, file, made: false };
  const made: Keys = { master: newKey(), function: newKey(), system: {} };
  const complete = withSystemKeys(made);
  await saveKeys(file, complete);
  return { keys: complete, file, made: true };
}

/** As at the platform's start, each extension has a key of its own. */
export function withSystemKeys(keys: Keys): Keys {
  const missing = extensionsWithKeys.filter((name) => keys.system[name] === undefined);
  return {
    ...keys,
    system: { ...keys.system, ...Object.fromEntries(missing.map((name) => [name, newKey()])) },
  };
}

async function saveKeys(file: string, keys: Keys): Promise<void> {
  await writeFile(`${file}.new`, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
}

/** 56 characters, like the platform's. */
export function newKey(): string {
  return `${randomBytes(41).toString("base64url").slice(0, 54)}==`;
}

export interface KeyStore {
  isMaster(key: string | undefined): boolean;
  mayCallFunction(key: string | undefined, functionName: string): boolean;
  mayCallExtension(key: string | undefined, extension: string): boolean;
  /** Any key of this host, whatever it opens: the difference between 403 and 401. */
  isKnown(key: string | undefined): boolean;
  list(scope: KeyScope): Record<string, string>;
  /** True when the name was new. */
  put(scope: KeyScope, name: string, value: string): Promise<boolean>;
  /** False when there was none. */
  remove(scope: KeyScope, name: string): Promise<boolean>;
}

export type KeyScope = "host" | "system" | { readonly functionName: string };

/** Changes are kept in `file`; without one they last as long as the host. */
export function createKeyStore(keys: Keys, file?: string): KeyStore {
  const added = { host: { ...keys.added?.host }, functions: { ...keys.added?.functions } };
  const system = { ...keys.system };
  const digests = new Map<string, Buffer>();
  /** Of a key that is kept here. */
  const digestOf = (value: string) => {
    const known = digests.get(value) ?? digest(value);
    digests.set(value, known);
    return known;
  };
  const save = () => (file === undefined ? Promise.resolve() : saveKeys(file, { ...keys, system, added }));
  const hostKeys = () => ({ default: keys.function, ...added.host });
  const functionKeys = (name: string) => ({
    default: ownKey(keys.master, name),
    ...added.functions[name.toLowerCase()],
  });
  const scopeOf = (scope: KeyScope): Record<string, string> => {
    if (scope === "host") return added.host;
    if (scope === "system") return system;
    return (added.functions[scope.functionName.toLowerCase()] ??= {});
  };
  const isOneOf = (key: string | undefined, values: readonly (string | undefined)[]) => {
    if (key === undefined || key === "") return false;
    const given = digest(key);
    return values.some((value) => value !== undefined && timingSafeEqual(given, digestOf(value)));
  };
  const isMaster = (key: string | undefined) => isOneOf(key, [keys.master]);
  return {
    isMaster,
    mayCallFunction: (key, name) =>
      isOneOf(key, [keys.master, ...Object.values(hostKeys()), ...Object.values(functionKeys(name))]),
    mayCallExtension: (key, extension) =>
      isOneOf(key, [keys.master, system[`${extension.toLowerCase()}_extension`]]),
    isKnown: (key) =>
      isOneOf(key, [
        keys.master,
        ...Object.values(hostKeys()),
        ...Object.values(system),
        ...Object.values(added.functions).flatMap(Object.values<string>),
      ]),
    list: (scope) =>
      scope === "host" ? hostKeys() : scope === "system" ? { ...system } : functionKeys(scope.functionName),
    async put(scope, name, value) {
      const own = scopeOf(scope);
      const isNew = own[name] === undefined;
      own[name] = value;
      await save();
      return isNew;
    },
    async remove(scope, name) {
      const own = scopeOf(scope);
      if (own[name] === undefined) return false;
      delete own[name];
      await save();
      return true;
    },
  };
}

/** Each function has a key of its own; derived, so that nothing need be kept. */
function ownKey(master: string, functionName: string): string {
  return `${createHmac("sha512", master).update(functionName.toLowerCase()).digest("base64url").slice(0, 54)}==`;
}

/** Of one length, so that a comparison takes the same time for any two keys. */
function digest(key: string): Buffer {
  return hash("sha256", key, "buffer");
}
