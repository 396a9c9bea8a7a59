/** A stand-in's content: a JSON file that a person may edit while it is being served. */
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import type { z } from "zod";

/**
 * Writes the seed if there is no file yet and returns a reader. A file caught in the middle of an edit cannot be
 * parsed; until it can, the last good content stands.
 */
export function openEditedFile<Content>(
  path: string,
  schema: z.ZodType<Content>,
  seed: Content,
): () => Content {
  if (!existsSync(path)) {
    writeFileSync(`${path}.new`, `${JSON.stringify(seed, null, 2)}\n`);
    renameSync(`${path}.new`, path);
  }
  let text = "";
  let content = seed;
  return () => {
    const now = readFileSync(path, "utf8");
    if (now === text) return content;
    text = now;
    try {
      content = schema.parse(JSON.parse(now));
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      process.stderr.write(`${path} cannot be served; the version before it is (${why})\n`);
    }
    return content;
  };
}
