/** The addresses of the durable API, as they stand in answers and in the client's input binding. */

export interface Hub {
  /** Task hub, of host.json. */
  readonly name: string;
  /** Name of the setting that holds the storage connection; part of every link, though nothing is stored there. */
  readonly connection: string;
  readonly systemKey: string;
}

export const webhookPath = "/runtime/webhooks/durabletask";
/** The same API without a key, for the app's own library on this machine. */
export const rpcPath = "/durabletask/";

export function hubOf(settings: Readonly<Record<string, unknown>>, systemKey: string): Hub {
  const storage = settings["storageProvider"] as { readonly connectionName?: unknown } | undefined;
  return {
    name: textOr(settings["hubName"], "TestHubName"),
    connection: textOr(storage?.connectionName, "Storage"),
    systemKey,
  };
}

const textOr = (value: unknown, otherwise: string): string =>
  typeof value === "string" && value !== "" ? value : otherwise;

function instanceLink(hub: Hub, origin: string, id: string, verb = "", reason = ""): string {
  const query = `${reason}taskHub=${hub.name}&connection=${hub.connection}&code=${hub.systemKey}`;
  return `${origin}${webhookPath}/instances/${id}${verb}?${query}`;
}

/** As .NET escapes a query value: a blank becomes a plus. */
function escaped(id: string): string {
  return encodeURIComponent(id).replace(/%20/g, "+").replace(/'/g, "%27").replace(/~/g, "%7E");
}

/** The link of a `Location` header; there, unlike in a body, .NET leaves a tilde alone. */
export function statusLink(hub: Hub, origin: string, id: string): string {
  return instanceLink(hub, origin, escaped(id).replace(/%7E/g, "~"));
}

/** The answer to a start has no link to rewind; the client's binding has. */
export function managementLinks(hub: Hub, origin: string, id: string) {
  const link = (verb = "", reason = "") => instanceLink(hub, origin, escaped(id), verb, reason);
  return {
    id,
    statusQueryGetUri: link(),
    sendEventPostUri: link("/raiseEvent/{eventName}"),
    terminatePostUri: link("/terminate", "reason={text}&"),
    purgeHistoryDeleteUri: link(),
    restartPostUri: link("/restart"),
    suspendPostUri: link("/suspend", "reason={text}&"),
    resumePostUri: link("/resume", "reason={text}&"),
  };
}

/**
 * What a function with a `durableClient` input gets, as JSON. Its public links claim https, as the real host's do
 * outside Azure; the library talks to `rpcBaseUrl` instead, and rewrites the links in what it answers to a caller.
 */
export function clientBinding(hub: Hub, origin: string): string {
  const secure = origin.replace(/^http:/, "https:");
  const start = `${secure}${webhookPath}/orchestrators/{functionName}[/{instanceId}]?`;
  const code = `code=${hub.systemKey}`;
  return JSON.stringify({
    taskHubName: hub.name,
    connectionName: null,
    creationUrls: {
      createNewInstancePostUri: start + code,
      createAndWaitOnNewInstancePostUri: `${start}timeout={timeoutInSeconds}&pollingInterval={intervalInSeconds}&${code}`,
    },
    managementUrls: {
      ...managementLinks(hub, secure, "INSTANCEID"),
      rewindPostUri: instanceLink(hub, secure, "INSTANCEID", "/rewind", "reason={text}&"),
    },
    baseUrl: secure + webhookPath,
    requiredQueryStringParameters: code,
    rpcBaseUrl: `http://localhost:${new URL(origin).port || "80"}${rpcPath}`,
    httpBaseUrl: null,
    maxGrpcMessageSizeInBytes: null,
    grpcHttpClientTimeout: null,
  });
}
