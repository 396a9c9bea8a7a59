import { fingerprintOf } from "./entities.ts";

/**
 * Names under which one thing is known on all its paths. A Defender alert is `defender:<its id>` whether it comes
 * as ARM object, export record, Log Analytics row, activity-log event, Monitor alert or inside a Sentinel incident.
 */
const defenderId = /^\d{6,}_[0-9a-z]+(?:-[0-9a-z]+)+$/i;
const defenderIdInside = /(?:^|[^0-9a-z])(\d{15,20}_[0-9a-z]{8}(?:-[0-9a-z]{4,12}){1,4})/i;
const keyLengthMax = 700;

export function isDefenderId(id: string): boolean {
  return defenderId.test(id);
}

export function defenderKey(id: string | null): string | null {
  return key("defender", id);
}

/** For a text that may be the id or, as the link into the portal does, hold it. */
export function defenderKeyIn(text: string | null): string | null {
  const found = text === null ? null : defenderIdInside.exec(text.slice(0, 2000));
  return found ? key("defender", found[1] ?? null) : null;
}

/** Null when a part is missing. Folded, since senders differ in case. Overlong ids become their fingerprint. */
export function key(kind: string, ...parts: readonly (string | null | undefined)[]): string | null {
  for (const part of parts) if (part === null || part === undefined || part === "") return null;
  const text = `${kind}:${parts.join("|").toLowerCase()}`;
  return text.length <= keyLengthMax ? text : `${text.slice(0, keyLengthMax - 20)}#${fingerprintOf(text)}`;
}

/** Of a resource or an assignment: many things may happen there, so sharing it says less than sharing an incident. */
export const isPlaceKey = (text: string): boolean =>
  /^(resource|storage-account|policy-assignment):/.test(text);

/** Those that exist, each once, in order. */
export function keysOf(keys: readonly (string | null)[]): readonly string[] {
  const distinct: string[] = [];
  // An incident of a thousand alerts has as many keys: beyond a few, a set is faster than a list.
  const seen = keys.length > 16 ? new Set<string>() : null;
  for (const candidate of keys) {
    if (candidate === null || (seen ? seen.has(candidate) : distinct.includes(candidate))) continue;
    seen?.add(candidate);
    distinct.push(candidate);
  }
  return distinct;
}
