/** What the test app remembers: files, a line an entry, to outlive a killed host. */
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const folder = process.env["DURABLE_TEST_FOLDER"] ?? ".";
const fileOf = (name: string) => join(folder, name.replaceAll(/[^\w-]/g, "_"));

export const note = (name: string, line: string): void => appendFileSync(fileOf(name), `${line}\n`);

export const notes = (name: string): string[] =>
  existsSync(fileOf(name)) ? readFileSync(fileOf(name), "utf8").split("\n").filter(Boolean) : [];
