/**
 * The REST contract of the local Cosmos account, without HTTP: one request after another over what is in memory. The
 * changes of a request are handed out to be kept before anybody sees its answer, and are taken back when it is refused
 * or they cannot be kept.
 */
import {
  type Account,
  apply,
  type Change,
  type Container,
  createAccount,
  type Database,
  keyPathOf,
  newRid,
  resourceOf,
} from "./cosmos-account.ts";
import {
  answer,
  badRequest,
  type EngineAnswer,
  type EngineRequest,
  isTrue,
  notFound,
  problem,
  Refusal,
  refusal,
  type Resource,
} from "./cosmos-answers.ts";
import { carryOutBatch, carryOutBulk } from "./cosmos-batch.ts";
import { carryOutItem, type ItemRequest, type Place } from "./cosmos-items.ts";
import { physicalPartition } from "./cosmos-plan.ts";
import { answerQuery } from "./cosmos-query-answer.ts";
import { bodyOf, isQuery, partitionKeyOf, routeOf, targetOf } from "./cosmos-request.ts";
import { type QuerySpec, readQuery } from "./cosmos-sql.ts";

export interface Engine {
  /** Tells the account under which address it can be reached: the SDK asks, and follows. */
  standAt(url: string): void;
  /** Runs one request to its end. `keep` gets the changes; if it throws they are undone and it is thrown on. */
  run(request: EngineRequest, keep: (changes: readonly Change[]) => void): EngineAnswer;
  /** Puts a kept resource back, parents before children, exactly as it was. */
  restore(change: Change): void;
}

type Recorder = (change: Change) => void;

export function createEngine(): Engine {
  const account = createAccount();
  let url = "";
  return {
    standAt: (address) => (url = address),
    restore: (change) => void apply(account, change),
    run(request, keep) {
      const changes: { readonly change: Change; readonly undo: () => void }[] = [];
      const undo = () => {
        for (const one of changes.splice(0).reverse()) one.undo();
      };
      try {
        const done = answerTo(request, {
          account,
          url,
          record: (change) => changes.push({ change, undo: apply(account, change) }),
        });
        if (changes.length > 0) keep(changes.map(({ change }) => change));
        return done;
      } catch (cause) {
        undo();
        if (cause instanceof Refusal) return cause.answer;
        throw cause;
      }
    },
  };
}

interface Context {
  readonly account: Account;
  readonly url: string;
  readonly record: Recorder;
}

function answerTo(request: EngineRequest, context: Context): EngineAnswer {
  const { type, database: databaseId, container: containerId, id } = routeOf(request);
  if (type === "accounts") return answer(200, accountAt(context.url));
  if (type === "dbs") return databases(request, id, context);
  if (!["colls", "pkranges", "docs"].includes(type))
    return ["udfs", "sprocs", "triggers"].includes(type)
      ? notImplemented("keeps no functions, procedures and triggers")
      : problem(400, "BadRequest", "Request url is invalid.");
  const database = context.account.databases.get(databaseId);
  if (!database) return notFound();
  if (type === "colls") return containers(request, id, { ...context, database });
  const container = database.containers.get(containerId);
  if (!container) return notFound();
  if (type === "pkranges")
    return listed(request, "PartitionKeyRanges", [rangeOf(container)], container.resource);
  const place = { database: database.resource.id, container, record: context.record };
  return id === undefined ? documents(request, place) : oneDocument(request, place, id);
}

/** Not "localhost": the SDK takes no locations from an account of that name, and would ask for them before each request. */
function accountAt(url: string): object {
  const location = { name: "local", databaseAccountEndpoint: url };
  return {
    _self: "",
    id: "local",
    _rid: "local",
    media: "//media/",
    addresses: "//addresses/",
    _dbs: "//dbs/",
    writableLocations: [location],
    readableLocations: [location],
    enableMultipleWriteLocations: false,
    userReplicationPolicy: { asyncReplication: false, minReplicaSetSize: 1, maxReplicasetSize: 4 },
    userConsistencyPolicy: { defaultConsistencyLevel: "Session" },
    systemReplicationPolicy: { minReplicaSetSize: 1, maxReplicasetSize: 4 },
    readPolicy: { primaryReadCoefficient: 1, secondaryReadCoefficient: 1 },
    queryEngineConfiguration: "{}",
  };
}

function databases(request: EngineRequest, id: string | undefined, context: Context): EngineAnswer {
  const { account, record } = context;
  const resources = [...account.databases.values()].map(({ resource }) => resource);
  if (id === undefined && request.method === "POST" && !isQuery(request)) {
    const body = definitionIn(request);
    if (account.databases.has(body.id)) return conflict();
    const ridCount = account.ridCount + 1;
    const rid = newRid(undefined, ridCount, "database");
    const resource = resourceOf(
      { ...body, _colls: "colls/", _users: "users/" },
      { rid, self: `dbs/${rid}/` },
    );
    record({ op: "put", kind: "database", database: body.id, container: "", resource, ridCount });
    return answer(201, resource);
  }
  if (id === undefined) return listed(request, "Databases", resources);
  const found = account.databases.get(id);
  if (!found) return notFound();
  if (request.method !== "DELETE") return answer(200, found.resource);
  const { resource } = found;
  record({
    op: "remove",
    kind: "database",
    database: id,
    container: "",
    resource,
    ridCount: account.ridCount,
  });
  return answer(204, undefined);
}

