/** Instances as the HTTP API shows them: one, or all that fit a filter; and purging those. */
import type { PlainRequest, PlainResponse } from "../types.ts";
import type { Api } from "./answers.ts";
import { exception, flag, json, notFound, queryOf, wholeNumber } from "./answers.ts";
import { webhookPath } from "./links.ts";
import type { InstanceFilter } from "./reads.ts";
import { isEnded } from "./rows.ts";
import type { InstanceRow } from "./rows.ts";
import { DoubledTask, statusOf } from "./status.ts";

export function showStatus(api: Api, request: PlainRequest, row: InstanceRow): PlainResponse {
  const shown = {
    history: flag(request, "showHistory", false),
    historyOutput: flag(request, "showHistoryOutput", false),
    input: flag(request, "showInput", true),
  };
  let body: unknown;
  try {
    body = statusOf(row, shown, () => api.engine.history(row));
  } catch (error) {
    if (!(error instanceof DoubledTask)) throw error;
    const message = "One or more of the arguments submitted is incorrect";
    return exception(400, message, "System.ArgumentException", error.message);
  }
  if (!isEnded(row.status)) {
    return json(202, body, { location: addressOf(request), "retry-after": "5" });
  }
  const asError = row.status === "Failed" && flag(request, "returnInternalServerErrorOnFailure", false);
  return json(asError ? 500 : 200, body);
}

/** The request's own address, so that a caller polls on with the same wishes. */
function addressOf(request: PlainRequest): string {
  const query = request.query.toString();
  return `${request.origin}${webhookPath}/${request.path}${query === "" ? "" : `?${query}`}`;
}

const pageSizeDefault = 100;

export function listInstances(api: Api, request: PlainRequest): PlainResponse {
  const top = wholeNumber(queryOf(request, "top")) ?? pageSizeDefault;
  const token = request.headers["x-ms-continuation-token"];
  const after = token === undefined ? "" : Buffer.from(token, "base64url").toString("utf8");
  const rows = api.engine.page(filterOf(request), after, top + 1);
  const page = rows.slice(0, top);
  const shown = { history: false, historyOutput: false, input: flag(request, "showInput", true) };
  const last = page.at(-1)?.id ?? after;
  const headers =
    rows.length > top
      ? { "x-ms-continuation-token": Buffer.from(last, "utf8").toString("base64url") || "AA" }
      : {};
  const body = page.map((row) => statusOf(row, shown, () => []));
  return json(200, body, headers);
}

const purgedAtOnce = 500;

export async function purgeInstances(api: Api, request: PlainRequest): Promise<PlainResponse> {
  const filter = filterOf(request);
  if (filter.createdFrom === undefined) {
    return json(400, "Please provide value for 'createdTimeFrom' parameter.");
  }
  let deleted = 0;
  for (let after = ""; ;) {
    const rows = api.engine.page(filter, after, purgedAtOnce);
    const ended = rows.filter((row) => isEnded(row.status));
    await api.engine.purge(ended);
    deleted += ended.length;
    const last = rows.at(-1);
    if (last === undefined) break;
    after = last.id;
  }
  return deleted === 0 ? notFound : json(200, { instancesDeleted: deleted });
}

const statuses: readonly string[] = ["Pending", "Running", "Suspended", "Completed", "Failed", "Terminated"];

/** What cannot be understood is ignored, so that more is listed and not less: the real extension's way. */
function filterOf(request: PlainRequest): InstanceFilter {
  const instantOf = (name: string): number | undefined => {
    const at = Date.parse(queryOf(request, name) ?? "");
    return Number.isNaN(at) ? undefined : at;
  };
  const createdFrom = instantOf("createdTimeFrom");
  const createdTo = instantOf("createdTimeTo");
  const asked = [...request.query]
    .filter(([name]) => name.toLowerCase() === "runtimestatus")
    .flatMap(([, value]) => value.split(",").map((one) => one.trim()));
  return {
    prefix: queryOf(request, "instanceIdPrefix") ?? "",
    statuses: asked.filter((status) => statuses.includes(status)),
    ...(createdFrom === undefined ? {} : { createdFrom }),
    ...(createdTo === undefined ? {} : { createdTo }),
  };
}
