/** What can be done to one instance over HTTP. */
import type { PlainRequest, PlainResponse } from "../types.ts";
import type { Api } from "./answers.ts";
import { accepted, exception, gone, json, jsonComplaint, notFound, queryOf, refused } from "./answers.ts";
import type { Engine } from "./engine.ts";
import { events } from "./history.ts";
import { restart } from "./http-starts.ts";
import { isEnded } from "./rows.ts";
import type { InstanceRow } from "./rows.ts";

export async function actOn(
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

export async function purgeOne(api: Api, row: InstanceRow): Promise<PlainResponse> {
  if (!isEnded(row.status)) {
    const told = `Only orchestrations in a terminal state can be purged, but the orchestration with instance ID ${row.id} has status ${row.status}`;
    return json(412, told);
  }
  await api.engine.purge([row]);
  return json(200, { instancesDeleted: 1 });
}
