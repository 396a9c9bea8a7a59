/** Ids come out of alerts: whatever stands in them, the query asks about ids and nothing else. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { answerQuery } from "../../local/stand-ins/resource-graph-query.ts";
import { isAskable, tagQuery } from "../../shared/adapters/azure-resource-graph/tag-query.ts";
import { lineageOf } from "../../shared/domain/alert/resource-lineage.ts";

const secret = { id: "/subscriptions/other/secret", tags: { "data-classification": "phi" } };

/** Pieces that would end a literal or go on with the query, between pieces of ids. */
const piece = fc.oneof(
  fc.constantFrom(
    "'",
    '"',
    "\\",
    "')",
    "') or ('1'=='1",
    "| union",
    "//",
    "\n",
    "\u2028",
    "providers",
    "a-1",
    "%27",
  ),
  fc.string({ unit: "binary" }),
);
const id = fc.array(piece, { maxLength: 8 }).map((pieces) => `/subscriptions/s/${pieces.join("/")}`);

test("no id gets out of its literal", () => {
  fc.assert(
    fc.property(fc.array(id, { minLength: 1, maxLength: 6 }), (ids) => {
      const asked = ids.flatMap(lineageOf).filter(isAskable);
      const tables = {
        resources: [...asked.map((each) => ({ id: each.toUpperCase(), tags: null })), secret],
        resourcecontainers: [secret],
      };
      const found = answerQuery(tagQuery(asked), tables).rows.map((row) => row["id"]);
      expect(found).not.toContain(secret.id);
    }),
  );
});

test("subscriptions and groups are asked of the one table, resources of the other", () => {
  const [resource = "", group = "", subscription = ""] = lineageOf(
    "/subscriptions/s/resourceGroups/g/providers/n/t/x",
  );
  expect(tagQuery([resource, group, subscription])).toBe(
    `Resources | where id in~ ('${resource}') | project id, tags | union (ResourceContainers | where id in~ ('${group}', '${subscription}') | project id, tags) | order by id asc`,
  );
  expect(tagQuery([subscription])).toBe(
    `ResourceContainers | where id in~ ('${subscription}') | project id, tags | order by id asc`,
  );
});
