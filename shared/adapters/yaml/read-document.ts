import { parse } from "yaml";
import type { z } from "zod";

/**
 * A document in YAML, of which JSON is a part, checked by its schema. Throws an error whose message is for the person who
 * wrote it: each mistake with the place where it stands.
 */
export function readDocument<Content>(text: string, schema: z.ZodType<Content>): Content {
  // Aliases are not expanded without bound: a page of them can stand for gigabytes.
  const parsed = schema.safeParse(parse(text, { maxAliasCount: 1000 }));
  if (parsed.success) return parsed.data;
  const [first, ...others] = parsed.error.issues.map(({ path, message }) => `${placeOf(path)}${message}`);
  const more = others.length > 3 ? [...others.slice(0, 3), `and ${others.length - 3} more`] : others;
  throw new Error([first, ...more].join("; "));
}

/** `rules[3].when.all[0]: ` as one would write it in a program. */
function placeOf(path: readonly PropertyKey[]): string {
  const words = path.map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`)).join("");
  return words === "" ? "" : `${words.replace(/^\./, "")}: `;
}
