/** The doors of the host's server, in the order in which they are asked. */
import type { IncomingMessage } from "node:http";
import { handleAdmin, isHttp, type AdminServices } from "./admin.ts";
import { clockDoorPath, handleClock } from "./clock-door.ts";
import { handleEventGrid } from "./event-grid.ts";
import { handleFeed, isFeed } from "./feeds.ts";
import {
  emptyAnswer,
  functionAnswer,
  functionRequest,
  queryValue,
  readBody,
  readFunctionBody,
  type Answer,
  type Target,
} from "./http-message.ts";
import type { Door } from "./http-server.ts";
import type { AppFunction } from "./load-app.ts";
import { findRoute, routingTable, type RouteSpec } from "./routes.ts";
import type { DurableExtension, HostLog, PlainRequest } from "./types.ts";

export interface DoorServices extends AdminServices {
  readonly durable: DurableExtension;
  readonly log: HostLog;
  readonly localClockDoor: boolean;
}

export function hostDoors(services: DoorServices): Door[] {
  return [
    ...(services.localClockDoor ? [clockDoor(services)] : []),
    durableRpcDoor(services),
    adminDoor(services),
    webhookDoor(services),
    functionDoor(services),
    homePage,
  ];
}

/** `x-functions-key` counts before `?code=`, also when it is wrong. */
function keyOf(request: IncomingMessage, target: Target): string | undefined {
  const header = request.headers["x-functions-key"];
  return typeof header === "string" ? header : queryValue(target.query, "code");
}

/** From this machine, under a name of this machine: a page elsewhere that resolves its own name to us is not. */
function isLocal(request: IncomingMessage): boolean {
  const peer = request.socket.remoteAddress ?? "";
  const name = (request.headers.host ?? "").replace(/:\d+$/, "").toLowerCase();
  return /^(?:::1|(?:::ffff:)?127\.)/.test(peer) && ["127.0.0.1", "localhost", "[::1]"].includes(name);
}

/** The part of the path below `root`, compared without case; undefined when the path is elsewhere. */
function below(path: string, root: string): string | undefined {
  return path.slice(0, root.length).toLowerCase() === root ? path.slice(root.length) : undefined;
}

const originOf = (request: IncomingMessage) => `http://${request.headers.host ?? "127.0.0.1"}`;

function clockDoor({ clock }: DoorServices): Door {
  return (request, target) => {
    if (target.path !== clockDoorPath) return undefined;
    if (!isLocal(request)) return emptyAnswer(404);
    return handleClock(
      request.method!,
      request.headers["content-type"] ?? "",
      () => readBody(request),
      clock,
    );
  };
}

/** The durable API without a key, as the platform opens it on the loopback address for the app's own client. */
function durableRpcDoor({ durable }: DoorServices): Door {
  return (request, target) => {
    if (!target.path.startsWith(durable.rpcPath) || !isLocal(request)) return undefined;
    return forwardDurable(request, target, durable.rpcPath, durable);
  };
}

