/**
 * Prints the rooms and what they import of each other: `npx node cli/rooms-page.ts` writes docs/rooms.md. The rules come
 * from .dependency-cruiser.mjs, the arrows from the imports that the checker finds.
 */
import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { cruise } from "dependency-cruiser";
import type { ICruiseResult } from "dependency-cruiser";

const root = new URL("../", import.meta.url);
const tops = ["functions", "orchestrations", "shared", "web", "cli", "local"];

interface Rule {
  readonly name: string;
  readonly comment: string;
  readonly from: Side;
  readonly to: Side;
}

interface Side {
  readonly path?: string | readonly string[];
  readonly pathNot?: string | readonly string[];
  readonly [condition: string]: unknown;
}

/** The page as it should be now. Reads every source file; takes some seconds. */
export async function roomsPage(): Promise<string> {
  const { default: rules } = (await import(new URL(".dependency-cruiser.mjs", root).href)) as {
    default: { forbidden: readonly Rule[]; options: { tsConfig: object } };
  };
  const arrows = arrowsBetween(await importsOf(rules.options));
  return `${[
    "# Rooms",
    "Printed from `.dependency-cruiser.mjs` and the imports that it finds, by `npx node cli/rooms-page.ts`. `npm run check:rooms` holds the rules.",
    "## What the rooms import",
    "An arrow: some file of the one imports some file of the other. Dotted: types only, so nothing of it is there at run time.",
    ["```mermaid", "graph TD", ...nodesOf(arrows), ...arrows.map(lineOf), "```"].join("\n"),
    "## The rules",
    "Patterns of paths, as the checker has them.",
    ...rules.forbidden.map(sectionOf),
    "## Which room?",
    whichRoom,
  ].join("\n\n")}\n`;
}

interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly typesOnly: boolean;
}

async function importsOf(options: object): Promise<readonly Arrow[]> {
  const { output } = await cruise(
    tops.map((top) => fileURLToPath(new URL(top, root))),
    { ...options, baseDir: fileURLToPath(root) },
  );
  return (output as ICruiseResult).modules.flatMap(({ source, dependencies }) =>
    dependencies.map(({ resolved, dependencyTypes }) => ({
      from: roomOf(source),
      to: roomOf(resolved),
      typesOnly: dependencyTypes.includes("type-only"),
    })),
  );
}

/** `shared/domain/law/rule.ts` is in `shared/domain/law`; packages and Node itself are in no room. */
function roomOf(path: string): string {
  const [top = "", second = "", third = ""] = path.split("/");
  if (!tops.includes(top)) return "";
  if (top !== "shared") return top;
  const isSplit = second === "domain" && third !== "" && !third.endsWith(".ts");
  return isSplit ? `shared/domain/${third}` : `shared/${second.replace(/\.ts$/, "")}`;
}

/** One arrow for each pair of rooms; of types only where each of its imports is. */
function arrowsBetween(imports: readonly Arrow[]): readonly Arrow[] {
  const byPair = new Map<string, Arrow>();
  for (const each of imports) {
    if (each.from === "" || each.to === "" || each.from === each.to) continue;
    const pair = `${each.from} ${each.to}`;
    byPair.set(pair, { ...each, typesOnly: each.typesOnly && (byPair.get(pair)?.typesOnly ?? true) });
  }
  return [...byPair].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, arrow]) => arrow);
}

const idOf = (room: string): string => room.replaceAll(/[^a-z]/g, "_");
const lineOf = ({ from, to, typesOnly }: Arrow): string =>
  `  ${idOf(from)} ${typesOnly ? "-.->" : "-->"} ${idOf(to)}`;
const nodesOf = (arrows: readonly Arrow[]): readonly string[] =>
  [...new Set(arrows.flatMap(({ from, to }) => [from, to]))]
    .toSorted()
    .map((room) => `  ${idOf(room)}["${room}"]`);

function sectionOf({ name, comment, from, to }: Rule): string {
  const { path, pathNot, ...more } = to;
  const lines = [
    comment,
    "",
    `- In: ${wordsOf(from) || "every file"}`,
    // A rule with `pathNot` alone lists what is allowed.
    ...(path === undefined && pathNot !== undefined ? [`- Only: ${patternsOf(pathNot)}`] : []),
    ...(path === undefined
      ? []
      : [`- Never: ${wordsOf({ path, ...(pathNot !== undefined && { pathNot }) })}`]),
    ...(Object.keys(more).length === 0 ? [] : [`- Where: \`${JSON.stringify(more)}\``]),
  ];
  return [`### ${name}`, lines.join("\n")].join("\n\n");
}

function wordsOf({ path, pathNot, ...more }: Side): string {
  const others = Object.keys(more).length === 0 ? [] : [`\`${JSON.stringify(more)}\``];
  const first = path === undefined ? [] : [patternsOf(path)];
  const but = pathNot === undefined ? [] : [`but not ${patternsOf(pathNot)}`];
  return [...first, ...but, ...others].join(", ");
}

const patternsOf = (patterns: string | readonly string[]): string =>
  [patterns]
    .flat()
    .map((pattern) => `\`${pattern}\``)
    .join(", ");

const whichRoom =
  "Could a lawyer dispute it: rules. Can a table test prove it without fakes: domain. Does it order things over days: orchestrations. Would it be seen outside if it were done twice: an activity. Does it name a vendor: an adapter. Only a shape: contracts. Time is in none of them: see [ADR 3](adr/0003-time-is-an-argument.md).";

if (import.meta.main) await writeFile(new URL("docs/rooms.md", root), await roomsPage());
