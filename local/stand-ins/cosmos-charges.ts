/**
 * Request units by the documented rules of thumb, with one region and session consistency. An estimate: the service
 * charges what it measures. Per operation, with kB the JSON of the item in 1,024 bytes:
 *
 * | operation            | charge                                                                                |
 * | -------------------- | ------------------------------------------------------------------------------------- |
 * | point read           | 1, from 1 kB on growing by 1/11 a kB: 1 kB = 1, 100 kB = 10                            |
 * | create, delete       | 5.5, from 1 kB on growing by 0.45 a kB (100 kB = 50), and 0.2 for each indexed value   |
 * | replace, and upsert or patch of what is there | twice the create of the same item                            |
 * | query, a page        | 2.8 for each physical partition asked; 0.03 and 0.0056 a kB for each document loaded; 0.03 a kB returned |
 * | batch                | the sum of its operations                                                             |
 * | refused, not found   | 1, as a read of nothing                                                               |
 * | account, databases, containers, ranges, query plans | nothing: the service has units of its own for them      |
 *
 * Sources: "Optimize request cost" (learn.microsoft.com/azure/cosmos-db/optimize-cost-reads-writes: reads of 1 and
 * 100 kB, 5.5 for 1 kB without indexing, replace twice the insert, a query of one 10 kB document 3.19); its older edition
 * (50 for writing 100 kB); "Troubleshoot query issues" (a scan of 60,951 documents and 400 MB 4,059.95). A create of a
 * small document with the default index was recorded at 6.67, a delete the same; 0.2 a value gives that.
 */
import type { Path } from "./cosmos-index.ts";

const readMin = 1;
const readPerKilobyte = 1 / 11;
const writeMin = 5.5;
const writePerKilobyte = 0.45;
const writePerIndexedValue = 0.2;
const queryPerPhysicalPartition = 2.8;
const loadPerDocument = 0.03;
const loadPerKilobyte = 0.0056;
const returnPerKilobyte = 0.03;

/** A container has more than one only beyond 50 GB or 10,000 units a second, which no local account reaches. */
const physicalPartitions = 1;

export const chargeOfRefusal = 1;

export function chargeOfRead(document: object): number {
  return readMin + readPerKilobyte * Math.max(0, kilobytes(documentSize(document)) - 1);
}

export function chargeOfWrite(document: object, policy: IndexingPolicy | undefined): number {
  const bySize = writePerKilobyte * Math.max(0, kilobytes(documentSize(document)) - 1);
  return writeMin + bySize + writePerIndexedValue * indexedValues(document, policy);
}

export function chargeOfReplace(document: object, policy: IndexingPolicy | undefined): number {
  return 2 * chargeOfWrite(document, policy);
}

export function chargeOfPage({
  loaded,
  returnedBytes,
}: {
  readonly loaded: { readonly documents: number; readonly bytes: number };
  readonly returnedBytes: number;
}): number {
  return (
    queryPerPhysicalPartition * physicalPartitions +
    loadPerDocument * loaded.documents +
    loadPerKilobyte * kilobytes(loaded.bytes) +
    returnPerKilobyte * kilobytes(returnedBytes)
  );
}

const kilobytes = (bytes: number) => bytes / 1024;

const sizes = new WeakMap<object, number>();

/** Bytes of a stored document's JSON, which never changes. */
export function documentSize(document: object): number {
  const known = sizes.get(document);
  if (known !== undefined) return known;
  const size = Buffer.byteLength(JSON.stringify(document));
  sizes.set(document, size);
  return size;
}

export interface IndexingPolicy {
  readonly indexingMode?: string;
  readonly includedPaths?: readonly { readonly path: string }[];
  readonly excludedPaths?: readonly { readonly path: string }[];
}

const systemProperties = new Set(["_rid", "_self", "_etag", "_ts", "_attachments"]);

/** How many values of a document the index holds: of an included and an excluded path the longer one counts. */
function indexedValues(document: object, policy: IndexingPolicy = {}): number {
  if (policy.indexingMode?.toLowerCase() === "none") return 0;
  const included = pathsOf(policy.includedPaths ?? [{ path: "/*" }]);
  const excluded = pathsOf(policy.excludedPaths ?? []);
  const longest = (paths: readonly Path[], path: Path) =>
    Math.max(
      -1,
      ...paths.filter((one) => one.every((member, at) => member === path[at])).map(({ length }) => length),
    );
  return leaves(document).filter((path) => longest(included, path) > longest(excluded, path)).length;
}

/** `/a/[]/b/?` and `/a/*` without what stands for a value or for everything below. */
function pathsOf(paths: readonly { readonly path: string }[]): Path[] {
  return paths.map(({ path }) =>
    path
      .split("/")
      .filter((member) => member !== "" && member !== "?" && member !== "*")
      .map((member) => member.replace(/^"(.*)"$/, "$1")),
  );
}

function leaves(value: unknown, path: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [path];
  if (Array.isArray(value)) return value.flatMap((one) => leaves(one, [...path, "[]"]));
  return Object.entries(value)
    .filter(([name]) => path.length > 0 || !systemProperties.has(name))
    .flatMap(([name, one]) => leaves(one, [...path, name]));
}
