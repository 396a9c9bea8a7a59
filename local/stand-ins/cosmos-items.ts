/** The operations on one item, each judged whole before it changes anything. */
import { createRequire } from "node:module";
import { type Change, type Container, newRid, resourceOf } from "./cosmos-account.ts";
import { badRequest, notFound, Refusal, refusal, type Resource } from "./cosmos-answers.ts";
import {
  chargeOfRead,
  chargeOfRefusal,
  chargeOfReplace,
  chargeOfWrite,
  documentSize,
} from "./cosmos-charges.ts";
import type { PartitionKey } from "./cosmos-documents.ts";
import { readQuery } from "./cosmos-sql.ts";

export interface ItemRequest {
  readonly operation: "create" | "upsert" | "replace" | "patch" | "delete" | "read";
  readonly partitionKey: PartitionKey;
  /** Of the addressed item; a create and an upsert name it in the body. */
  readonly id?: string;
  readonly body?: unknown;
  readonly ifMatch?: string | undefined;
  readonly ifNoneMatch?: string | undefined;
}
export interface ItemResult {
  readonly status: number;
  readonly resource?: Resource;
  readonly charge: number;
}

/** Where items are read and changed. */
export interface Place {
  readonly database: string;
  readonly container: Container;
  record(change: Change): void;
}

export const itemBytesMax = 2 * 1024 * 1024;
const idBytesMax = 1023;

/** Throws a Refusal, and then has changed nothing. */
export function carryOutItem(place: Place, request: ItemRequest): ItemResult {
  switch (request.operation) {
    case "create":
      return create(place, request);
    case "upsert": {
      const standing = place.container.documents.find(request.partitionKey, bodyOf(place, request).id);
      return standing ? replace(place, request, standing) : create(place, request);
    }
    case "replace":
      return replace(place, request, standingOf(place, request));
    case "patch":
      return patch(place, request);
    case "delete":
      return remove(place, request);
    case "read":
      return read(place, request);
  }
}

function create(place: Place, request: ItemRequest): ItemResult {
  const body = bodyOf(place, request);
  const { container } = place;
  if (container.documents.find(request.partitionKey, body.id)) throw conflict();
  const ridCount = container.ridCount + 1;
  const rid = newRid(container.resource, ridCount, "document");
  const resource = documentOf(body, {
    rid,
    self: `${String(container.resource._self).replace(/\/?$/, "/")}docs/${rid}/`,
  });
  if (container.documents.isTaken(resource)) throw conflict();
  put(place, resource, ridCount);
  return { status: 201, resource, charge: chargeOfWrite(resource, container.indexingPolicy) };
}

function replace(place: Place, request: ItemRequest, standing: Resource): ItemResult {
  const body = bodyOf(place, request);
  if (body.id !== standing.id) throw badRequest("The id of an item cannot be changed.");
  refuseUnlessMatching(request, standing);
  const { container } = place;
  const resource = documentOf(body, { rid: standing._rid, self: String(standing._self) });
  if (container.documents.isTaken(resource)) throw conflict();
  put(place, resource, container.ridCount);
  return { status: 200, resource, charge: chargeOfReplace(resource, container.indexingPolicy) };
}

function remove(place: Place, request: ItemRequest): ItemResult {
  const standing = standingOf(place, request);
  refuseUnlessMatching(request, standing);
  place.record(changeOf(place, "remove", standing, place.container.ridCount));
  return { status: 204, charge: chargeOfWrite(standing, place.container.indexingPolicy) };
}

function read(place: Place, request: ItemRequest): ItemResult {
  const resource = standingOf(place, request);
  if (request.ifNoneMatch === resource._etag) return { status: 304, charge: chargeOfRead(resource) };
  return { status: 200, resource, charge: chargeOfRead(resource) };
}

