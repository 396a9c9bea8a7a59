import type { Container, CosmosClient } from "@azure/cosmos";
import type { QuarantineIndex } from "../../ports/quarantine-index.ts";
import type { QuarantineRow } from "../../contracts/quarantine-row.ts";
import { indexContainer } from "./containers.ts";
import { askCosmos } from "./failures.ts";
import { putNewer } from "./put-newer.ts";

/** All rows stand in one partition, so that the list is one ordered query and the count one answer. */
const partition = "quarantine";

type RowItem = QuarantineRow & { readonly id: string; readonly pk: string };

export function cosmosQuarantineIndex(options: {
  readonly client: CosmosClient;
  readonly database: string;
}): QuarantineIndex {
  const container = options.client.database(options.database).container(indexContainer.id);
  return {
    put: (row) =>
      askCosmos(`indexing ${row.quarantineId}`, () =>
        putNewer<RowItem>(container, { id: row.quarantineId, pk: partition, ...row }),
      ),
    list: (filter) => askCosmos("listing the quarantine", () => list(container, filter)),
    countWaiting: () => askCosmos("counting what waits in quarantine", () => countWaiting(container)),
  };
}

async function list(
  container: Container,
  { waiting, most }: { readonly waiting: boolean; readonly most: number },
): Promise<QuarantineRow[]> {
  const query = `SELECT TOP ${Math.trunc(most)} * FROM c WHERE c.state ${waiting ? "=" : "!="} 'waiting' ORDER BY c.receivedAt DESC`;
  const { resources } = await container.items
    .query<RowItem>(query, { partitionKey: partition, maxItemCount: most })
    .fetchAll();
  return resources.map(rowOf);
}

async function countWaiting(container: Container): Promise<number> {
  const query = "SELECT VALUE COUNT(1) FROM c WHERE c.state = 'waiting'";
  const { resources } = await container.items.query<number>(query, { partitionKey: partition }).fetchAll();
  return resources.reduce((sum, count) => sum + count, 0);
}

function rowOf(item: RowItem): QuarantineRow {
  const { quarantineId, state, source, reason, receivedAt, arrivals, digest, bytes, caseIds, seq } = item;
  return { quarantineId, state, source, reason, receivedAt, arrivals, digest, bytes, caseIds, seq };
}
