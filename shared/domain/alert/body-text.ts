/** The text of a body, or why there is none. */
export type BodyText =
  { readonly ok: true; readonly text: string } | { readonly ok: false; readonly reason: string };

/**
 * UTF-8 or UTF-16, as the mark at the beginning says; without one, zeros in every other byte betray UTF-16, since JSON
 * begins with ASCII. Nothing is guessed beyond that: a letter that is replaced is a letter that is lost.
 */
export function textOfBody(bytes: Uint8Array): BodyText {
  if (bytes.byteLength === 0) return { ok: false, reason: "the body is empty" };
  const encoding = encodingOf(bytes);
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return text.trim() === ""
      ? { ok: false, reason: "the body holds nothing but blanks" }
      : { ok: true, text };
  } catch {
    return { ok: false, reason: `the body cannot be read: it is not ${encoding.toUpperCase()}` };
  }
}

function encodingOf(bytes: Uint8Array): "utf-8" | "utf-16le" | "utf-16be" {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  if (bytes.byteLength % 2 !== 0 || first === undefined || second === undefined) return "utf-8";
  if (first !== 0 && second === 0 && bytes[3] === 0) return "utf-16le";
  return first === 0 && second !== 0 && bytes[2] === 0 ? "utf-16be" : "utf-8";
}
