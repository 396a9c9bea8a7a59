import { existsSync, lstatSync, mkdirSync } from "node:fs";
import { enableCompileCache, flushCompileCache } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Long enough for the adapters that every case needs to have been loaded. */
const writtenAfterMs = 60_000;

/**
 * Lets Node keep what it compiles of the modules that are loaded from here on, and find it at the next start of this
 * machine. In the temporary folder, since the app's own may be a package that cannot be written. It is no part of the
 * package: Node takes it from the same version, processor, flags and user only. Without a folder that is safe to read
 * code from there is no cache, and the start is slower.
 */
export function useCompileCache(): void {
  const folder = compileCacheFolder();
  if (folder === undefined) return;
  enableCompileCache(folder);
  // At its end a process writes it too; but a worker is killed as often as it ends.
  setTimeout(flushCompileCache, writtenAfterMs).unref();
}

/** What Node reads there it runs: so it is made for this user alone, and not used where somebody else has made it. */
export function compileCacheFolder(): string | undefined {
  const user = process.getuid?.();
  const folder = join(tmpdir(), `tocsin-compiled${user === undefined ? "" : `-${user}`}`);
  try {
    if (!existsSync(folder)) mkdirSync(folder, { mode: 0o700 });
    const { uid, mode } = lstatSync(folder);
    // Windows has a temporary folder for each user.
    return user === undefined || (uid === user && (mode & 0o077) === 0) ? folder : undefined;
  } catch {
    return undefined; // a disk that is full or cannot be written, or another process that came first
  }
}
