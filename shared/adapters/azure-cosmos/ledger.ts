import { type Container, type CosmosClient, ErrorResponse } from "@azure/cosmos";
import { readEntry } from "../../contracts/entry.ts";
import type { LedgerEntry } from "../../domain/case/events.ts";
import type { CaseId } from "../../domain/ids.ts";
import { assert } from "../../domain/failures.ts";
import { canonicalText } from "../../ledger/canonical.ts";
import type { Ledger } from "../../ports/ledger.ts";
import { ledgerContainer } from "./containers.ts";
import { askCosmos, isLostAnswer, statusOf } from "./failures.ts";

/** Entries are a few kilobytes, a page of Cosmos at most four megabytes. */
const pageSize = 500;

/**
 * The ledger in Cosmos: one item an entry, one partition a case. Nothing but create and read is ever asked for, so the
 * app's role in Azure has no right to anything else.
 */
export function cosmosLedger(options: { readonly client: CosmosClient; readonly database: string }): Ledger {
  const container = options.client.database(options.database).container(ledgerContainer.id);
  return {
    read: (caseId) => askCosmos(`reading the ledger of ${caseId}`, () => readCase(container, caseId)),
    append: (entry) =>
      askCosmos(`writing entry ${entry.seq} of ${entry.caseId}`, () => append(container, entry)),
    caseIds: () => askCosmos("listing the cases of the ledger", () => listCaseIds(container)),
  };
}

async function readCase(container: Container, caseId: CaseId): Promise<LedgerEntry[]> {
  const query = {
    query: "SELECT * FROM c WHERE c.caseId = @caseId ORDER BY c.seq",
    parameters: [{ name: "@caseId", value: caseId }],
  };
  const pages = container.items.query<Item>(query, { partitionKey: caseId, maxItemCount: pageSize });
  const entries: LedgerEntry[] = [];
  for await (const { resources } of pages.getAsyncIterator()) entries.push(...resources.map(entryOf));
  assert(
    entries.every(({ seq }, index) => seq === index),
    `the ledger of ${caseId} has a gap`,
  );
  return entries;
}

async function append(container: Container, entry: LedgerEntry): Promise<"written" | "taken"> {
  const item = { id: idOf(entry.seq), ...entry };
  try {
    await createKnowing(container, item);
    return "written";
  } catch (cause) {
    if (statusOf(cause) !== 409) throw cause;
  }
  const { resource } = await container.item(item.id, entry.caseId).read<Item>();
  assert(resource, `entry ${entry.seq} of ${entry.caseId} stands in the way and cannot be read`);
  return canonicalText(entryOf(resource)) === canonicalText(entry) ? "written" : "taken";
}

/** A create whose answer was lost is asked once more: then the answer, 201 or 409, tells what stands. */
async function createKnowing(container: Container, item: Item): Promise<void> {
  try {
    await container.items.create(item);
  } catch (cause) {
    if (cause instanceof ErrorResponse || !isLostAnswer(cause)) throw cause;
    await container.items.create(item);
  }
}

async function listCaseIds(container: Container): Promise<CaseId[]> {
  const query = "SELECT c.caseId FROM c WHERE c.seq = 0";
  const { resources } = await container.items
    .query<{ caseId: CaseId }>(query, { maxItemCount: pageSize })
    .fetchAll();
  return resources.map(({ caseId }) => caseId).sort();
}

type Item = LedgerEntry & { readonly id: string };

/** Ids sort like numbers as far as a case can grow. */
function idOf(seq: number): string {
  return String(seq).padStart(10, "0");
}

/** What was appended, without what Cosmos adds to an item. */
function entryOf({ caseId, seq, recordedAt, actor, kind, body, previous, hash }: Item): LedgerEntry {
  return readEntry({ caseId, seq, recordedAt, actor, kind, body, previous, hash });
}
