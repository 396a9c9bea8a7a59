/** What an operator reaches under `/admin`: the host's state, its functions and keys, and calling a function once. */
import { hostname } from "node:os";
import { hostVersion } from "./core.ts";
import { callWithEvent, isEventGrid } from "./event-grid.ts";
import { callsFor, feedOf, type FeedServices } from "./feeds.ts";
import { emptyAnswer, jsonAnswer, textAnswer, type Answer } from "./http-message.ts";
import type { Invoker } from "./invoke.ts";
import { newKey, type KeyScope, type KeyStore } from "./keys.ts";
import type { AppFunction } from "./load-app.ts";
import { isTimer, type Timers } from "./timers.ts";

export interface AdminRequest {
  readonly method: string;
  /** Below `/admin/`, decoded. */
  readonly path: string;
  readonly origin: string;
  readonly contentType: string;
  readonly key: string | undefined;
  readonly body: () => Promise<Buffer>;
}

export interface AdminServices extends FeedServices {
  readonly appDir: string;
  readonly hostJson: string;
  readonly routePrefix: string;
  readonly keys: KeyStore;
  readonly timers: Timers;
  readonly invoker: Invoker;
  /** System keys of extensions that the app does not use are not shown: the platform makes none for them. */
  readonly extensions: readonly string[];
}

type Handle = (request: AdminRequest, services: AdminServices, name: string) => Answer | Promise<Answer>;

/** The first that fits; a path that is here with another method is not found, as one that is not here. */
const routes: readonly (readonly [methods: string, path: RegExp, handle: Handle])[] = [
  ["GET", /^host\/status$/i, (request, services) => jsonAnswer(200, hostStatus(services, request.origin))],
  [
    "GET",
    /^host\/drain\/status$/i,
    (_, { invoker }) =>
      jsonAnswer(200, {
        state: "Disabled",
        outstandingInvocations: invoker.outstanding(),
        outstandingRetries: 0,
      }),
  ],
  ["GET", /^host\/config$/i, (_, { hostJson }) => ({ ...textAnswer(200, hostJson), chunked: true })],
  ["GET", /^vfs(?:\/.*)?$/i, () => emptyAnswer(403)],
  ["GET", /^host\/(?:keys|functionkeys)$/i, (request, services) => keyList(request, services, "host")],
  ["GET", /^host\/systemkeys$/i, (request, services) => keyList(request, services, "system")],
  [
    "GET",
    /^host\/systemkeys\/_master$/i,
    (request) => jsonAnswer(200, keyEntry(request, "_master", request.key ?? "")),
  ],
  [
    "DELETE",
    /^host\/systemkeys\/_master$/i,
    () => ({ ...textAnswer(400, "Cannot delete System Key."), chunked: true }),
  ],
  [
    "GET PUT POST DELETE",
    /^host\/(?:keys|functionkeys)\/([^/]+)$/i,
    (request, services, name) => changeKey(request, services, "host", name),
  ],
  [
    "GET PUT POST DELETE",
    /^host\/systemkeys\/([^/]+)$/i,
    (request, services, name) => changeKey(request, services, "system", name),
  ],
  [
    "GET",
    /^functions$/i,
    (request, services) =>
      jsonAnswer(
        200,
        services.functions.map((found) => functionEntry(found, request, services)),
      ),
  ],
  [
    "GET",
    /^functions\/([^/]+)$/i,
    ofFunction((found, request, services) => jsonAnswer(200, functionEntry(found, request, services))),
  ],
  ["POST", /^functions\/([^/]+)$/i, ofFunction(callOnce)],
  ["GET", /^functions\/([^/]+)\/status$/i, ofFunction(() => jsonAnswer(200, {}))],
  [
    "GET",
    /^functions\/([^/]+)\/keys$/i,
    ofFunction((found, request, services) => keyList(request, services, { functionName: found.name })),
  ],
  [
    "GET PUT POST DELETE",
    /^functions\/([^/]+)\/keys\/[^/]+$/i,
    ofFunction((found, request, services) =>
      changeKey(request, services, { functionName: found.name }, request.path.split("/").at(-1)!),
    ),
  ],
];

export async function handleAdmin(request: AdminRequest, services: AdminServices): Promise<Answer> {
  if (/^(?:host\/ping|warmup)$/i.test(request.path)) {
    return emptyAnswer(
      200,
      request.path.toLowerCase() === "warmup"
        ? {}
        : { "Cache-Control": "no-store,no-cache", Pragma: "no-cache" },
    );
  }
  for (const [methods, path, handle] of routes) {
    const match = path.exec(request.path);
    if (match === null || !methods.split(" ").includes(request.method)) continue;
    if (!services.keys.isMaster(request.key)) {
      return services.keys.isKnown(request.key)
        ? emptyAnswer(403)
        : emptyAnswer(401, { "WWW-Authenticate": "Bearer" });
    }
    return handle(request, services, match[1] ?? "");
  }
  return emptyAnswer(404);
}

