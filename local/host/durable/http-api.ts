/** The durable HTTP API: routes, answers and their words as the real extension gives them. */
import type { HostClock, HostLog, PlainRequest, PlainResponse } from "../types.ts";
import {
  accepted,
  exception,
  flag,
  gone,
  json,
  jsonComplaint,
  notFound,
  queryOf,
  refused,
  wholeNumber,
} from "./answers.ts";
import type { Engine } from "./engine.ts";
import type { Misbehaviour } from "./faults.ts";
import { events } from "./history.ts";
import { managementLinks, statusLink, webhookPath } from "./links.ts";
import type { Hub } from "./links.ts";
import { isEnded, undashedId } from "./rows.ts";
import type { InstanceRow, Status } from "./rows.ts";
import { DoubledTask, statusOf } from "./status.ts";
import type { InstanceFilter } from "./store.ts";

interface Api {
  readonly engine: Engine;
  readonly clock: HostClock;
  readonly hub: Hub;
  readonly misbehaviour: Misbehaviour;
  readonly log: HostLog;
}

export async function answerRequest(api: Api, request: PlainRequest): Promise<PlainResponse> {
  const [root, id, verb, name, ...more] = segmentsOf(request.path);
  if (more.length > 0 || root === undefined) return notFound;
  const { method } = request;
  switch (root.toLowerCase()) {
    case "orchestrators":
      if (method !== "POST" || !id || name !== undefined) return notFound;
      return startInstance(api, request, id, verb || undefined);
    case "instances":
      if (!id) return verb === undefined ? allInstances(api, request) : notFound;
      if (verb === undefined) return oneInstance(api, request, id);
      if (method !== "POST") return notFound;
      return act(api, request, id, verb.toLowerCase(), name);
    case "entities":
      if (method === "GET") return notFound;
      return refused("Entities are not emulated by the one-machine host.");
    default:
      return notFound;
  }
}

/** Decoded twice, as the real extension does: `%2B` becomes a blank, and an encoded slash parts two segments. */
function segmentsOf(path: string): readonly string[] {
  const decode = (text: string) =>
    text.replace(/(%[0-9a-f]{2})+/gi, (codes) => {
      try {
        return decodeURIComponent(codes);
      } catch {
        return codes;
      }
    });
  return decode(decode(path).replaceAll("+", " ")).split("/");
}

function checkStatus(api: Api, request: PlainRequest, id: string): PlainResponse {
  return json(202, managementLinks(api.hub, request.origin, id), {
    location: statusLink(api.hub, request.origin, id),
    "retry-after": "10",
  });
}

// --- starting ---

async function startInstance(
  api: Api,
  request: PlainRequest,
  name: string,
  givenId: string | undefined,
): Promise<PlainResponse> {
  if (queryOf(request, "version") !== undefined) {
    return refused("Versions of orchestrations are not emulated by the one-machine host.");
  }
  const body = request.body.toString("utf8");
  const complaint = body === "" ? undefined : jsonComplaint(body);
  if (complaint !== undefined) return complaint;
  const id = givenId ?? undashedId();
  const started = await api.engine.start(id, name, body === "" ? null : body);
  if (!started.ok) return json(409, { Message: alreadyExists(started.status) });
  const timeoutSeconds = Number(queryOf(request, "timeout"));
  if (timeoutSeconds > 0) await endWithin(api, id, timeoutSeconds * 1000);
  const row = api.engine.find(id);
  if (!(timeoutSeconds > 0) || row === undefined || !isEnded(row.status)) {
    return checkStatus(api, request, id);
  }
  if (row.status === "Completed") {
    return { ...json(200, null), body: row.output ?? "null" };
  }
  return showStatus(api, request, row);
}

const alreadyExists = (status: Status): string =>
  `An Orchestration instance with the status ${status} already exists.`;

async function endWithin(api: Api, id: string, ms: number): Promise<void> {
  const row = api.engine.find(id);
  if (row === undefined || isEnded(row.status)) return;
  await new Promise<void>((resolve) => {
    const forget = api.engine.whenEnded(id, () => {
      cancel();
      resolve();
    });
    const cancel = api.clock.at(api.clock.now() + ms, () => {
      forget();
      resolve();
    });
  });
}

// --- reading ---