function containers(
  request: EngineRequest,
  id: string | undefined,
  { database, record }: Context & { readonly database: Database },
): EngineAnswer {
  const { containers: inside, resource: parent } = database;
  const resources = [...inside.values()].map(({ resource }) => resource);
  if (id === undefined && request.method === "POST" && !isQuery(request)) {
    const body = definitionIn(request);
    if (inside.has(body.id)) return conflict();
    keyPathOf(body);
    const ridCount = database.ridCount + 1;
    const rid = newRid(parent, ridCount, "container");
    const self = `${String(parent._self)}colls/${rid}/`;
    const resource = resourceOf({ indexingPolicy: indexEverything, ...body }, { rid, self });
    record({ op: "put", kind: "container", database: parent.id, container: body.id, resource, ridCount });
    return answer(201, resource);
  }
  if (id === undefined) return listed(request, "DocumentCollections", resources, parent);
  const found = inside.get(id);
  if (!found) return notFound();
  if (request.method === "PUT") return notImplemented("does not replace containers");
  if (request.method !== "DELETE") return answer(200, found.resource);
  const { resource } = found;
  const { ridCount } = database;
  record({ op: "remove", kind: "container", database: parent.id, container: id, resource, ridCount });
  return answer(204, undefined);
}

const indexEverything = {
  indexingMode: "consistent",
  automatic: true,
  includedPaths: [{ path: "/*" }],
  excludedPaths: [{ path: '/"_etag"/?' }],
};

function documents(request: EngineRequest, place: Place): EngineAnswer {
  const { operation } = targetOf(request);
  if (operation === "batch") {
    const isMinimal = request.headers.prefer === "return=minimal";
    const batch = { operations: bodyOf(request), bytes: request.body.length, isMinimal };
    if (!isTrue(request, "x-ms-cosmos-batch-atomic")) return carryOutBulk(place, batch);
    return carryOutBatch(place, partitionKeyOf(request), batch);
  }
  if (operation !== "create" && operation !== "upsert") return answerQuery(request, place.container);
  return answerOfItem(
    place,
    { operation, partitionKey: partitionKeyOf(request), body: bodyOf(request) },
    request,
  );
}

function oneDocument(request: EngineRequest, place: Place, id: string): EngineAnswer {
  const { operation } = targetOf(request);
  const hasBody = operation === "replace" || operation === "patch";
  const item = {
    operation,
    id,
    partitionKey: partitionKeyOf(request),
    ...(hasBody && { body: bodyOf(request) }),
  };
  return answerOfItem(place, item as ItemRequest, request);
}

function answerOfItem(place: Place, item: ItemRequest, { headers }: EngineRequest): EngineAnswer {
  const ifMatch = headers["if-match"];
  const { status, resource, charge } = carryOutItem(place, {
    ...item,
    ifMatch,
    ifNoneMatch: headers["if-none-match"],
  });
  return answer(status, resource, { charge });
}

/** Databases, containers or ranges: few, and always on one page. */
function listed(
  request: EngineRequest,
  name: string,
  resources: readonly object[],
  parent?: Resource,
): EngineAnswer {
  const query = isQuery(request) ? readQuery(bodyOf(request) as QuerySpec) : undefined;
  const rows = query
    ? query.isPerDocument
      ? resources.flatMap((one) => query.rowsOf([one]))
      : query.rowsOf(resources)
    : resources;
  const body = { _rid: parent?._rid ?? "", [name]: rows, _count: rows.length };
  return answer(200, body, { headers: { "x-ms-item-count": String(rows.length) } });
}

function rangeOf({ resource }: Container): object {
  return {
    ...physicalPartition,
    _rid: resource._rid,
    _etag: resource._etag,
    ridPrefix: 0,
    throughputFraction: 1,
    status: "online",
    parents: [],
  };
}

function definitionIn(request: EngineRequest): Readonly<Record<string, unknown>> & { readonly id: string } {
  const body = bodyOf(request) as Record<string, unknown> | null;
  const id = body?.id;
  if (typeof id !== "string" || id === "" || /[/\\?#]/.test(id) || id.endsWith(" "))
    throw badRequest("An id is a text without / \\ ? # and without a space at its end.");
  return { ...body, id };
}

function conflict(): EngineAnswer {
  return refusal(409, "Conflict", "Resource with specified id or name already exists.").answer;
}

function notImplemented(what: string): EngineAnswer {
  return problem(501, "NotImplemented", `This server ${what}.`);
}
