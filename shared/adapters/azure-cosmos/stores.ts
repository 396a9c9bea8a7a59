import type { CaseIndex } from "../../ports/case-index.ts";
import type { Ledger } from "../../ports/ledger.ts";
import type { QuarantineIndex } from "../../ports/quarantine-index.ts";
import { cosmosCaseIndex } from "./case-index.ts";
import { cosmosClient } from "./client.ts";
import type { CosmosOptions } from "./client.ts";
import { cosmosLedger } from "./ledger.ts";
import { cosmosQuarantineIndex } from "./quarantine-index.ts";

export interface CosmosStores {
  readonly ledger: Ledger;
  readonly index: CaseIndex;
  readonly quarantine: QuarantineIndex;
}

/** Everything that is kept in one account, through one client. */
export function cosmosStores(options: CosmosOptions): CosmosStores {
  const { database } = options;
  const client = cosmosClient(options);
  return {
    ledger: cosmosLedger({ client, database }),
    index: cosmosCaseIndex({ client, database }),
    quarantine: cosmosQuarantineIndex({ client, database }),
  };
}
