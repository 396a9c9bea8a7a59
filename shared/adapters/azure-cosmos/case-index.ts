import { createHash } from "node:crypto";
import type { Container, CosmosClient } from "@azure/cosmos";
import type { CaseId } from "../../domain/ids.ts";
import type { Instant } from "../../domain/instants.ts";
import { TransientFailure } from "../../domain/failures.ts";
import type { CaseIndex } from "../../ports/case-index.ts";
import {
  countRows,
  listDueRows,
  listLogYears,
  listRows,
  markRowDue,
  putRow,
  removeUnopenedRow,
} from "./case-rows.ts";
import { indexContainer } from "./containers.ts";
import { askCosmos, statusOf } from "./failures.ts";

interface KeyItem {
  readonly id: string;
  readonly pk: string;
  readonly caseId: CaseId;
}
type RelatedItem = KeyItem & { readonly at: Instant };
type OperationItem = KeyItem & { readonly key: string };

export function cosmosCaseIndex(options: {
  readonly client: CosmosClient;
  readonly database: string;
}): CaseIndex {
  const container = options.client.database(options.database).container(indexContainer.id);
  return {
    put: (row) => askCosmos(`indexing ${row.caseId}`, () => putRow(container, row)),
    markDue: (caseId, mark) =>
      askCosmos(`marking ${caseId} as due`, () => markRowDue(container, caseId, mark)),
    removeUnopened: (caseId) =>
      askCosmos(`removing the row of ${caseId}`, () => removeUnopenedRow(container, caseId)),
    listDue: (now, page) =>
      askCosmos("listing the cases that are due", () => listDueRows(container, now, page)),
    listPage: (filter, page = {}) => askCosmos("listing the cases", () => listRows(container, filter, page)),
    count: (filter) => askCosmos("counting the cases", () => countRows(container, filter)),
    logYears: () => askCosmos("listing the years of the log", () => listLogYears(container)),
    claimKeys: (keys, caseId) =>
      askCosmos(`claiming alert keys for ${caseId}`, () => claim(container, keys, caseId)),
    findByKeys: (keys) => askCosmos("looking for alert keys", () => findHolder(container, keys)),
    async putRelated(keys, { caseId, at }) {
      await askCosmos(`remembering what belongs with ${caseId}`, () =>
        Promise.all(keys.map((key) => putLater(container, { ...placeOf("related", key), caseId, at }))),
      );
    },
    findRelated: (keys) =>
      askCosmos("looking for related cases", async () => {
        const found = await Promise.all(
          keys.map(async (key) => {
            const item = await find<RelatedItem>(container, placeOf("related", key));
            return item ? [{ key, caseId: item.caseId, at: item.at }] : [];
          }),
        );
        return found.flat().toSorted((one, other) => (one.at < other.at ? 1 : -1));
      }),
    async putOperation(operationId, { caseId, key }) {
      const item: OperationItem = { ...placeOf("operation", operationId), caseId, key };
      await askCosmos(`remembering an operation of ${caseId}`, () => container.items.upsert(item));
    },
    async findOperation(operationId) {
      const item = await askCosmos("looking for an operation", () =>
        find<OperationItem>(container, placeOf("operation", operationId)),
      );
      return item && { caseId: item.caseId, key: item.key };
    },
  };
}

/** Looks before it claims, so that a key that somebody holds leaves none of the others behind for a case that is not opened. */
async function claim(
  container: Container,
  keys: readonly string[],
  caseId: CaseId,
): Promise<CaseId | undefined> {
  for (const key of keys) {
    const holder = await find<KeyItem>(container, placeOf("key", key));
    if (holder && holder.caseId !== caseId) return holder.caseId;
  }
  const claimed: KeyItem[] = [];
  for (const key of keys) {
    const item: KeyItem = { ...placeOf("key", key), caseId };
    const holder = await createOrFind(container, item);
    if (holder === undefined) claimed.push(item);
    else if (holder !== caseId) {
      for (const { id, pk } of claimed) await container.item(id, pk).delete();
      return holder;
    }
  }
  return undefined;
}

/** Undefined when the key was free and is now the case's; else the case that holds it. */
async function createOrFind(container: Container, item: KeyItem): Promise<CaseId | undefined> {
  try {
    await container.items.create(item);
    return undefined;
  } catch (cause) {
    if (statusOf(cause) !== 409) throw cause;
    const holder = await find<KeyItem>(container, item);
    if (holder) return holder.caseId;
    throw new TransientFailure("an alert key was given up while it was being claimed", { cause });
  }
}

/** Of two alerts at once the later one stays, or for a moment the other: both cases are then as good a neighbour. */
async function putLater(container: Container, item: RelatedItem): Promise<void> {
  const known = await find<RelatedItem>(container, item);
  if (known === undefined || known.at <= item.at) await container.items.upsert(item);
}

async function findHolder(container: Container, keys: readonly string[]): Promise<CaseId | undefined> {
  const holders = await Promise.all(keys.map((key) => find<KeyItem>(container, placeOf("key", key))));
  return holders.find((holder) => holder !== undefined)?.caseId;
}

async function find<Item extends KeyItem>(
  container: Container,
  { id, pk }: { id: string; pk: string },
): Promise<Item | undefined> {
  const { resource } = await container.item(id, pk).read<Item>();
  return resource;
}

/** Keys come from outside and may be long or hold characters that an id must not have: their digest stands for them. */
function placeOf(kind: "key" | "related" | "operation", name: string): { id: string; pk: string } {
  const id = `${kind}-${createHash("sha256").update(name).digest("hex")}`;
  return { id, pk: id };
}
