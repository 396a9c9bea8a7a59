import { fingerprintOf } from "./entities.ts";

const idLengthMax = 4096;

/**
 * The parts that identify a thing at its sender, joined. A path (an Azure id) is lower-cased, since Azure itself
 * spells it both ways; every other part is kept as found. Parts that are missing are left out. An id longer than any
 * real one is cut, and told apart by a fingerprint of the whole.
 */
export function nativeIdOf(...parts: readonly (string | null)[]): string | null {
  let id: string | null = null;
  for (const part of parts) {
    if (part === null || part === "") continue;
    const folded = part.startsWith("/") ? part.toLowerCase() : part;
    id = id === null ? folded : `${id}|${folded}`;
  }
  return id === null || id.length <= idLengthMax
    ? id
    : `${id.slice(0, idLengthMax - 20)}#${fingerprintOf(id)}`;
}
