/** How Graph words its answers: chosen properties, pages with opaque continuations, refusals. */
import type { TenantObject } from "./graph-data.ts";

export class GraphRefusal extends Error {
  readonly status: 400 | 404;
  readonly code: string;

  constructor(status: 400 | 404, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export function refusalBody(code: string, message: string): object {
  const id = crypto.randomUUID();
  const date = new Date().toISOString().slice(0, 19);
  return { error: { code, message, innerError: { date, "request-id": id, "client-request-id": id } } };
}

/** `accountEnabled` and `userType` are not among them: who forgets `$select` finds nobody disabled. */
const propertiesByDefault = {
  user: ["id", "displayName", "jobTitle", "mail", "userPrincipalName"],
  group: ["id", "displayName", "description"],
} as const;

/** The properties that were asked for; one that the object has not is left out, as in the real thing. */
export function project(object: TenantObject, select: string | undefined): Record<string, unknown> {
  const names = select?.split(",") ?? propertiesByDefault[object.type];
  const all: Record<string, unknown> = { ...object.value };
  delete all["members"];
  return Object.fromEntries(names.filter((name) => name in all).map((name) => [name, all[name]]));
}

const pageSizeByDefault = 100;
const pageSizeMax = 999;
const casts: Record<string, TenantObject["type"] | undefined> = {
  "microsoft.graph.user": "user",
  "microsoft.graph.group": "group",
  "only-users": "user",
};

interface PageOptions {
  readonly cast?: string;
  readonly without: "User.Read.All" | undefined;
}

export function pageOf(
  objects: readonly TenantObject[],
  request: { readonly url: URL; readonly eventual: boolean },
  options: PageOptions,
): object {
  const query = request.url.searchParams;
  const counted = query.get("$count") === "true";
  refuseUnsupported(request, counted, options.cast);
  const matching =
    options.cast === undefined
      ? objects
      : objects.filter((object) => object.type === casts[options.cast ?? ""]);
  // By id, so that a page boundary keeps its place when the file is edited between two pages.
  const ordered = [...matching].sort((a, b) => (a.value.id < b.value.id ? -1 : 1));
  const after = startOf(query);
  const rest = ordered.filter((object) => object.value.id > after);
  const page = rest.slice(0, sizeOf(query));
  const last = page.at(-1);
  return {
    "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#directoryObjects",
    ...(counted && after === "" && { "@odata.count": matching.length }),
    ...(last && page.length < rest.length && { "@odata.nextLink": nextLink(request.url, last.value.id) }),
    value: page.map((object) => {
      const type = options.cast === undefined && { "@odata.type": `#microsoft.graph.${object.type}` };
      const chosen = project(object, query.get("$select") ?? undefined);
      const hidden = options.without === "User.Read.All" && object.type === "user";
      const shown = hidden
        ? Object.fromEntries(Object.keys(chosen).map((name) => [name, name === "id" ? chosen[name] : null]))
        : chosen;
      return { ...type, ...shown };
    }),
  };
}

/** A cast and a count are "advanced queries": they need `ConsistencyLevel: eventual`, a cast needs the count too. */
function refuseUnsupported(
  request: { readonly url: URL; readonly eventual: boolean },
  counted: boolean,
  cast: string | undefined,
): void {
  const unsupported = (message: string) => new GraphRefusal(400, "Request_UnsupportedQuery", message);
  if (cast !== undefined && casts[cast] === undefined)
    throw unsupported(`Unsupported referenced-object resource identifier '${cast}'.`);
  for (const name of ["$filter", "$search", "$orderby"])
    if (request.url.searchParams.has(name))
      throw unsupported(`The specified ${name} to the reference property query is currently not supported.`);
  if (cast !== undefined && cast !== "only-users" && !(counted && request.eventual))
    throw unsupported("OData cast requires the header ConsistencyLevel: eventual and $count=true.");
  if (counted && !request.eventual)
    throw new GraphRefusal(400, "Request_BadRequest", "$count is not currently supported.");
}

function sizeOf(query: URLSearchParams): number {
  const top = query.get("$top");
  if (top === null) return pageSizeByDefault;
  const size = Number(top);
  if (Number.isInteger(size) && size >= 1 && size <= pageSizeMax) return size;
  const message = `Invalid page size specified: '${top}'. Must be between 1 and ${pageSizeMax} inclusive.`;
  throw new GraphRefusal(400, "Request_BadRequest", message);
}

const tokenPrefix = "m~";

function nextLink(url: URL, after: string): string {
  const next = new URL(url);
  next.searchParams.set("$skiptoken", tokenPrefix + Buffer.from(after).toString("base64url"));
  return next.href;
}

function startOf(query: URLSearchParams): string {
  const token = query.get("$skiptoken");
  if (token === null) return "";
  if (!token.startsWith(tokenPrefix))
    throw new GraphRefusal(400, "Directory_ExpiredPageToken", "The specified page token value has expired.");
  return Buffer.from(token.slice(tokenPrefix.length), "base64url").toString();
}