async function oneInstance(api: Api, request: PlainRequest, id: string): Promise<PlainResponse> {
  const row = api.engine.find(id);
  switch (request.method) {
    case "GET":
      return row === undefined ? notFound : showStatus(api, request, row);
    case "DELETE":
      if (row === undefined) return notFound;
      if (!isEnded(row.status)) {
        const told = `Only orchestrations in a terminal state can be purged, but the orchestration with instance ID ${id} has status ${row.status}`;
        return json(412, told);
      }
      await api.engine.purge([row]);
      return json(200, { instancesDeleted: 1 });
    default:
      return notFound;
  }
}

function showStatus(api: Api, request: PlainRequest, row: InstanceRow): PlainResponse {
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

async function allInstances(api: Api, request: PlainRequest): Promise<PlainResponse> {
  switch (request.method) {
    case "GET":
      return listInstances(api, request);
    case "DELETE":
      return purgeInstances(api, request);
    default:
      return notFound;
  }
}

function listInstances(api: Api, request: PlainRequest): PlainResponse {
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

async function purgeInstances(api: Api, request: PlainRequest): Promise<PlainResponse> {
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

// --- acting on one ---

async function act(
  api: Api,
  request: PlainRequest,
  id: string,
  verb: string,
  name: string | undefined,
): Promise<PlainResponse> {
  if ((verb === "raiseevent") !== (name !== undefined && name !== "")) return notFound;
  const row = api.engine.find(id);
  const reason = queryOf(request, "reason") ?? null;
  const now = api.clock.now();
  switch (verb) {
    case "raiseevent":
      return raiseEvent(api, request, row, name ?? "");
    case "terminate":
      return send(api, row, events.terminated(now, reason));
    case "suspend":
      if (row?.status === "Suspended") return wrongState("suspend", row);
      return send(api, row, events.suspended(now, reason));
    case "resume":
      if (row?.status === "Running" || row?.status === "Pending") return wrongState("resume", row);
      return send(api, row, events.resumed(now, reason));
    case "rewind":
      return rewind(row, id);
    case "restart":
      return restart(api, request, row, id);
    default:
      return notFound;
  }
}

async function send(
  api: Api,
  row: InstanceRow | undefined,
  event: Parameters<Engine["send"]>[1],
): Promise<PlainResponse> {
  if (row === undefined) return notFound;
  if (isEnded(row.status)) return gone;
  await api.engine.send(row, event);
  return accepted;
}

async function raiseEvent(
  api: Api,
  request: PlainRequest,
  row: InstanceRow | undefined,
  name: string,
): Promise<PlainResponse> {
  if (row === undefined) return notFound;
  if (isEnded(row.status)) return gone;
  if (!/^application\/json\s*(;|$)/i.test(request.headers["content-type"] ?? "")) {
    return json(400, { Message: "Only application/json request content is supported" });
  }
  const body = request.body.toString("utf8");
  const complaint = jsonComplaint(body);
  if (complaint !== undefined) return complaint;
  if (api.misbehaviour.losesEvent()) {
    api.log("warn", `Fault: the event '${name}' for ${row.id} is lost.`);
    return accepted;
  }
  const compact = JSON.stringify(JSON.parse(body));
  return send(api, row, events.raised(api.clock.now(), name, compact));
}

function wrongState(verb: string, row: InstanceRow): PlainResponse {
  const what = `Cannot ${verb} the orchestration instance ${row.id} because instance is in the ${row.status} state.`;
  return exception(
    500,
    "Something went wrong while processing your request",
    "System.InvalidOperationException",
    what,
  );
}

function rewind(row: InstanceRow | undefined, id: string): PlainResponse {
  if (row === undefined) return json(404, `No orchestration with instance ID "$${id}" found.`);
  if (row.status !== "Failed") {
    const told = `This orchestration has status ${row.status}, but only orchestrations in the "Failed" state can be rewound.`;
    return json(412, told);
  }
  return refused("Rewinding is not emulated by the one-machine host; start the work anew instead.");
}

async function restart(
  api: Api,
  request: PlainRequest,
  row: InstanceRow | undefined,
  id: string,
): Promise<PlainResponse> {
  if (row === undefined) {
    const what = `No instance with ID '${id}' was found. (Parameter 'instanceId')`;
    const message = "InstanceId does not match a valid orchestration instance.";
    return exception(400, message, "System.ArgumentException", what);
  }
  const withNewId = flag(request, "restartWithNewInstanceId", true);
  const newId = withNewId ? undashedId() : id;
  const started = await api.engine.start(newId, row.name, row.input, undashedId());
  if (started.ok) return checkStatus(api, request, newId);
  return exception(
    409,
    "A non-terminal instance with this instance ID already exists.",
    "DurableTask.Core.Exceptions.OrchestrationAlreadyExistsException",
    alreadyExists(started.status),
  );
}
