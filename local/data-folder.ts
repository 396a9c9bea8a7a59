import { randomBytes } from "node:crypto";
import { accessSync, constants, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** What stops a start: one sentence for the person at the keyboard. */
export class StartProblem extends Error {
  override readonly name = "StartProblem";
  readonly kind: string;

  constructor(kind: string, message: string) {
    super(message);
    this.kind = kind;
  }
}

export interface LocalSecrets {
  /** Base64, 32 bytes each. */
  readonly linkKey: string;
  readonly cookieSecret: string;
  readonly emailAccessKey: string;
  readonly graphToken: string;
}

/** Makes the folder if it is not there, and holds it for this process: the lock ends with the process, SIGKILL too. */
export function takeDataFolder(dataDir: string): { release(): void } {
  try {
    makeFolder(dataDir);
    accessSync(dataDir, constants.W_OK);
    writeFileSync(join(dataDir, ".written"), "");
  } catch (cause) {
    throw new StartProblem(
      "data-folder",
      `The data folder ${dataDir} cannot be written to (${(cause as NodeJS.ErrnoException).code ?? "unknown"}); name another with --data.`,
    );
  }
  return lock(dataDir);
}

/** One level at a time: Node's own recursive `mkdir` never returns for a path under /proc. */
function makeFolder(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) return;
  makeFolder(dirname(path));
  mkdirSync(path);
}

function lock(dataDir: string): { release(): void } {
  const database = new DatabaseSync(join(dataDir, "lock.db"));
  try {
    database.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE");
  } catch {
    database.close();
    throw new StartProblem(
      "data-folder-in-use",
      `Another tocsin is running on the data folder ${dataDir}; stop it, or name another folder with --data.`,
    );
  }
  return { release: () => database.close() };
}

/** The secrets of this installation, made at the first start and readable by its owner alone. */
export function localSecrets(dataDir: string): LocalSecrets {
  const file = join(dataDir, "secrets.json");
  const known = readJson(file) as LocalSecrets | undefined;
  if (known) return known;
  const fresh = (): string => randomBytes(32).toString("base64");
  const secrets: LocalSecrets = {
    linkKey: fresh(),
    cookieSecret: fresh(),
    emailAccessKey: fresh(),
    graphToken: randomBytes(24).toString("hex"),
  };
  writeWhole(file, secrets, 0o600);
  return secrets;
}

export function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

/** Either the old content or the new one stands there, never a torn one. */
export function writeWhole(file: string, value: unknown, mode = 0o644): void {
  writeFileSync(`${file}.new`, JSON.stringify(value), { mode });
  renameSync(`${file}.new`, file);
}
