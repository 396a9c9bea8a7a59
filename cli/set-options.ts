import { CliError } from "./cli-error.ts";
import { readJson } from "./read-json.ts";

/**
 * `--set name=value`, as often as wanted: JSON where it is JSON (numbers, true, objects), else text. `--set name=` or
 * `name=null` takes a fact back.
 */
export function readSet(assignments: readonly string[]): Readonly<Record<string, unknown>> {
  const set: Record<string, unknown> = {};
  for (const assignment of assignments) {
    const at = assignment.indexOf("=");
    const name = assignment.slice(0, at).trim();
    if (at < 0 || name === "")
      throw new CliError(
        64,
        "usage",
        `--set wants name=value, such as affectedTotal=620, not ${assignment}.`,
      );
    if (name in set) throw new CliError(64, "usage", `--set ${name} is given twice.`);
    set[name] = valueOf(assignment.slice(at + 1).trim());
  }
  return set;
}

function valueOf(text: string): unknown {
  if (text === "") return null;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** An object of facts from a file or, for `-`, from standard input. */
export async function readSetFile(file: string): Promise<Readonly<Record<string, unknown>>> {
  const content = await readJson(file);
  if (typeof content !== "object" || content === null || Array.isArray(content))
    throw new CliError(65, "bad-input", "The facts must be one JSON object of names and values.");
  return content as Readonly<Record<string, unknown>>;
}
