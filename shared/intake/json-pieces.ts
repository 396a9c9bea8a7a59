/**
 * What can be saved of a text that is no JSON value as a whole: values one after the other, lines of JSON, or a list
 * with a broken element. Every piece is a slice of the text, so that what stays unreadable is kept as it came.
 */
const bracketOf: Readonly<Record<string, "[" | "{">> = { "]": "[", "}": "{" };

/**
 * The pieces in their order, at most `most` and one more, which tells that there are others. One piece, the text
 * itself, when nothing in it can be told apart. Looks at each letter a few times, whatever stands there.
 */
export function piecesOf(text: string, most: number): readonly string[] {
  const elements = elementsOf(text, most);
  if (elements?.some(isStructure)) return elements;
  const values = valuesOf(text, most);
  if (values.length > 0 && values.every(isValue)) return values;
  const lines = linesOf(text, most);
  if (lines.length > 1 && lines.some(isStructure)) return lines;
  return values.some(isStructure) ? values : [text];
}

/** Undefined when it is no JSON. Nothing that JSON can say is undefined. */
export function parsedPiece(piece: string): unknown {
  try {
    return JSON.parse(piece) as unknown;
  } catch {
    return undefined; // The caller says what it means that this is no JSON.
  }
}

const isValue = (piece: string): boolean => parsedPiece(piece) !== undefined;
const isStructure = (piece: string): boolean => {
  const value = parsedPiece(piece);
  return typeof value === "object" && value !== null;
};

/** The elements of a list that is broken somewhere, also of the list in an event hub's `{"records":[…]}`. */
function elementsOf(text: string, most: number): readonly string[] | undefined {
  const opening = /^\s*(?:\{\s*"(?:records|value)"\s*:\s*)?\[/.exec(text)?.[0];
  if (opening === undefined) return undefined;
  const elements: string[] = [];
  let start = opening.length;
  let at = start;
  for (; at < text.length && elements.length <= most; at += 1) {
    const letter = text.charAt(at);
    if (letter === '"') at = endOfLooseString(text, at) - 1;
    else if (letter === "{" || letter === "[") at = endOfBrackets(text, at) - 1;
    else if (letter === "," || letter === "]") {
      addTo(elements, text.slice(start, at));
      start = at + 1;
      if (letter === "]") break;
    }
  }
  if (elements.length > most) return elements;
  if (at === text.length) addTo(elements, text.slice(start));
  // After its end nothing but the end of what it stood in: otherwise the text was something else, such as lines.
  return /^\]?[\s}]*$/.test(text.slice(at, at + 1000)) ? elements : undefined;
}

/** JSON values with nothing but blanks, commas or record separators (RFC 7464) between them. */
function valuesOf(text: string, most: number): readonly string[] {
  const values: string[] = [];
  for (let at = 0; at < text.length && values.length <= most;) {
    if (isBetween(text.charAt(at))) {
      at += 1;
      continue;
    }
    const end = endOfLooseValue(text, at);
    values.push(text.slice(at, end));
    at = end;
  }
  return values;
}

const recordSeparator = String.fromCharCode(0x1e);
const isBetween = (letter: string): boolean =>
  letter === "," || letter === recordSeparator || letter.trim() === "";

function linesOf(text: string, most: number): readonly string[] {
  const lines: string[] = [];
  for (let start = 0; start < text.length && lines.length <= most;) {
    const end = text.indexOf("\n", start);
    addTo(lines, text.slice(start, end < 0 ? text.length : end));
    start = end < 0 ? text.length : end + 1;
  }
  return lines;
}

function addTo(pieces: string[], slice: string): void {
  const piece = slice.trim();
  if (piece !== "") pieces.push(piece);
}

function endOfLooseValue(text: string, from: number): number {
  const letter = text.charAt(from);
  if (letter === "{" || letter === "[") return endOfBrackets(text, from);
  if (letter === '"') return endOfLooseString(text, from);
  let at = from + 1;
  for (; at < text.length; at += 1) {
    const next = text.charAt(at);
    if (isBetween(next) || '{["'.includes(next)) break;
  }
  return at;
}

/**
 * Where the brackets that open at `from` are closed again. A closing bracket closes whatever was left open inside of
 * its own pair; one that nobody opened is passed over.
 */
function endOfBrackets(text: string, from: number): number {
  const open: ("[" | "{")[] = [];
  const waiting = { "[": 0, "{": 0 };
  for (let at = from; at < text.length; at += 1) {
    const letter = text.charAt(at);
    if (letter === '"') at = endOfLooseString(text, at) - 1;
    else if (letter === "{" || letter === "[") {
      open.push(letter);
      waiting[letter] += 1;
    } else if (letter === "}" || letter === "]") {
      const own = bracketOf[letter];
      if (own === undefined || waiting[own] === 0) continue;
      for (let closed = ""; closed !== own;) {
        const last = open.pop() ?? own;
        waiting[last] -= 1;
        closed = last;
      }
      if (open.length === 0) return at + 1;
    }
  }
  return text.length;
}

/** After the closing quote, or before the end of the line: no JSON string goes on there. */
function endOfLooseString(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at += 1) {
    const letter = text.charAt(at);
    if (letter === "\\") at += 1;
    else if (letter === '"') return at + 1;
    else if (letter === "\n") return at;
  }
  return text.length;
}
