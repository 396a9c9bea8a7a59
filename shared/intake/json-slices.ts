/**
 * Where in a JSON text the values stand: what was parsed has lost how it was spelled (`1.0`, doubled keys, escapes), and
 * whoever looks at a rejected element wants it as it came. One pass over the text, whatever is asked for.
 */
export type Path = readonly (string | number)[];

/** The text of each value, exactly as it stands there. The text must be JSON; what is not in it is undefined. */
export function slicesAt(text: string, paths: readonly Path[]): readonly (string | undefined)[] {
  const found = new Array<string | undefined>(paths.length).fill(undefined);
  visit({ text, found }, nextToken(text, 0), wantedBy(paths));
  return found;
}

/** The paths as a tree, so that what nobody asked for is passed over without a look inside. */
interface Wanted {
  readonly asked: number[];
  readonly inside: Map<string | number, Wanted>;
}

function wantedBy(paths: readonly Path[]): Wanted {
  const root: Wanted = { asked: [], inside: new Map() };
  paths.forEach((path, index) => {
    let node = root;
    for (const key of path) {
      const next = node.inside.get(key) ?? { asked: [], inside: new Map() };
      node.inside.set(key, next);
      node = next;
    }
    node.asked.push(index);
  });
  return root;
}

interface Search {
  readonly text: string;
  readonly found: (string | undefined)[];
}

/** Answers where the value ends. As deep as the longest path, never as deep as the text. */
function visit(search: Search, at: number, wanted: Wanted): number {
  const { text, found } = search;
  const first = text[at];
  const end =
    wanted.inside.size === 0
      ? endOfValue(text, at)
      : first === "["
        ? visitList(search, at, wanted)
        : first === "{"
          ? visitRecord(search, at, wanted)
          : endOfValue(text, at);
  for (const index of wanted.asked) found[index] = text.slice(at, end);
  return end;
}

function visitList(search: Search, start: number, wanted: Wanted): number {
  const { text } = search;
  let at = nextToken(text, start + 1);
  for (let index = 0; at < text.length && text[at] !== "]"; index += 1) {
    const inside = wanted.inside.get(index);
    const end = inside ? visit(search, at, inside) : endOfValue(text, at);
    at = afterComma(text, end);
  }
  return at + 1;
}

/** Of two members of one name the last counts, as in the parsed value. */
function visitRecord(search: Search, start: number, wanted: Wanted): number {
  const { text } = search;
  let at = nextToken(text, start + 1);
  while (at < text.length && text[at] !== "}") {
    const endOfName = endOfValue(text, at);
    const inside = wanted.inside.get(JSON.parse(text.slice(at, endOfName)) as string);
    const value = nextToken(text, nextToken(text, endOfName) + 1);
    const end = inside ? visit(search, value, inside) : endOfValue(text, value);
    at = afterComma(text, end);
  }
  return at + 1;
}

function afterComma(text: string, at: number): number {
  const next = nextToken(text, at);
  return text[next] === "," ? nextToken(text, next + 1) : next;
}

function nextToken(text: string, from: number): number {
  let at = from;
  while (isBlank(text.charCodeAt(at))) at += 1;
  return at;
}

const isBlank = (code: number): boolean => code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;

const quote = 0x22;
const backslash = 0x5c;

/** Counts brackets rather than calling itself: texts are nested as deep as their sender likes. */
function endOfValue(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === quote) {
      at = endOfString(text, at);
      if (depth === 0) return at + 1;
    } else if (code === 0x7b || code === 0x5b) depth += 1;
    else if (code === 0x7d || code === 0x5d) {
      if (depth === 0) return at;
      depth -= 1;
      if (depth === 0) return at + 1;
    } else if (depth === 0 && (code === 0x2c || isBlank(code) || code === 0x3a)) return at;
  }
  return text.length;
}

/** Of the string that begins at `from`, the position of its closing quote. */
function endOfString(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === backslash) at += 1;
    else if (code === quote) return at;
  }
  return text.length;
}
