import canonicalize from "canonicalize";

/** The RFC 8785 text of a JSON value: one value, one text, whoever writes it. Throws over what JSON cannot say. */
export function canonicalText(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined)
    throw new Error("bug: a value without a JSON form was to be written into the ledger");
  return text;
}

export function canonicalBytes(value: unknown): Uint8Array {
  return new TextEncoder().encode(canonicalText(value));
}
