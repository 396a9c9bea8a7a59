/** Deeper than any resource that Azure has. */
const depthMax = 16;

/**
 * An Azure resource id and everything that it lies in, the innermost first: a blob container, its storage account, the
 * resource group, the subscription. What says something about the account says it about the container. Folded to lower
 * case, as Azure compares ids; empty for what is no id of anything in a subscription.
 */
export function lineageOf(id: string): readonly string[] {
  const [empty, scope, subscription, ...rest] = id.toLowerCase().replace(/\/+$/, "").split("/");
  if (empty !== "" || scope !== "subscriptions" || !subscription) return [];
  const root = `/subscriptions/${subscription}`;
  const lineage: string[] = [];
  // A path of pairs (`providers/<namespace>`, `<type>/<name>`): half a pair at its end names nothing.
  for (let length = rest.length - (rest.length % 2); length > 0; length -= 2) {
    if (rest[length - 2] !== "providers") lineage.push(`${root}/${rest.slice(0, length).join("/")}`);
    if (lineage.length === depthMax) break;
  }
  return [...lineage, root];
}

/** A subscription or a resource group: Azure keeps their tags apart from those of resources. */
export function isContainer(id: string): boolean {
  return /^\/subscriptions\/[^/]+(?:\/resourcegroups\/[^/]+)?$/.test(id);
}

/** `storageaccounts stbrigidspatients`, as a person would name it; enough of it to find the thing, and never long. */
export function nameOfResource(id: string): string {
  const parts = id.split("/");
  const [kind = "", name = ""] = parts.slice(-2);
  return `${kind} ${name}`.trim().slice(0, 120);
}
