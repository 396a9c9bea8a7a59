/** The tenant's file, which a person may edit while it is being served. */
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { Tenant } from "./graph-data.ts";

/**
 * Writes the seed if there is no file yet and returns a reader. A file caught in the middle of an edit cannot be
 * parsed; until it can, the last good tenant stands.
 */
export function openTenantFile(path: string, seed: Tenant): () => Tenant {
  if (!existsSync(path)) {
    writeFileSync(`${path}.new`, `${JSON.stringify(seed, null, 2)}\n`);
    renameSync(`${path}.new`, path);
  }
  let text = "";
  let tenant = seed;
  return () => {
    const now = readFileSync(path, "utf8");
    if (now === text) return tenant;
    text = now;
    try {
      tenant = Tenant.parse(JSON.parse(now));
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      process.stderr.write(`${path} is not a directory; the version before it is served on (${why})\n`);
    }
    return tenant;
  };
}
