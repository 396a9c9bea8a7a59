/** What the local Cosmos account holds, in memory. It changes by `apply` alone, which says how to take a change back. */
import { randomUUID } from "node:crypto";
import { badRequest, type Resource } from "./cosmos-answers.ts";
import type { IndexingPolicy } from "./cosmos-charges.ts";
import { Documents, ridOf } from "./cosmos-documents.ts";
import type { Path } from "./cosmos-index.ts";

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

export interface Account {
  readonly databases: Map<string, Database>;
  ridCount: number;
}
export interface Database {
  readonly resource: Resource;
  readonly containers: Map<string, Container>;
  ridCount: number;
}
export interface Container {
  readonly resource: Resource;
  readonly keyPath: Path;
  readonly indexingPolicy: IndexingPolicy | undefined;
  readonly compositeIndexes: readonly unknown[];
  readonly documents: Documents;
  ridCount: number;
}

export function createAccount(): Account {
  return { databases: new Map(), ridCount: 0 };
}

/** Applies a change and returns what takes it back. Parents must be there. */
export function apply(account: Account, change: Change): () => void {
  const { op, kind, database, container, resource, ridCount } = change;
  if (kind === "database") {
    account.ridCount = Math.max(account.ridCount, ridCount);
    const made = { resource, containers: new Map<string, Container>(), ridCount: 0 };
    return setIn(account.databases, resource.id, op === "put" ? made : undefined);
  }
  const parent = account.databases.get(database);
  if (!parent) throw new Error(`there is no database ${database}`);
  if (kind === "container") {
    parent.ridCount = Math.max(parent.ridCount, ridCount);
    return setIn(parent.containers, resource.id, op === "put" ? containerOf(resource) : undefined);
  }
  const holder = parent.containers.get(container);
  if (!holder) throw new Error(`there is no container ${container}`);
  holder.ridCount = Math.max(holder.ridCount, ridCount);
  const { documents } = holder;
  const before = documents.find(documents.keyOf(resource), resource.id);
  if (op === "put") documents.put(resource);
  else documents.remove(resource);
  return () => (before ? documents.put(before) : documents.remove(resource));
}

function setIn<Value>(map: Map<string, Value>, id: string, value: Value | undefined): () => void {
  const before = map.get(id);
  const set = (one: Value | undefined) => void (one === undefined ? map.delete(id) : map.set(id, one));
  set(value);
  return () => set(before);
}

/** What a client asks for, with the system properties that make it a resource. */
export function resourceOf(
  body: Readonly<Record<string, unknown>> & { readonly id: string },
  place: { readonly rid: string; readonly self: string },
): Resource {
  return {
    ...body,
    id: body.id,
    _rid: place.rid,
    _self: place.self,
    _etag: `"${randomUUID()}"`,
    _ts: Math.floor(Date.now() / 1000),
  };
}

export function newRid(parent: Resource | undefined, number: number, kind: ResourceKind): string {
  return ridOf(parent?._rid ?? "", number, kind);
}

interface Definition {
  readonly partitionKey?: { readonly paths?: readonly string[] };
  readonly uniqueKeyPolicy?: { readonly uniqueKeys?: readonly { readonly paths: readonly string[] }[] };
  readonly indexingPolicy?: IndexingPolicy & { readonly compositeIndexes?: readonly unknown[] };
}

function containerOf(resource: Resource): Container {
  const { uniqueKeyPolicy, indexingPolicy } = resource as Definition;
  const keyPath = keyPathOf(resource);
  const uniqueKeys = (uniqueKeyPolicy?.uniqueKeys ?? []).map(({ paths }) => paths.map(memberPath));
  return {
    resource,
    keyPath,
    indexingPolicy,
    compositeIndexes: indexingPolicy?.compositeIndexes ?? [],
    documents: new Documents({ keyPath, uniqueKeys }),
    ridCount: 0,
  };
}

/** Throws a Refusal for a key that this server does not know: of several levels, or none. */
export function keyPathOf(definition: object): Path {
  const paths = (definition as Definition).partitionKey?.paths;
  if (!Array.isArray(paths) || paths.length === 0 || paths.some((path) => typeof path !== "string"))
    throw badRequest("A container needs a partition key definition.");
  if (paths.length > 1) throw badRequest("This server knows no partition keys of several levels.");
  return memberPath(paths[0] as string);
}

function memberPath(path: string): Path {
  return path.split("/").slice(1);
}
