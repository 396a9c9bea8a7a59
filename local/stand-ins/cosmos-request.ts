/** Which operation of the REST contract a request is, and on what: for the engine, for faults and for the meter. */
import { badRequest, type EngineRequest, isTrue } from "./cosmos-answers.ts";
import type { PartitionKey } from "./cosmos-documents.ts";
import type { OperationKind } from "./cosmos-meter.ts";

export interface Target {
  /** The address below the account, as it was asked for. */
  readonly path: string;
  readonly operation: OperationKind;
  readonly isWrite: boolean;
  /** `""` where there is none. */
  readonly container: string;
  readonly partitionKey: unknown;
  /** Of the documents named in the address or the body; several in a batch. */
  readonly ids: readonly string[];
}

export interface Route {
  /** `accounts`, `dbs`, `colls`, `pkranges`, `docs`, or what this server does not know. */
  readonly type: string;
  readonly database: string;
  readonly container: string;
  /** Of the addressed thing itself; `undefined` for the list of them. */
  readonly id: string | undefined;
}

export function routeOf({ url }: EngineRequest): Route {
  const segments = (url.split("?")[0] ?? "")
    .split("/")
    .filter((segment) => segment !== "")
    .map(decoded);
  const [, database = "", , container = ""] = segments;
  const isList = segments.length % 2 === 1;
  const type = (isList ? segments.at(-1) : segments.at(-2)) ?? "accounts";
  return { type, database, container, id: isList ? undefined : segments.at(-1) };
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

export function targetOf(request: EngineRequest): Target {
  const { type, container, id } = routeOf(request);
  const operation = operationOf(request, type, id);
  const path = request.url.split("?")[0] ?? "";
  const isRead =
    operation === "read" || operation === "query" || (operation === "metadata" && isReading(request));
  const key = request.headers["x-ms-documentdb-partitionkey"];
  const ids = type !== "docs" ? [] : id === undefined ? idsIn(request, operation) : [id];
  return {
    path,
    operation,
    isWrite: !isRead,
    container,
    partitionKey: key === undefined ? undefined : keyIn(key),
    ids,
  };
}

function operationOf(request: EngineRequest, type: string, id: string | undefined): OperationKind {
  const { method } = request;
  if (type !== "docs" || isPlan(request)) return "metadata";
  if (id !== undefined) return onOne[method] ?? "read";
  if (method !== "POST" || isQuery(request)) return "query";
  if (isTrue(request, "x-ms-cosmos-is-batch-request")) return "batch";
  return isTrue(request, "x-ms-documentdb-is-upsert") ? "upsert" : "create";
}

const onOne: Record<string, OperationKind> = {
  PUT: "replace",
  DELETE: "delete",
  PATCH: "patch",
  GET: "read",
};

export function isPlan(request: EngineRequest): boolean {
  return isTrue(request, "x-ms-cosmos-is-query-plan-request");
}

/** A list is read as a query for all of it. */
export function isQuery(request: EngineRequest): boolean {
  return (
    request.method === "POST" &&
    (isTrue(request, "x-ms-documentdb-isquery") ||
      (request.headers["content-type"] ?? "").startsWith("application/query+json"))
  );
}

function isReading(request: EngineRequest): boolean {
  return request.method === "GET" || request.method === "HEAD" || isQuery(request);
}

function idsIn({ body }: EngineRequest, operation: OperationKind): string[] {
  if (operation === "query") return [];
  try {
    const parsed: unknown = JSON.parse(body.toString());
    const operations = Array.isArray(parsed) ? parsed : [{ resourceBody: parsed }];
    return operations.map((one: { id?: string; resourceBody?: { id?: string } }) =>
      String(one.id ?? one.resourceBody?.id),
    );
  } catch {
    return [];
  }
}

export function bodyOf({ body }: EngineRequest): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    throw badRequest("The request body is not JSON.");
  }
}

/** The key in the header. Throws a Refusal where there is none, or one of several levels. */
export function partitionKeyOf(request: EngineRequest): PartitionKey {
  const text = request.headers["x-ms-documentdb-partitionkey"];
  if (text === undefined) throw partitionKeyMissing();
  return parsePartitionKey(text);
}

/** `["a"]`; `[{}]` and `[]` are what the SDK sends for a document without the member. */
export function parsePartitionKey(text: string): PartitionKey {
  const levels = levelsOf(text);
  if (!levels || levels.length > 1) throw badRequest("Partition key header is invalid.");
  const [value] = levels;
  if (typeof value === "object" && value !== null) return undefined;
  if (typeof value === "string" && Buffer.byteLength(value) > partitionKeyBytesMax)
    throw badRequest(`A partition key has at most ${partitionKeyBytesMax} bytes.`);
  return value as PartitionKey;
}
const partitionKeyBytesMax = 2048;

export function partitionKeyMissing() {
  return badRequest(
    "The partition key supplied in x-ms-partitionkey header has fewer components than defined in the collection.",
    1001,
  );
}

function levelsOf(text: string): unknown[] | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

const keyIn = (text: string) => levelsOf(text)?.[0];
