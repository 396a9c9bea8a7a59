/** The tenant's resources as the Resource Graph stand-in keeps them, and the rows that it makes of them. */
import { z } from "zod";
import type { Row, Tables } from "./resource-graph-query.ts";

const thing = z.strictObject({
  /** Of a subscription, a resource group or a resource, in whatever case. */
  id: z.string().startsWith("/subscriptions/"),
  location: z.string().optional(),
  tags: z.record(z.string(), z.string()).optional(),
});

export const Estate = z.array(thing);
export type Estate = z.infer<typeof Estate>;

const container = /^\/subscriptions\/[^/]+(?:\/resourcegroups\/[^/]+)?$/i;

export function tablesOf(estate: Estate): Tables {
  const rows = estate.map((each) => [container.test(each.id), rowOf(each)] as const);
  const of = (isContainer: boolean) => rows.filter(([is]) => is === isContainer).map(([, row]) => row);
  return { resources: of(false), resourcecontainers: of(true) };
}

/** Ids keep their case and types lose it, as the service answers; a thing without tags has null for them. */
function rowOf({ id, location, tags }: Estate[number]): Row {
  const parts = id.split("/");
  const group = parts.findIndex((part) => part.toLowerCase() === "resourcegroups");
  return {
    id,
    name: parts.at(-1) ?? "",
    type: typeOf(id),
    subscriptionId: parts[2] ?? "",
    resourceGroup: group === -1 ? "" : (parts[group + 1] ?? "").toLowerCase(),
    location: location ?? "",
    tags: tags ?? null,
  };
}

function typeOf(id: string): string {
  const folded = id.toLowerCase();
  if (container.test(id))
    return folded.includes("/resourcegroups/")
      ? "microsoft.resources/subscriptions/resourcegroups"
      : "microsoft.resources/subscriptions";
  const [provider = "", ...path] = folded
    .slice(folded.lastIndexOf("/providers/") + "/providers/".length)
    .split("/");
  return [provider, ...path.filter((_, index) => index % 2 === 0)].join("/");
}
