import { textOf } from "./fields.ts";

/** No alert names more; what is beyond stays in the original. */
const resourcesMax = 1000;
/** Azure's own ids end well before; what is longer is no id. */
const idLengthMax = 4096;

const prefix = "/subscriptions/";

/** An Azure resource id (or a bare subscription) folded for comparison; null for anything else. */
export function resourceIdOf(value: unknown): string | null {
  const text = textOf(value);
  if (text === null || text.length > idLengthMax || !text.startsWith("/")) return null;
  const folded = text.toLowerCase();
  // Without a subscription (`/subscriptions//resourceGroups/…`) it is the id of nothing.
  const isNamed = folded.length > prefix.length && folded[prefix.length] !== "/";
  return folded.startsWith(prefix) && isNamed ? folded : null;
}

/** Each once, sorted. */
export function resourceIdsOf(values: Iterable<unknown>): readonly string[] {
  const ids = new Set<string>();
  for (const value of values) {
    const id = resourceIdOf(value);
    if (id !== null) ids.add(id);
    if (ids.size >= resourcesMax) break;
  }
  return ids.size < 2 ? [...ids] : [...ids].sort();
}

/** `/subscriptions/<id>` and nothing below it. */
export function isBareSubscription(id: string): boolean {
  const end = id.indexOf("/", prefix.length);
  return end === -1 || end === id.length - 1;
}

export function subscriptionOf(id: string): string {
  return id.slice(prefix.length).split("/", 1)[0] ?? "";
}

/** `microsoft.storage/storageaccounts`, of the innermost provider; null where the id names none. */
export function resourceTypeOf(id: string): string | null {
  const at = id.lastIndexOf("/providers/");
  if (at === -1) return null;
  const [provider, ...path] = id.slice(at + "/providers/".length).split("/");
  const types = path.filter((_, index) => index % 2 === 0);
  return provider && types.length > 0 ? [provider, ...types].join("/") : null;
}
