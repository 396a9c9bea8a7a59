import type { CosmosClient } from "@azure/cosmos";
import { askCosmos } from "./failures.ts";

/** Names and partition keys are those of `infra/`: in Azure the deployment makes them, and the app may not. */
export const ledgerContainer = { id: "ledger", partitionKey: { paths: ["/caseId"] } };
/**
 * Rows are written at each command and are some kilobytes: only what is asked by is indexed. Each order is by a single
 * property, so no composite index is needed.
 */
export const indexContainer = {
  id: "index",
  partitionKey: { paths: ["/pk"] },
  indexingPolicy: {
    includedPaths: [
      "/seq/?",
      "/state/?",
      "/logYear/?",
      "/openedKey/?",
      "/dueKey/?",
      "/answerKey/?",
      "/nextKey/?",
      "/askedRoles/[]/?",
      "/isInTrouble/?",
      "/receivedAt/?",
    ].map((path) => ({ path })),
    excludedPaths: [{ path: "/*" }],
  },
};

/**
 * Makes database and containers on the account of this machine; what is there already stays. The ledger has no time to
 * live: with one, whoever creates an entry could let it disappear again.
 */
export async function ensureContainers(client: CosmosClient, database: string): Promise<void> {
  await askCosmos("making the containers", async () => {
    await client.databases.createIfNotExists({ id: database });
    for (const container of [ledgerContainer, indexContainer]) {
      await client.database(database).containers.createIfNotExists(container);
    }
  });
}
