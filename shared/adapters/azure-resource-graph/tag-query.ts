/** One question to Resource Graph about many resources, and the rows that answer it. */
import { z } from "zod";
import { isContainer } from "../../domain/alert/resource-lineage.ts";

/**
 * Ids come out of alerts, so whoever causes an alert writes them. A quote, a backslash or a control character is in no
 * real id; what has one is not asked about, and so can never end a literal of the query.
 */
const unaskable = /['"\\\p{Cc}\p{Cf}]/u;

export function isAskable(id: string): boolean {
  return id.length <= 2000 && !unaskable.test(id);
}

/** Ordered by id, and with the id as it is: the service pages only such answers. */
export function tagQuery(ids: readonly string[]): string {
  const legs = [
    legOf(
      "Resources",
      ids.filter((id) => !isContainer(id)),
    ),
    legOf("ResourceContainers", ids.filter(isContainer)),
  ].filter((leg) => leg !== null);
  const [first = "", second] = legs;
  return `${first}${second === undefined ? "" : ` | union (${second})`} | order by id asc`;
}

function legOf(table: string, ids: readonly string[]): string | null {
  if (ids.length === 0) return null;
  return `${table} | where id in~ (${ids.map((id) => `'${id}'`).join(", ")}) | project id, tags`;
}

/** `tags` is null, or missing, where a thing has none. */
export const TagRows = z.array(
  z.object({ id: z.string(), tags: z.record(z.string(), z.string()).nullish() }),
);

export const visibleSubscriptions =
  "ResourceContainers | where type =~ 'microsoft.resources/subscriptions' | project id | order by id asc";
