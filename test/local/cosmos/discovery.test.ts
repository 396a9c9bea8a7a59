/** How often the SDK asks for what it needs to know before it can ask. */
import type { CosmosClient } from "@azure/cosmos";
import { expect, it } from "vitest";
import type { LocalCosmos } from "../../../local/stand-ins/cosmos.ts";
import { cosmosClient } from "../../../shared/adapters/azure-cosmos/client.ts";
import { clientOf, containerOn, freshFolder, serverIn } from "../../support/cosmos-account.ts";

const operations = 20;

/** Requests at the account for so many creates and reads, and of queries, each with its plan. */
async function requestsOf(server: LocalCosmos, client: CosmosClient) {
  const container = await containerOn(server, {}, client);
  server.charges.reset();
  for (let number = 0; number < operations; number += 1) {
    await container.items.create({ id: String(number), pk: "p" });
    await container.item(String(number), "p").read();
    await container.items.query("SELECT * FROM c", { partitionKey: "p" }).fetchAll();
  }
  const { requests, containers } = server.charges.read();
  const { create, read, query, metadata } = containers.items ?? {};
  const inContainer = [create, read, query].map((count) => count?.requests);
  return { inContainer, plans: metadata?.requests, all: requests };
}

it("does not look for regions of an account on this machine: a request is a request, a query also a plan", async () => {
  const server = await serverIn(freshFolder());
  const { url, key } = server;
  const client = cosmosClient({ endpoint: url, key, database: "db" });
  expect(await requestsOf(server, client)).toEqual({
    inContainer: [operations, operations, operations],
    plans: operations,
    all: 4 * operations,
  });
});

it("tells a client that does look where to go, so that it looks once", async () => {
  const server = await serverIn(freshFolder());
  const client = clientOf(server);
  const { resource } = await client.getDatabaseAccount();
  for (const locations of [resource?.readableLocations, resource?.writableLocations])
    expect(locations?.map(({ databaseAccountEndpoint }) => databaseAccountEndpoint)).toEqual([server.url]);
  const { all } = await requestsOf(server, client);
  expect(all).toBeLessThanOrEqual(4 * operations + 1);
});
