/**
 * The insides of `@vercel/cosmosdb-server` (its version is pinned), reached into here and nowhere else: its handlers
 * and its in-memory account, without its HTTP server. Each request runs alone and gives an answer together with the
 * changes it made, which can be taken back until they are kept. Where a handler departs from the real service in a way
 * that our adapters would notice, this file answers itself.
 */
import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createRequire } from "node:module";
import { Readable } from "node:stream";

export interface EngineRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

export interface EngineAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A document, container or database as it is stored, with its system properties. */
export type Resource = Readonly<Record<string, unknown>> & { readonly id: string; readonly _rid: string };

export interface Change {
  readonly op: "put" | "remove";
  readonly kind: ResourceKind;
  readonly database: string;
  readonly container: string;
  readonly resource: Resource;
  /** How many resource ids the parent has given out: a restored parent goes on counting from there. */
  readonly ridCount: number;
}
export type ResourceKind = "database" | "container" | "document";

export interface Engine {
  /** Tells the account under which address it can be reached: the SDK asks, and follows. */
  standAt(url: string): void;
  /** Runs one request; requests wait for each other. `keep` gets the changes before anybody sees the answer; if it throws they are undone. */
  run(request: EngineRequest, keep: (changes: readonly Change[]) => void): Promise<EngineAnswer>;
  /** Puts a kept resource back, parents before children, exactly as it was. */
  restore(change: Change): void;
}

interface Item {
  read(): Resource | undefined;
}
/** What we use of the library's `Items`: the children of one kind that one parent has. */
interface Items {
  _data: Map<string, Item>;
  _ridCount: number;
  _parent: Item;
  _set(data: Resource): Resource;
  _newItem(data?: Resource): Item;
  _item(keyPath: string, idOrRid: string, partition: unknown): Item;
  _getPartition(data: Resource): unknown;
  delete(idOrRid: string, partition: unknown): void;
}
type DocumentItem = Item;
type ContainerItem = Item & {
  readonly documents: Items;
  document(id: string, partition: unknown): DocumentItem;
};
type DatabaseItem = Item & { readonly collections: Items; collection(id: string): ContainerItem };
type AccountItem = Item & { readonly databases: Items; database(id: string): DatabaseItem };
type Handler = (
  account: AccountItem,
  req: IncomingMessage,
  res: ServerResponse,
  params: RouteParams,
) => unknown;
interface RouteParams {
  readonly dbId?: string;
  readonly collId?: string;
  readonly docId?: string;
  readonly udfId?: string;
}

/** Required, since tools disagree on what the default import of such a CommonJS module is. */
const require = createRequire(import.meta.url);
const { default: Account } = require("@vercel/cosmosdb-server/lib/account/index.js") as {
  default: new (host: string, port: number) => AccountItem;
};
const { default: routeOf } = require("@vercel/cosmosdb-server/lib/routes.js") as {
  default: (request: EngineRequest) => [RouteParams, Handler] | undefined;
};

