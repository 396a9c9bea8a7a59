import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { OperatorsDocument } from "../../ports/document.ts";

/** A file beside the app or on a mounted share. A few milliseconds' reading at most, so it is read at every call. */
export function fileDocument(path: string): OperatorsDocument {
  const whole = resolve(path);
  return {
    name: whole,
    read: async () => {
      try {
        return await readFile(whole, "utf8");
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
        throw error;
      }
    },
  };
}
