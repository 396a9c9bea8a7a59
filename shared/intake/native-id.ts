/**
 * The parts that identify a thing at its sender, joined. A path (an Azure id) is lower-cased, since Azure itself
 * spells it both ways; every other part is kept as found. Parts that are missing are left out.
 */
export function nativeIdOf(...parts: readonly (string | null)[]): string | null {
  const present = parts.filter((part) => part !== null && part !== "") as string[];
  if (present.length === 0) return null;
  return present.map((part) => (part.startsWith("/") ? part.toLowerCase() : part)).join("|");
}