export function createEngine(): Engine {
  const account = new Account("localhost", 0);
  /** What the running request changed, and how to take it back; nobody listens while the journal is read. */
  let listening: { change: Change; undo: () => void }[] | undefined;
  let last: Promise<unknown> = Promise.resolve();
  watchDatabases();

  return {
    standAt: (url) => moveTo(account, url),
    run(request, keep) {
      const answer = last.then(() => runAlone(request, keep));
      last = answer.catch(() => {});
      return answer;
    },
    restore({ kind, database, container, resource, ridCount }) {
      const parent = account.database(database);
      const items =
        kind === "database"
          ? account.databases
          : kind === "container"
            ? parent.collections
            : parent.collection(container).documents;
      items._set(resource);
      items._ridCount = Math.max(items._ridCount, ridCount);
    },
  };

  async function runAlone(
    request: EngineRequest,
    keep: (changes: readonly Change[]) => void,
  ): Promise<EngineAnswer> {
    const changes: { change: Change; undo: () => void }[] = [];
    listening = changes;
    try {
      const answer = await answerTo(request);
      if (answer.refused) undo(changes);
      else if (changes.length > 0) keep(changes.map(({ change }) => change));
      return answer;
    } catch (cause) {
      undo(changes);
      throw cause;
    } finally {
      listening = undefined;
    }
  }

  function undo(changes: { undo: () => void }[]): void {
    listening = undefined;
    for (const change of changes.splice(0).reverse()) change.undo();
  }

  async function answerTo(request: EngineRequest): Promise<EngineAnswer & { refused?: boolean }> {
    const route = routeOf(request);
    if (!route) return problem(400, "BadRequest", "This server does not know the address.");
    const [params, handler] = route;
    const refusal = refused(request, params) ?? missing(request, params);
    if (refusal) return refusal;
    if (params.dbId === undefined || params.collId === undefined)
      return handled(account, handler, request, params);
    const container = account.database(params.dbId).collection(params.collId);
    const partition = partitionOf(request);
    if (isTrue(request, "x-ms-cosmos-is-batch-request")) {
      const answer = await handled(account, handler, withPartitionInEachOperation(request), params);
      return isTrue(request, "x-ms-cosmos-batch-atomic") && answer.status < 400 ? asAWhole(answer) : answer;
    }
    const ofOnePartition = params.docId === undefined && partition !== undefined && isReading(request);
    if (!ofOnePartition) return handled(account, handler, request, params);
    return handled(accountSeenFrom(partition, container), handler, servableAcrossPartitions(request), params);
  }

  function missing(request: EngineRequest, { dbId, collId, docId }: RouteParams): EngineAnswer | undefined {
    if (dbId === undefined) return undefined;
    const database = account.database(dbId);
    if (!database.read()) return notFound();
    if (collId === undefined) return undefined;
    const container = database.collection(collId);
    if (!container.read()) return notFound();
    if (docId === undefined) return undefined;
    const found = container.document(docId, partitionOf(request) ?? docId).read();
    if (!found) return notFound();
    const unchanged = request.method === "GET" && request.headers["if-none-match"] === found._etag;
    return unchanged ? { status: 304, headers: standardHeaders(found), body: "" } : undefined;
  }

  async function handled(
    seen: AccountItem,
    handler: Handler,
    request: EngineRequest,
    params: RouteParams,
  ): Promise<EngineAnswer> {
    const headers: Record<string, string> = {};
    const req = Object.assign(
      Readable.from(request.body.length > 0 ? [request.body] : []),
      request,
    ) as unknown as IncomingMessage;
    const res = {
      statusCode: 200,
      setHeader: (name: string, value: string) => (headers[name.toLowerCase()] = value),
    };
    const result = (await handler(seen, req, res as unknown as ServerResponse, params)) as
      Record<string, unknown> | undefined;
    let status = res.statusCode;
    if (request.headers["a-im"] && status === 200) {
      // The change feed as the library knows it: everything at first, nothing afterwards.
      headers.etag = "1";
      if (request.headers["if-none-match"]) status = 304;
    }
    return {
      status,
      headers: { ...standardHeaders(result), ...headers },
      body: result === undefined ? "" : JSON.stringify(result),
    };
  }

  function watchDatabases(): void {
    watch(
      account.databases,
      "database",
      () => "",
      (item) => {
        const database = item as DatabaseItem;
        watch(
          database.collections,
          "container",
          () => database.read()?.id ?? "",
          (child) => {
            const container = child as ContainerItem;
            watch(
              container.documents,
              "document",
              () => database.read()?.id ?? "",
              () => {},
            );
          },
        );
      },
    );
  }

  /** Notes each change of these items, and does the same for the children of whatever is put among them. */
  function watch(
    items: Items,
    kind: ResourceKind,
    databaseId: () => string,
    watchChild: (item: Item) => void,
  ): void {
    const set = items._set.bind(items);
    const make = items._newItem.bind(items);
    const remove = items.delete.bind(items);
    items._newItem = (data) => {
      const item = make(data);
      if (data) watchChild(item);
      return item;
    };
    items._set = (data) => {
      const resource = set(data);
      note("put", resource, () => remove(resource.id, items._getPartition(resource)));
      return resource;
    };
    items.delete = (idOrRid, partition) => {
      const item = items._item("/id", idOrRid, partition);
      const resource = item.read();
      remove(idOrRid, partition);
      if (!resource) return;
      note("remove", resource, () => {
        set(resource);
        items._data.set(resource._rid, item); // the item itself, since a container holds its documents
      });
    };

    function note(op: Change["op"], resource: Resource, undo: () => void): void {
      const database = kind === "database" ? resource.id : databaseId();
      const container =
        kind === "container" ? resource.id : kind === "document" ? (items._parent.read()?.id ?? "") : "";
      listening?.push({
        change: { op, kind, database, container, resource, ridCount: items._ridCount },
        undo,
      });
    }
  }
}

