/** Starting and restarting over HTTP, and waiting for the end in the same request. */
import type { PlainRequest, PlainResponse } from "../types.ts";
import type { Api } from "./answers.ts";
import { exception, flag, json, jsonComplaint, queryOf, refused } from "./answers.ts";
import { showStatus } from "./http-instances.ts";
import { managementLinks, statusLink } from "./links.ts";
import { isEnded, undashedId } from "./rows.ts";
import type { InstanceRow, Status } from "./rows.ts";

export async function startInstance(
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

export async function restart(
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

function checkStatus(api: Api, request: PlainRequest, id: string): PlainResponse {
  return json(202, managementLinks(api.hub, request.origin, id), {
    location: statusLink(api.hub, request.origin, id),
    "retry-after": "10",
  });
}