async function forwardDurable(
  request: IncomingMessage,
  target: Target,
  root: string,
  durable: DurableExtension,
): Promise<Answer> {
  const path = (request.url ?? "").split("?", 1)[0]!.slice(root.length).replace(/^\//, "");
  const plain: PlainRequest = {
    method: request.method!,
    path,
    query: new URLSearchParams(target.query),
    headers: request.headers as Record<string, string | undefined>,
    body: await readBody(request),
    origin: originOf(request),
  };
  return durable.handle(plain);
}

function adminDoor(services: DoorServices): Door {
  return (request, target) => {
    const path = below(target.path, "/admin/");
    if (path === undefined) return undefined;
    return handleAdmin(
      {
        method: request.method!,
        path: path.replace(/\/$/, ""),
        origin: originOf(request),
        contentType: request.headers["content-type"] ?? "",
        key: keyOf(request, target),
        body: () => readBody(request),
      },
      services,
    );
  };
}

function webhookDoor(services: DoorServices): Door {
  return (request, target) => {
    const path = below(target.path, "/runtime/webhooks/");
    const extension = path?.split("/", 1)[0]?.toLowerCase();
    if (extension === undefined || extension === "") return undefined;
    const key = keyOf(request, target);
    if (!services.keys.isKnown(key)) return emptyAnswer(401, { "WWW-Authenticate": "Bearer" });
    if (!mayCallWebhook(key, extension, services)) return emptyAnswer(403);
    return callWebhook(extension, request, target, services);
  };
}

/** The feeds have no extension behind them, hence no key of their own: any system key opens them. */
function mayCallWebhook(key: string | undefined, extension: string, { keys }: DoorServices): boolean {
  if (!isFeed(extension)) return keys.mayCallExtension(key, extension);
  return keys.isMaster(key) || Object.values(keys.list("system")).includes(key ?? "");
}

async function callWebhook(
  extension: string,
  request: IncomingMessage,
  target: Target,
  services: DoorServices,
): Promise<Answer> {
  const body = () => readBody(request);
  if (extension === "durabletask")
    return forwardDurable(request, target, "/runtime/webhooks/durabletask", services.durable);
  if (extension === "eventgrid") {
    const eventType = request.headersDistinct["aeg-event-type"]?.[0];
    return handleEventGrid({ method: request.method!, query: target.query, eventType, body }, services);
  }
  if (!isFeed(extension)) return emptyAnswer(404);
  if (request.method !== "POST") return emptyAnswer(404);
  return handleFeed(extension, queryValue(target.query, "functionname") ?? "", await body(), services);
}

function functionDoor(services: DoorServices): Door {
  const table = routingTable(
    services.functions.filter(isHttp).flatMap((found) => routeOf(found, services.log)),
    services.routePrefix,
  );
  return (request, target) => {
    const match = findRoute(table, request.method!, target.path);
    if (match === undefined) return undefined;
    return callFunction(match.owner, match.params, request, target, services);
  };
}

function routeOf(owner: AppFunction, log: HostLog): RouteSpec<AppFunction>[] {
  const { route, methods } = owner.bindings[owner.triggerName]!;
  const template = typeof route === "string" ? route : owner.name;
  if (/^\/?(?:admin|runtime)(?:\/|$)/i.test(template)) {
    log("error", `Function "${owner.name}" is not served: its route "${template}" is one of the host's own.`);
    return [];
  }
  return [
    {
      name: owner.name,
      template,
      methods: Array.isArray(methods) ? methods.map(String) : ["GET", "POST"],
      owner,
    },
  ];
}

async function callFunction(
  found: AppFunction,
  params: Record<string, string>,
  request: IncomingMessage,
  target: Target,
  services: DoorServices,
): Promise<Answer> {
  if (!mayCall(found, request, target, services)) return emptyAnswer(401);
  const body = await readFunctionBody(request);
  try {
    const { returnValue } = await services.call(found.name, functionRequest(request, target, params, body));
    return functionAnswer(returnValue);
  } catch {
    return emptyAnswer(500); // logged by the call
  }
}

function mayCall(
  found: AppFunction,
  request: IncomingMessage,
  target: Target,
  { keys }: DoorServices,
): boolean {
  const { authLevel } = found.bindings[found.triggerName]!;
  const level = typeof authLevel === "string" ? authLevel.toLowerCase() : "anonymous";
  if (level === "anonymous") return true;
  const key = keyOf(request, target);
  return level === "admin" ? keys.isMaster(key) : keys.mayCallFunction(key, found.name);
}

const homePage: Door = (_, { path }) => {
  if (path !== "/") return undefined;
  if (/^(?:1|true)$/i.test(process.env.AzureWebJobsDisableHomepage ?? "")) return emptyAnswer(204);
  const body =
    "<!DOCTYPE html><html lang=en><title>Functions host</title><p>The one-machine Functions host is running.</p></html>";
  return { status: 200, headers: { "Content-Type": "text/html" }, body };
};
