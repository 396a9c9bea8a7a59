/** Several operations in one request: a transaction of one partition, or in bulk, each for itself. */
import { answer, badRequest, type EngineAnswer, Refusal, refusal } from "./cosmos-answers.ts";
import { carryOutItem, type ItemRequest, type ItemResult, type Place } from "./cosmos-items.ts";
import type { PartitionKey } from "./cosmos-documents.ts";
import { parsePartitionKey } from "./cosmos-request.ts";

const operationsMax = 100;
export const batchBytesMax = 2 * 1024 * 1024;

interface Operation {
  readonly operationType?: string;
  readonly id?: string;
  readonly partitionKey?: string;
  readonly ifMatch?: string;
  readonly ifNoneMatch?: string;
  readonly resourceBody?: unknown;
}

interface BatchRequest {
  readonly operations: unknown;
  readonly bytes: number;
  /** The results come without the items. */
  readonly isMinimal: boolean;
}

/**
 * 200 with the results in order; else 207, the culprit with its own status and every other operation 424. Throws the
 * latter as a Refusal, so that what was done before the culprit is taken back.
 */
export function carryOutBatch(place: Place, partitionKey: PartitionKey, request: BatchRequest): EngineAnswer {
  const operations = operationsOf(request);
  const results: ItemResult[] = [];
  for (const [index, operation] of operations.entries()) {
    try {
      results.push(carryOutItem(place, itemRequestOf(operation, partitionKey)));
    } catch (cause) {
      if (!(cause instanceof Refusal)) throw cause;
      const { status, charge } = cause.answer;
      const told = operations.map((_, at) =>
        at === index ? { statusCode: status, requestCharge: charge } : { statusCode: 424, requestCharge: 0 },
      );
      throw new Refusal(answer(207, told, { charge }));
    }
  }
  const charge = results.reduce((sum, one) => sum + one.charge, 0);
  return answer(
    200,
    results.map((result) => toldOf(result, request)),
    { charge },
  );
}

/** Each operation for itself, in its own partition; a refused one (207) keeps no other from being done. */
export function carryOutBulk(place: Place, request: BatchRequest): EngineAnswer {
  const told = operationsOf(request).map((operation) => {
    try {
      const key = parsePartitionKey(operation.partitionKey ?? "[]");
      return toldOf(carryOutItem(place, itemRequestOf(operation, key)), request);
    } catch (cause) {
      if (!(cause instanceof Refusal)) throw cause;
      return { statusCode: cause.answer.status, requestCharge: cause.answer.charge };
    }
  });
  const charge = told.reduce((sum, { requestCharge }) => sum + requestCharge, 0);
  return answer(told.some(({ statusCode }) => statusCode >= 400) ? 207 : 200, told, { charge });
}

function operationsOf({ operations, bytes }: BatchRequest): readonly Operation[] {
  if (bytes > batchBytesMax)
    throw refusal(413, "RequestEntityTooLarge", "Request size is too large: a batch has at most 2 MB.");
  if (!Array.isArray(operations) || operations.length === 0) throw badRequest("A batch needs operations.");
  if (operations.length > operationsMax)
    throw badRequest(`Batch request has more operations than what is supported: ${operationsMax}.`);
  return operations as Operation[];
}

const kinds: Readonly<Record<string, ItemRequest["operation"]>> = {
  Create: "create",
  Upsert: "upsert",
  Replace: "replace",
  Patch: "patch",
  Delete: "delete",
  Read: "read",
};

function itemRequestOf(operation: Operation, partitionKey: PartitionKey): ItemRequest {
  const { operationType = "", id, ifMatch, ifNoneMatch, resourceBody } = operation;
  const kind = kinds[operationType];
  if (!kind) throw badRequest(`There is no batch operation ${operationType}.`);
  return {
    operation: kind,
    partitionKey,
    ...(id !== undefined && { id }),
    body: resourceBody,
    ifMatch,
    ifNoneMatch,
  };
}

function toldOf({ status, resource, charge }: ItemResult, { isMinimal }: BatchRequest) {
  return {
    statusCode: status,
    requestCharge: Math.round(charge * 100) / 100,
    ...(resource && { eTag: resource._etag, ...(!isMinimal && { resourceBody: resource }) }),
  };
}
