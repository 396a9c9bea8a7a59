/** The Resource Graph stand-in, by the documented requests and answers. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import type { Estate } from "../../local/stand-ins/resource-graph-data.ts";
import type { ResourceGraphStandIn } from "../../local/stand-ins/resource-graph.ts";
import { startResourceGraph } from "../../local/stand-ins/resource-graph.ts";

const subscription = "/subscriptions/11111111-1111-4111-8111-111111111111";
const other = "/subscriptions/22222222-2222-4222-8222-222222222222";
const group = `${subscription}/resourceGroups/RG-One`;
const vault = `${group}/providers/Microsoft.KeyVault/vaults/Keys`;
const seed: Estate = [
  { id: subscription, tags: { team: "clinic" } },
  { id: other },
  { id: group },
  { id: vault, location: "westeurope", tags: { "it's": "quoted" } },
  ...Array.from({ length: 12 }, (_, index) => ({
    id: `${group}/providers/Microsoft.Storage/storageAccounts/store${String(index).padStart(2, "0")}`,
  })),
];

const dataDir = mkdtempSync(join(tmpdir(), "tocsin-resource-graph-"));
let graph: ResourceGraphStandIn;
beforeAll(async () => {
  graph = await startResourceGraph({ port: 0, dataDir, seed, token: "t" });
});
afterAll(async () => {
  await graph.stop();
  rmSync(dataDir, { recursive: true });
});

interface Answer {
  readonly totalRecords: number;
  readonly count: number;
  readonly resultTruncated: string;
  readonly $skipToken?: string;
  readonly data: readonly Record<string, unknown>[];
  readonly error: { readonly code: string; readonly message: string; readonly details: readonly object[] };
}

async function post(body: object, more: { token?: string; version?: string } = {}) {
  const path = `/providers/Microsoft.ResourceGraph/resources?api-version=${more.version ?? "2024-04-01"}`;
  const response = await fetch(graph.url + path, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${more.token ?? "t"}` },
    body: JSON.stringify(body),
  });
  return { status: response.status, headers: response.headers, answer: (await response.json()) as Answer };
}
const ask = async (query: string) => (await post({ query })).answer;

test("an answer has the documented shape, ids as they are and types in lower case", async () => {
  const { status, headers, answer } = await post({
    query: `Resources | where id =~ '${vault.toLowerCase()}' | project id, name, type, resourceGroup, location, tags`,
  });
  expect(status).toBe(200);
  expect(answer).toEqual({
    totalRecords: 1,
    count: 1,
    facets: [],
    resultTruncated: "false",
    data: [
      {
        id: vault,
        name: "Keys",
        type: "microsoft.keyvault/vaults",
        resourceGroup: "rg-one",
        location: "westeurope",
        tags: { "it's": "quoted" },
      },
    ],
  });
  expect(headers.get("x-ms-user-quota-remaining")).toMatch(/^\d+$/);
  expect(headers.get("x-ms-user-quota-resets-after")).toMatch(/^\d\d:\d\d:\d\d$/);
});

describe("queries", () => {
  test.each<[string, number]>([
    ["resources", 13],
    ["ResourceContainers | where type == 'microsoft.resources/subscriptions'", 2],
    [
      "ResourceContainers | where type =~ 'Microsoft.Resources/Subscriptions/ResourceGroups' | project id, tags",
      1,
    ],
    [`Resources | where id in~ ('${vault.toUpperCase()}', "x")`, 1],
    [`Resources | where id in ('${vault.toUpperCase()}')`, 0],
    ["Resources | where type =~ 'microsoft.storage/storageaccounts' and name == 'store03'", 1],
    ["Resources | limit 4 | union (ResourceContainers | project id)", 7],
    ["Resources // all of them\n| order by id asc", 13],
    [String.raw`Resources | where name == 'it\'s'`, 0],
  ])("%s", async (query, count) => {
    expect((await ask(query)).totalRecords).toBe(count);
  });

  test.each([
    ["Secrets", "InvalidTableName"],
    ["Resources | summarize count()", "InvalidQueryLanguage"],
    ["Resources | where name contains 'x'", "ParserFailure"],
    ["Resources | where id in~ ('a'", "ParserFailure"],
    ["Resources | where name == 'open", "ParserFailure"],
    ["Resources project id", "ParserFailure"],
  ])("%s is refused with its word", async (query, code) => {
    const { status, answer } = await post({ query });
    expect(status).toBe(400);
    expect(answer.error).toMatchObject({ code: "BadRequest", details: [{ code: "InvalidQuery" }, { code }] });
  });
});

describe("pages", () => {
  const query = "Resources | project id | order by id asc";

  test("follow each other by their token and give every row once", async () => {
    const seen: unknown[] = [];
    let token: string | undefined;
    do {
      const options = { $top: 5, ...(token !== undefined && { $skipToken: token }) };
      const { answer } = await post({ query, options });
      expect(answer.resultTruncated).toBe(answer.$skipToken === undefined ? "false" : "true");
      seen.push(...answer.data.map(({ id }) => id));
      token = answer.$skipToken;
    } while (token !== undefined);
    expect(seen).toHaveLength(13);
    expect(new Set(seen).size).toBe(13);
  });

  test("without the id there is no token, though the answer is cut", async () => {
    const { answer } = await post({ query: "Resources | project name", options: { $top: 5 } });
    expect(answer.resultTruncated).toBe("true");
    expect(answer.$skipToken).toBeUndefined();
  });

  test("a token of another query is refused", async () => {
    const { answer } = await post({ query, options: { $top: 5 } });
    const { status } = await post({ query: "Resources", options: { $skipToken: answer.$skipToken } });
    expect(status).toBe(400);
  });
});

test("a list of subscriptions narrows the answer", async () => {
  const { answer } = await post({ query: "ResourceContainers", subscriptions: [other.split("/")[2]] });
  expect(answer.data).toMatchObject([{ id: other }]);
});

test("editing the file is tagging a resource", async () => {
  const path = join(dataDir, "resources.json");
  onTestFinished(() => writeFileSync(path, JSON.stringify(seed)));
  writeFileSync(path, JSON.stringify([{ id: group, tags: { "data-classification": "phi" } }]));
  expect((await ask("ResourceContainers | project tags")).data).toEqual([
    { tags: { "data-classification": "phi" } },
  ]);
  // Caught in the middle of an edit, the last good content stands.
  writeFileSync(path, "[{");
  expect((await ask("ResourceContainers")).totalRecords).toBe(1);
});

describe("refusals", () => {
  test.each([
    ["another token", { token: "x" }, 401],
    ["no version", { version: "" }, 400],
    ["an unknown version", { version: "2010-01-01" }, 400],
  ])("%s", async (_what, more, status) => {
    expect((await post({ query: "Resources" }, more)).status).toBe(status);
  });

  test("a body without a query, or with too large a page", async () => {
    expect((await post({})).status).toBe(400);
    expect((await post({ query: "Resources", options: { $top: 1001 } })).status).toBe(400);
  });

  test.each([
    [403, "AccessDenied"],
    [429, "RateLimiting"],
  ])("it can be told to answer %i as the service words it", async (status, code) => {
    graph.faults.add({ at: "resources", action: "answer", status });
    const told = await post({ query: "Resources" });
    expect(told.status).toBe(status);
    expect(told.answer.error).toMatchObject({ code, details: [{ code }] });
    expect((await post({ query: "Resources" })).status).toBe(200);
  });
});
