import {
  BulkOperationType,
  type Container,
  type CosmosClient,
  type JSONObject,
  type OperationInput,
} from "@azure/cosmos";
import { readEntry } from "../../contracts/entry.ts";
import type { LedgerEntry } from "../../domain/case/events.ts";
import { assert, LedgerDamage, TransientFailure } from "../../domain/failures.ts";
import type { CaseId } from "../../domain/ids.ts";
import { canonicalText } from "../../ledger/canonical.ts";
import type { Ledger } from "../../ports/ledger.ts";
import { ledgerContainer } from "./containers.ts";
import { askCosmos, statusesThatPass, statusOf } from "./failures.ts";

/** Entries are a few kilobytes, a page of Cosmos at most four megabytes. */
const pageSize = 500;

/**
 * The ledger in Cosmos: one item an entry, one partition a case. Nothing but create and read is ever asked for, so the
 * app's role in Azure has no right to anything else.
 */
export function cosmosLedger(options: { readonly client: CosmosClient; readonly database: string }): Ledger {
  const container = options.client.database(options.database).container(ledgerContainer.id);
  return {
    async read(caseId, fromSeq = 0) {
      const items = await askCosmos(`reading the ledger of ${caseId}`, () =>
        readFrom(container, caseId, fromSeq),
      );
      return items.map((item, index) => checked(item, { caseId, seq: fromSeq + index }));
    },
    async readAsItStands(caseId) {
      const items = await askCosmos(`reading the ledger of ${caseId}`, () => readFrom(container, caseId, 0));
      return items.map(withoutAdditions);
    },
    append: (entries) => append(container, entries),
    caseIds: () => askCosmos("listing the cases of the ledger", () => listCaseIds(container)),
  };
}

/**
 * Whoever knows the entries before asks for the next one alone first: mostly there is none, which a point read says for 1
 * request unit and without the query plan that the SDK fetches beside each query.
 */
async function readFrom(container: Container, caseId: CaseId, fromSeq: number): Promise<Item[]> {
  if (fromSeq > 0) {
    const { resource } = await container.item(idOf(fromSeq), caseId).read<Item>();
    if (!resource) return [];
  }
  const since = fromSeq === 0 ? "" : " AND c.seq >= @fromSeq";
  const query = {
    query: `SELECT * FROM c WHERE c.caseId = @caseId${since} ORDER BY c.seq`,
    parameters: [
      { name: "@caseId", value: caseId },
      ...(fromSeq === 0 ? [] : [{ name: "@fromSeq", value: fromSeq }]),
    ],
  };
  const pages = container.items.query<Item>(query, { partitionKey: caseId, maxItemCount: pageSize });
  const items: Item[] = [];
  for await (const { resources } of pages.getAsyncIterator()) items.push(...resources);
  return items;
}

/** The entry that belongs in a place: neither missing nor of a form that the ledger does not write. */
function checked(
  item: Item,
  { caseId, seq }: { readonly caseId: CaseId; readonly seq: number },
): LedgerEntry {
  const entry = withoutAdditions(item);
  if (entry.seq !== seq) throw new LedgerDamage({ caseId, seq, reason: "nothing stands there" });
  try {
    return readEntry(entry);
  } catch (cause) {
    throw new LedgerDamage({ caseId, seq, reason: cause instanceof Error ? cause.message : String(cause) });
  }
}

/**
 * One transaction. A create is safe to ask for again, so a lost answer is asked once more: then the answer says what
 * stands. Where that is lost too, or the account refused in a way that leaves it open, the places are read.
 */
async function append(container: Container, entries: readonly LedgerEntry[]): Promise<"written" | "taken"> {
  const [first] = entries;
  assert(first, "a batch has at least one entry");
  const doing = `writing entry ${first.seq} of ${first.caseId}`;
  let failure: unknown;
  for (let attempt = 0; attempt < 2; attempt += 1) {
    try {
      const created = await askCosmos(doing, () => createAll(container, entries));
      return created ? "written" : ((await standing(container, entries)) ?? "taken");
    } catch (cause) {
      failure = cause;
      if (!mayStand(cause)) throw cause;
    }
  }
  const found = await standing(container, entries).catch(() => "unknown" as const);
  if (found === "written" || found === "taken") return found;
  const wish = failure instanceof TransientFailure ? failure.retryAfterMs : undefined;
  const changed = found === "unknown" ? "unknown" : "nothing";
  throw new TransientFailure(`Cosmos could not be asked while ${doing}`, {
    cause: failure,
    retryAfterMs: wish,
    changed,
  });
}

/** Whether it is open what became of the request: its answer was lost, or the account could not say. */
const mayStand = (failure: unknown): boolean =>
  failure instanceof TransientFailure && statusOf(failure.cause) !== 429;

/** False when a place is taken: then nothing was created. */
async function createAll(container: Container, entries: readonly LedgerEntry[]): Promise<boolean> {
  const operations: OperationInput[] = entries.map((entry) => ({
    operationType: BulkOperationType.Create,
    resourceBody: { id: idOf(entry.seq), ...entry } as unknown as JSONObject,
  }));
  const { result = [], code } = await container.items
    .batch(operations, entries[0]?.caseId)
    .catch((error: unknown) => {
      // The SDK (4.x) wraps what went wrong in an error that says only that it was a batch.
      throw error instanceof Error ? (error.cause ?? error) : error;
    });
  const statuses = [code ?? 200, ...result.map(({ statusCode }) => statusCode)];
  if (statuses.includes(409)) return false;
  // 424: left out because another operation of the batch failed; that one says why.
  const culprit = statuses.find((status) => status >= 400 && status !== 424);
  if (culprit === undefined) return true;
  const message = `Cosmos answered a batch with ${culprit}`;
  throw statusesThatPass.has(culprit) ? new TransientFailure(message) : new Error(message);
}

/** What stands in the places of these entries: exactly they, something else, or nothing at all (undefined). */
async function standing(
  container: Container,
  entries: readonly LedgerEntry[],
): Promise<"written" | "taken" | undefined> {
  const { caseId, seq } = entries[0] as LedgerEntry;
  const found = await askCosmos(`reading what stands in ${caseId} from entry ${seq}`, () =>
    readFrom(container, caseId, seq),
  );
  if (found.length === 0) return undefined;
  const texts = new Map(found.map((item) => [item.seq, canonicalText(withoutAdditions(item))]));
  return entries.every((entry) => texts.get(entry.seq) === canonicalText(entry)) ? "written" : "taken";
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

/** What was appended, without the id and what Cosmos adds to an item. */
function withoutAdditions(item: Item): LedgerEntry {
  const members = Object.entries(item).filter(([name]) => name !== "id" && !name.startsWith("_"));
  return Object.fromEntries(members) as unknown as LedgerEntry;
}