/** The account, as far as handlers look at it, with only the documents of one partition in one container. */
function accountSeenFrom(partition: unknown, container: ContainerItem): AccountItem {
  const { documents } = container;
  const inPartition = [...documents._data].filter(([, item]) => {
    const resource = item.read();
    return resource !== undefined && documents._getPartition(resource) === partition;
  });
  const seen = Object.create(documents, { _data: { value: new Map(inPartition) } }) as Items;
  const view = Object.create(container, { documents: { value: seen } }) as ContainerItem;
  return { database: () => ({ collection: () => view }) } as unknown as AccountItem;
}

/** The library refuses a query whose text does not name the partition key, though the header does. */
function servableAcrossPartitions(request: EngineRequest): EngineRequest {
  return {
    ...request,
    headers: { ...request.headers, "x-ms-documentdb-query-enablecrosspartition": "true" },
  };
}

/** The SDK names the partition of a batch once, in a header; the library looks for it in each operation. */
function withPartitionInEachOperation(request: EngineRequest): EngineRequest {
  const partitionKey = request.headers["x-ms-documentdb-partitionkey"];
  const operations: unknown = JSON.parse(request.body.toString());
  if (partitionKey === undefined || !Array.isArray(operations)) return request;
  const body = Buffer.from(
    JSON.stringify(operations.map((operation: object) => ({ partitionKey, ...operation }))),
  );
  return { ...request, body };
}

/** All or nothing, answered as the service does: 207, the culprit with its own code and every other operation 424. */
function asAWhole(answer: EngineAnswer): EngineAnswer & { refused?: boolean } {
  const results = JSON.parse(answer.body) as { statusCode: number }[];
  const culprit = results.findIndex(({ statusCode }) => statusCode >= 400);
  if (culprit < 0) return answer;
  const body = results.map(({ statusCode }, index) => ({
    statusCode: index === culprit ? statusCode : 424,
    requestCharge: 0,
  }));
  return { ...answer, status: 207, body: JSON.stringify(body), refused: true };
}

/** What the library would do wrongly or what the journal does not keep is refused by name. */
function refused(request: EngineRequest, params: RouteParams): EngineAnswer | undefined {
  if (params.udfId !== undefined || /\/udfs\/*$/.test(request.url))
    return problem(501, "NotImplemented", "This server keeps no user-defined functions.");
  if (request.method === "PUT" && params.docId === undefined)
    return problem(501, "NotImplemented", "This server does not replace containers.");
  return undefined;
}

function isReading(request: EngineRequest): boolean {
  if (request.method === "GET") return true;
  return (
    isTrue(request, "x-ms-documentdb-isquery") || request.headers["content-type"] === "application/query+json"
  );
}

function isTrue(request: EngineRequest, header: string): boolean {
  return request.headers[header]?.toLowerCase() === "true";
}

function partitionOf(request: EngineRequest): unknown {
  const header = request.headers["x-ms-documentdb-partitionkey"];
  return header === undefined ? undefined : (JSON.parse(header) as unknown[])[0];
}

function standardHeaders(resource?: Readonly<Record<string, unknown>>): Record<string, string> {
  return {
    "content-type": "application/json",
    "x-ms-activity-id": randomUUID(),
    "x-ms-request-charge": "1",
    ...(typeof resource?._etag === "string" && { etag: resource._etag }),
  };
}

export function problem(status: number, code: string, message: string): EngineAnswer {
  return { status, headers: standardHeaders(), body: JSON.stringify({ code, message }) };
}

function notFound(): EngineAnswer {
  return problem(404, "NotFound", "Entity with the specified id does not exist in the system.");
}

/** The library would say https, whatever it speaks. */
function moveTo(account: AccountItem, url: string): void {
  const { writableLocations, readableLocations } = account.read() as unknown as Locations;
  for (const location of [...writableLocations, ...readableLocations]) location.databaseAccountEndpoint = url;
}
type Locations = Record<"writableLocations" | "readableLocations", { databaseAccountEndpoint: string }[]>;
