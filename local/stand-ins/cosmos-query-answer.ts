/** Answers what is asked about the documents of a container: a query, its plan, all of them, or the change feed. */
import type { Container } from "./cosmos-account.ts";
import {
  answer,
  badRequest,
  type EngineAnswer,
  type EngineRequest,
  isTrue,
  problem,
} from "./cosmos-answers.ts";
import { chargeOfPage } from "./cosmos-charges.ts";
import type { DocumentSet, PartitionKey } from "./cosmos-documents.ts";
import type { Path } from "./cosmos-index.ts";
import { needsPlan, planOf } from "./cosmos-plan.ts";
import { runQuery } from "./cosmos-query.ts";
import { bodyOf, isPlan, isQuery, parsePartitionKey } from "./cosmos-request.ts";
import { type Query, type QuerySpec, readQuery } from "./cosmos-sql.ts";

const everything: QuerySpec = { query: "SELECT * FROM c" };

export function answerQuery(request: EngineRequest, container: Container): EngineAnswer {
  const spec = isQuery(request) ? specIn(request) : everything;
  const query = readQuery(spec);
  if (isPlan(request)) return answer(200, planOf(spec.query, query));
  const { headers } = request;
  const { documents, known, isServed } = scopeOf(request, query, container);
  if (!isServed) return notServed(spec, query);
  if (headers["a-im"] !== undefined && headers["if-none-match"] !== undefined) return unchanged();
  const count = headers["x-ms-max-item-count"];
  const page = runQuery(
    query,
    documents,
    { known, compositeIndexes: container.compositeIndexes },
    {
      maxItemCount: count === undefined ? undefined : Number(count),
      continuation: headers["x-ms-continuation"],
    },
  );
  return answer(
    200,
    { _rid: container.resource._rid, Documents: page.rows, _count: page.rows.length },
    {
      charge: chargeOfPage(page),
      headers: {
        "x-ms-item-count": String(page.rows.length),
        ...(page.continuation !== undefined && { "x-ms-continuation": page.continuation }),
        ...(headers["a-im"] !== undefined && { etag: "1" }),
      },
    },
  );
}

/** The change feed is everything at first, and nothing afterwards. */
function unchanged(): EngineAnswer {
  return answer(304, undefined, { headers: { etag: "1" } });
}

function specIn(request: EngineRequest): QuerySpec {
  const spec = bodyOf(request) as Partial<QuerySpec> | null;
  if (typeof spec?.query !== "string") throw badRequest("The request has no query.");
  return spec as QuerySpec;
}

interface Scope {
  readonly documents: DocumentSet;
  /** The path of which every document in the scope has the same value. */
  readonly known: Path;
  readonly isServed: boolean;
}

/** One partition where the header or the query names it, else all of them. */
function scopeOf({ headers, ...request }: EngineRequest, query: Query, container: Container): Scope {
  const header = headers["x-ms-documentdb-partitionkey"];
  const named = header === undefined ? keyIn(query, container) : { key: parsePartitionKey(header) };
  if (named) {
    const documents = container.documents.partition(named.key);
    return { documents, known: container.keyPath, isServed: true };
  }
  const isOfRange = headers["x-ms-documentdb-partitionkeyrangeid"] !== undefined;
  const isAllowed =
    isOfRange ||
    request.method === "GET" ||
    isTrue({ headers, ...request }, "x-ms-documentdb-query-enablecrosspartition");
  if (!isAllowed) throw badRequest("Cross partition query is required but disabled.");
  return { documents: container.documents.all, known: [], isServed: isOfRange || !needsPlan(query) };
}

function keyIn(query: Query, { keyPath }: Container): { readonly key: PartitionKey } | undefined {
  const path = keyPath.join("/");
  const condition = query.conditions.find((one) => one.bound.operator === "=" && one.path.join("/") === path);
  return condition && { key: condition.bound.value };
}

function notServed({ query: text }: QuerySpec, query: Query): EngineAnswer {
  if (query.aggregates.length > 0 && !query.hasSelectValue)
    return problem(
      400,
      "BadRequest",
      "Cross partition query only supports 'VALUE <AggregateFunc>' for aggregates.",
    );
  const additionalErrorInfo = JSON.stringify(planOf(text, query));
  return problem(
    400,
    "BadRequest",
    "The provided cross partition query can not be directly served by the gateway.",
    { substatus: 1004, additionalErrorInfo },
  );
}
