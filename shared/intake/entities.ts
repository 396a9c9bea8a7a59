import type { EntityCount } from "../domain/alert/alert.ts";
import { foldKeys, type Fields, isRecord, textAt, textOf } from "./fields.ts";

/** The entities are a graph that refers to itself; ids in it repeat and references dangle, so nothing is followed. */
const depthMax = 4;
const nodesMax = 2000;

export interface EntityReading {
  readonly counts: readonly EntityCount[];
  /** Azure ids that host and azure-resource entities name. */
  readonly resources: readonly string[];
  /** Names of malware and files, for telling a test file; they go no further than that. */
  readonly suspectNames: readonly string[];
}

const noEntities: EntityReading = { counts: [], resources: [], suspectNames: [] };

/** Reads the list and what is written out inside its members (a process with its host, say), never a `$ref`. */
export function readEntities(list: readonly unknown[]): EntityReading {
  if (list.length === 0) return noEntities;
  const counts = new Map<string, number>();
  const resources: string[] = [];
  const suspectNames: string[] = [];
  walk(list, (kind, node, depth) => {
    if (depth === 0) counts.set(kind, (counts.get(kind) ?? 0) + 1);
    if (kind === "host") noteText(node, "azureid", resources);
    else if (kind === "azure-resource") noteText(node, "resourceid", resources);
    else if (kind === "malware" || kind === "file" || kind === "blob") noteText(node, "name", suspectNames);
  });
  return { counts: [...counts].map(([kind, count]) => ({ kind, count })), resources, suspectNames };
}

/** Stable over order and letter case; for comparing two alerts, never for reading. */
export function entityFingerprint(list: readonly unknown[]): string {
  const identities = new Set<string>();
  walk(list, (kind, node) => identities.add(`${kind}:${identityOf(foldKeys(node))}`.toLowerCase()));
  return identities.size === 0 ? "-" : fingerprintOf([...identities].sort().join("\n"));
}

type Node = Record<string, unknown>;

function walk(list: readonly unknown[], visit: (kind: string, node: Node, depth: number) => void): void {
  let level: readonly unknown[] = list;
  let nodes = 0;
  for (let depth = 0; depth < depthMax && level.length > 0; depth += 1) {
    const inner: unknown[] = [];
    for (const node of level) {
      if (!isRecord(node)) continue;
      if ((nodes += 1) > nodesMax) return;
      const kind = textOf(memberOf(node, "type"))?.toLowerCase();
      if (kind !== undefined) visit(kind.slice(0, 60), node, depth);
      collectInner(node, inner);
    }
    level = inner;
  }
}

/** One member, its name folded. An alert has many entities and wants little of each, so their keys are not all folded. */
function memberOf(node: Node, name: string): unknown {
  for (const key of Object.keys(node))
    if (key.length < 40 && key.trim().toLowerCase() === name) return node[key];
  return undefined;
}

function noteText(node: Node, name: string, texts: string[]): void {
  const text = textOf(memberOf(node, name));
  if (text !== null) texts.push(text);
}

function identityOf(fields: Fields): string {
  const known = [
    "azureid",
    "resourceid",
    "address",
    "hostname",
    "name",
    "url",
    "domainname",
    "value",
    "processid",
    "key",
  ];
  return known.map((name) => textAt(fields, name) ?? "").join("|");
}

function collectInner(node: Node, inner: unknown[]): void {
  for (const value of Object.values(node)) {
    if (typeof value !== "object" || value === null) continue;
    if (Array.isArray(value)) for (const member of value as unknown[]) inner.push(member);
    else if (!("$ref" in value)) inner.push(value);
    if (inner.length > nodesMax) return;
  }
}

/** 53 bits of a fast mixing hash, as text. It tells repeats from others; it proves nothing. */
export function fingerprintOf(text: string): string {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    a = Math.imul(a ^ unit, 2654435761);
    b = Math.imul(b ^ unit, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return (4294967296 * (2097151 & b) + (a >>> 0)).toString(36);
}