function ofFunction(
  handle: (found: AppFunction, request: AdminRequest, services: AdminServices) => Answer | Promise<Answer>,
): Handle {
  return (request, services, name) => {
    const found = services.functions.find((one) => one.name.toLowerCase() === name.toLowerCase());
    return found === undefined ? emptyAnswer(404) : handle(found, request, services);
  };
}

function hostStatus(services: AdminServices, origin: string) {
  return {
    id: `${hostname().toLowerCase()}-${new URL(origin).port}`,
    state: "Running",
    version: `${hostVersion}.0`,
    versionDetails: hostVersion,
    platformVersion: "",
    instanceId: String(process.pid),
    computerName: hostname(),
    processUptime: Math.round(process.uptime() * 1000),
    functionAppContentEditingState: "NotAllowed",
  };
}

const keyEntry = (request: AdminRequest, name: string, value: string) => ({
  name,
  value,
  links: [self(request)],
});
const self = (request: AdminRequest) => ({ rel: "self", href: `${request.origin}/admin/${request.path}` });

function keyList(request: AdminRequest, services: AdminServices, scope: KeyScope): Answer {
  const keys = Object.entries(services.keys.list(scope))
    .filter(
      ([name]) => scope !== "system" || !name.endsWith("_extension") || services.extensions.includes(name),
    )
    .map(([name, value]) => ({ name, value }));
  return jsonAnswer(200, { keys, links: [self(request)] });
}

async function changeKey(
  request: AdminRequest,
  { keys }: AdminServices,
  scope: KeyScope,
  name: string,
): Promise<Answer> {
  const present = keys.list(scope)[name];
  if (request.method === "GET")
    return present === undefined ? emptyAnswer(404) : jsonAnswer(200, keyEntry(request, name, present));
  if (request.method === "DELETE") return emptyAnswer((await keys.remove(scope, name)) ? 204 : 404);
  const value = request.method === "PUT" ? givenValue(await request.body()) : newKey();
  if (value === undefined) return emptyAnswer(400);
  const isNew = await keys.put(scope, name, value);
  return jsonAnswer(
    isNew ? 201 : 200,
    keyEntry(request, name, value),
    isNew ? { Location: self(request).href } : {},
  );
}

function givenValue(body: Buffer): string | undefined {
  const value = (parsed(body) as { value?: unknown } | null | undefined)?.value;
  return typeof value === "string" && value !== "" ? value : undefined;
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return undefined;
  }
}

function functionEntry(found: AppFunction, request: AdminRequest, services: AdminServices) {
  const href = `${request.origin}/admin/functions/${found.name}`;
  const trigger = found.bindings[found.triggerName]!;
  const route = typeof trigger.route === "string" ? trigger.route : found.name;
  const prefix = services.routePrefix === "" ? "" : `/${services.routePrefix}`;
  return {
    name: found.name,
    script_root_path_href: null,
    script_href: `${request.origin}/admin/vfs/package.json`,
    config_href: null,
    test_data_href: `${request.origin}/admin/vfs/data/Functions/sampledata/${found.name}.dat`,
    href,
    invoke_url_template: isHttp(found) ? `${request.origin}${prefix}/${route}` : null,
    language: "node",
    config: {
      name: found.name,
      entryPoint: "",
      scriptFile: "package.json",
      language: "node",
      functionDirectory: services.appDir,
      bindings: Object.entries(found.bindings).map(([name, binding]) => ({ ...binding, name })),
    },
    files: null,
    test_data: "",
    isDisabled: false,
    isDirect: false,
    isProxy: false,
  };
}

export function isHttp(found: AppFunction): boolean {
  return found.triggerType.toLowerCase() === "httptrigger";
}

/** Answers at once, whatever comes of the call; a failure is in the log. */
async function callOnce(found: AppFunction, request: AdminRequest, services: AdminServices): Promise<Answer> {
  if (!/^application\/(?:[\w.]+\+)?json\b/i.test(request.contentType)) return emptyAnswer(415);
  const body = parsed(await request.body());
  if (typeof body !== "object" || body === null || Array.isArray(body)) return emptyAnswer(400);
  const input = (body as { input?: unknown }).input ?? "";
  if (typeof input !== "string") return emptyAnswer(400);
  for (const call of calls(found, input, request.origin, services)) void call.catch(() => undefined); // logged by the call
  return emptyAnswer(202);
}

function calls(
  found: AppFunction,
  input: string,
  origin: string,
  services: AdminServices,
): Promise<unknown>[] {
  const { call } = services;
  const options = { newIdPerAttempt: true };
  if (isTimer(found)) return [call(found.name, services.timers.payload(found.name), options)];
  const value = parsed(Buffer.from(input));
  if (isEventGrid(found)) return [callWithEvent(found, value as Record<string, unknown>, call, true)];
  if (feedOf(found) !== undefined)
    return callsFor(found, Array.isArray(value) ? (value as unknown[]) : [value ?? input], services);
  if (!isHttp(found)) return [call(found.name, { string: input }, options)];
  const http = {
    method: "POST",
    url: `${origin}/admin/functions/${found.name}`,
    headers: {},
    query: {},
    params: {},
  };
  return [call(found.name, { http: { ...http, ...(input !== "" && { body: { string: input } }) } }, options)];
}
