/**
 * The documents of one container, in memory: by partition and id, and in order by whatever path a query asked for. An
 * index is made at its first use and kept from then on, so a query costs what it finds and not what the container holds.
 */
import type { Resource } from "./cosmos-answers.ts";
import { type Path, SortedEntries, valueAt } from "./cosmos-index.ts";

/** A set of documents that can be read in the order of any path. */
export class DocumentSet {
  readonly #byCreation = new SortedEntries([], []);
  readonly #indexes = new Map<string, SortedEntries>();

  get size(): number {
    return this.#byCreation.entries.length;
  }

  add(document: Resource, number: number): void {
    this.#byCreation.add(document, number);
    for (const index of this.#indexes.values()) index.add(document, number);
  }

  remove(document: Resource, number: number): void {
    this.#byCreation.remove(document, number);
    for (const index of this.#indexes.values()) index.remove(document, number);
  }

  inOrderOf(path: Path): SortedEntries {
    if (path.length === 0) return this.#byCreation;
    const name = JSON.stringify(path);
    const known = this.#indexes.get(name);
    if (known) return known;
    const made = new SortedEntries(path, this.#byCreation.entries);
    this.#indexes.set(name, made);
    return made;
  }
}

class Partition extends DocumentSet {
  readonly byId = new Map<string, Resource>();
  readonly idByUniqueKey = new Map<string, string>();
}

/** A partition key as it names a partition: its value, or `undefined` where the documents have none. */
export type PartitionKey = string | number | boolean | null | undefined;

export class Documents {
  readonly all = new DocumentSet();
  readonly #partitions = new Map<string, Partition>();
  readonly #keyPath: Path;
  readonly #uniqueKeys: readonly (readonly Path[])[];

  constructor(options: { readonly keyPath: Path; readonly uniqueKeys: readonly (readonly Path[])[] }) {
    this.#keyPath = options.keyPath;
    this.#uniqueKeys = options.uniqueKeys;
  }

  keyOf(document: unknown): PartitionKey {
    return valueAt(document, this.#keyPath) as PartitionKey;
  }

  find(key: PartitionKey, id: string): Resource | undefined {
    return this.#partitions.get(nameOf(key))?.byId.get(id);
  }

  /** An empty set where the partition has no documents. */
  partition(key: PartitionKey): DocumentSet {
    return this.#partitions.get(nameOf(key)) ?? new DocumentSet();
  }

  /** Whether another document of the partition has a unique key of this one. Missing members count as equal. */
  isTaken(document: Resource): boolean {
    const partition = this.#partitions.get(nameOf(this.keyOf(document)));
    return this.#uniqueKeysOf(document).some((key) => {
      const holder = partition?.idByUniqueKey.get(key);
      return holder !== undefined && holder !== document.id;
    });
  }

  put(document: Resource): void {
    this.remove(document);
    const name = nameOf(this.keyOf(document));
    const partition = this.#partitions.get(name) ?? new Partition();
    this.#partitions.set(name, partition);
    const number = numberOf(document);
    partition.byId.set(document.id, document);
    for (const key of this.#uniqueKeysOf(document)) partition.idByUniqueKey.set(key, document.id);
    partition.add(document, number);
    this.all.add(document, number);
  }

  /** Removes what stands under the document's id, if anything does. */
  remove({ id, ...rest }: Resource): void {
    const name = nameOf(this.keyOf({ id, ...rest }));
    const partition = this.#partitions.get(name);
    const standing = partition?.byId.get(id);
    if (!partition || !standing) return;
    const number = numberOf(standing);
    partition.byId.delete(id);
    for (const key of this.#uniqueKeysOf(standing)) partition.idByUniqueKey.delete(key);
    partition.remove(standing, number);
    this.all.remove(standing, number);
    if (partition.size === 0) this.#partitions.delete(name);
  }

  #uniqueKeysOf(document: Resource): string[] {
    return this.#uniqueKeys.map((paths, index) =>
      JSON.stringify([index, ...paths.map((path) => valueAt(document, path) ?? null)]),
    );
  }
}

function nameOf(key: PartitionKey): string {
  return key === undefined ? "none" : JSON.stringify(key);
}

/** The service's resource ids: the parent's bytes, then the number of the child in its last eight (four above documents). */
export function ridOf(parent: string, number: number, kind: "database" | "container" | "document"): string {
  const own = Buffer.alloc(kind === "document" ? 8 : 4);
  if (kind === "document") own.writeUInt32LE(number);
  else own.writeUInt32BE(kind === "container" ? (number | 0x80000000) >>> 0 : number);
  return Buffer.concat([Buffer.from(parent.replaceAll("-", "/"), "base64"), own])
    .toString("base64")
    .replaceAll("/", "-");
}

function numberOf({ _rid }: Resource): number {
  return Buffer.from(_rid.replaceAll("-", "/"), "base64").readUInt32LE(8);
}