const require = createRequire(import.meta.url);
const { patchOperation } = require("@vercel/cosmosdb-server/lib/handler/_patch-operations.js") as {
  patchOperation: (
    collection: object,
    input: object,
  ) => { statusCode: number; body: Record<string, unknown> };
};

/** The library knows how to patch a document; it is given this one alone. */
function patch(place: Place, request: ItemRequest): ItemResult {
  const standing = standingOf(place, request);
  refuseUnlessMatching(request, standing);
  const given = request.body as { operations?: unknown; condition?: string } | readonly unknown[];
  const operations = Array.isArray(given)
    ? (given as unknown[])
    : (given as { operations?: unknown }).operations;
  if (!Array.isArray(operations)) throw badRequest("Invalid patch request: there are no operations.");
  const alone = {
    document: () => ({ read: () => standing }),
    documents: {
      replace: (patched: object) => patched,
      query: (spec: Parameters<typeof readQuery>[0]) => ({ result: readQuery(spec).rowsOf([standing]) }),
    },
  };
  const condition = (given as { condition?: string }).condition;
  const { statusCode, body } = patchOperation(alone, {
    id: standing.id,
    partitionKey: "[]",
    operations,
    condition,
  });
  if (statusCode !== 200)
    throw refusal(statusCode, String(body.code), String(body.message), { charge: chargeOfRefusal });
  return replace(place, { ...request, body }, standing);
}

function standingOf({ container }: Place, { partitionKey, id = "" }: ItemRequest): Resource {
  const found = container.documents.find(partitionKey, id);
  if (!found) throw new Refusal(notFound(chargeOfRefusal));
  return found;
}

function put(place: Place, resource: Resource, ridCount: number): void {
  place.record(changeOf(place, "put", resource, ridCount));
}

function changeOf(
  { database, container }: Place,
  op: Change["op"],
  resource: Resource,
  ridCount: number,
): Change {
  return { op, kind: "document", database, container: container.resource.id, resource, ridCount };
}

function documentOf(body: { readonly id: string }, place: { rid: string; self: string }): Resource {
  const resource: Resource = { ...resourceOf({ ...body }, place), _attachments: "attachments/" };
  if (documentSize(resource) > itemBytesMax)
    throw refusal(413, "RequestEntityTooLarge", "Request size is too large: an item has at most 2 MB.");
  return resource;
}

/** The item to write, by the service's rules of ids and partition keys. */
function bodyOf({ container }: Place, { body, partitionKey }: ItemRequest): { readonly id: string } {
  if (typeof body !== "object" || body === null || Array.isArray(body))
    throw badRequest("An item is a JSON object.");
  const { id } = body as { id?: unknown };
  if (typeof id !== "string" || id === "")
    throw badRequest("The required property id is missing, or is not a text.");
  if (/[/\\?#]/.test(id)) throw badRequest("An id must not contain / \\ ? or #.");
  if (Buffer.byteLength(id) > idBytesMax) throw badRequest(`An id has at most ${idBytesMax} bytes.`);
  const own = container.documents.keyOf(body);
  if (typeof own === "object" && own !== null)
    throw badRequest("A partition key is a text, a number, a boolean or null.");
  if (own !== partitionKey)
    throw badRequest(
      "PartitionKey extracted from document doesn't match the one specified in the header.",
      1001,
    );
  return { ...body, id };
}

/** An upsert of what is not there yet has nothing to match. */
function refuseUnlessMatching({ ifMatch }: ItemRequest, standing: Resource): void {
  if (ifMatch === undefined || ifMatch === "*" || ifMatch === standing._etag) return;
  throw refusal(
    412,
    "PreconditionFailed",
    "Operation cannot be performed because one of the specified precondition is not met.",
    { charge: chargeOfRefusal },
  );
}

function conflict(): Refusal {
  return refusal(
    409,
    "Conflict",
    "Entity with the specified id or unique key already exists in the system.",
    {
      charge: chargeOfRefusal,
    },
  );
}
