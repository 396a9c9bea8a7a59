import { createReadStream } from "node:fs";
import { text } from "node:stream/consumers";
import { CliError } from "./cli-error.ts";

/** One JSON value from a file or, for `-`, from stdin. Throws `CliError` 65 when there is none. */
export async function readJson(file: string): Promise<unknown> {
  const content = await text(file === "-" ? process.stdin : createReadStream(file)).catch(
    (cause: unknown) => {
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new CliError(65, "unreadable", `Cannot read ${file}: ${why}`);
    },
  );
  try {
    return JSON.parse(content.replace(/^\uFEFF/, ""));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new CliError(65, "not-json", `${file === "-" ? "The input" : file} is not JSON: ${why}`);
  }
}
