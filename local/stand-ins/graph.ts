/**
 * Stands in for Microsoft Graph, v1.0: groups, members, people. The tenant is `directory.json` in the data folder,
 * read anew for each request, so editing the file is editing the tenant. Nothing can be changed through the API.
 */
import { Hono } from "hono";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { FaultInput, Faults } from "./faults.ts";
import { createFaults } from "./faults.ts";
import { openEditedFile } from "./edited-file.ts";
import type { TenantObject } from "./graph-data.ts";
import { Tenant, groupsHolding, membersOf, objectOf, transitiveMembersOf } from "./graph-data.ts";
import { GraphRefusal, pageOf, project, refusalBody } from "./graph-answers.ts";
import type { Bindings } from "./serve.ts";
import { addFaultDoor, drop, keepSilent, listen, wait } from "./serve.ts";

export interface GraphOptions {
  /** 0: any free port. */
  readonly port: number;
  readonly dataDir: string;
  /** Written as the tenant when the data folder has none; without it the tenant begins empty. */
  readonly seed?: Tenant;
  /** The one bearer token that is accepted; without it, any. */
  readonly token?: string;
  /** What the app was not consented to: without `User.Read.All` members come with nothing but their ids. */
  readonly without?: "User.Read.All";
  readonly faults?: readonly FaultInput[];
}

export interface GraphStandIn {
  readonly url: string;
  readonly faults: Faults;
  /** The tenant as it is at this moment. */
  tenant(): Tenant;
  stop(): Promise<void>;
}

const points = [
  "any",
  "group",
  "members",
  "transitiveMembers",
  "user",
  "users",
  "checkMemberGroups",
] as const;
type Point = (typeof points)[number];

/** The documented limit of checkMemberGroups. */
const groupsPerCheckMax = 20;

export async function startGraph(options: GraphOptions): Promise<GraphStandIn> {
  mkdirSync(options.dataDir, { recursive: true });
  const seed = options.seed ?? { users: [], groups: [] };
  const tenant = openEditedFile(join(options.dataDir, "directory.json"), Tenant, seed);
  const faults = createFaults(points, options.faults);
  const app = new Hono<Bindings>();
  addFaultDoor(app, faults);
  addDoorman(app, options, faults);
  addGroups(app, tenant, options.without);
  addUsers(app, tenant, options.without);
  app.notFound((c) => c.json(refusalBody("BadRequest", "Resource not found for the segment."), 400));
  app.onError((error, c) => {
    if (!(error instanceof GraphRefusal)) throw error;
    return c.json(refusalBody(error.code, error.message), error.status);
  });
  const server = await listen(app, options.port);
  return { ...server, faults, tenant };
}

/** Token and faults, before any answer. */
function addDoorman(app: Hono<Bindings>, options: GraphOptions, faults: Faults): void {
  app.use("/v1.0/*", async (c, next) => {
    const [scheme, token] = (c.req.header("authorization") ?? "").split(" ");
    const known = options.token === undefined ? Boolean(token) : token === options.token;
    if (scheme !== "Bearer" || !known) {
      const message = token ? "Invalid authentication token." : "Access token is empty.";
      return c.json(refusalBody("InvalidAuthenticationToken", message), 401);
    }
    const fault = faults.take("any", pointOf(c.req.path));
    switch (fault?.action) {
      case "kill":
        process.kill(process.pid, "SIGKILL");
        break;
      case "drop":
        return drop(c);
      case "silence":
        return keepSilent(c);
      case "answer":
        if (fault.retryAfterSeconds !== undefined) c.header("Retry-After", String(fault.retryAfterSeconds));
        return c.json(
          refusalBody(fault.code ?? codeOf(fault.status), "A fault that was asked for."),
          fault.status as 503,
        );
      case "wait":
        await wait(fault.waitMs);
        break;
      case "repeat":
      case undefined:
        break;
    }
    await next();
    c.header("request-id", crypto.randomUUID());
  });
}

function pointOf(path: string): Point {
  const [, , collection, id, relation] = path.split("/");
  if (relation === "members" || relation === "transitiveMembers" || relation === "checkMemberGroups")
    return relation;
  if (collection === "groups") return "group";
  return id === undefined ? "users" : "user";
}

function codeOf(status: number): string {
  const codes: Record<number, string> = {
    403: "Authorization_RequestDenied",
    429: "TooManyRequests",
    503: "serviceNotAvailable",
    504: "gatewayTimeout",
  };
  return codes[status] ?? "InternalServerError";
}

function addGroups(app: Hono<Bindings>, tenant: () => Tenant, without: GraphOptions["without"]): void {
  const groupOf = (id: string) => {
    const found = find(tenant(), id);
    if (found.type !== "group") throw notFound(id);
    return found.value;
  };
  app.get("/v1.0/groups/:id", (c) =>
    c.json(project(find(tenant(), groupOf(c.req.param("id")).id), c.req.query("$select"))),
  );
  app.get("/v1.0/groups/:id/members", (c) =>
    c.json(pageOf(membersOf(tenant(), groupOf(c.req.param("id"))), request(c.req.raw), { without })),
  );
  app.get("/v1.0/groups/:id/members/:cast", (c) =>
    c.json(
      pageOf(membersOf(tenant(), groupOf(c.req.param("id"))), request(c.req.raw), {
        without,
        cast: c.req.param("cast"),
      }),
    ),
  );
  app.get("/v1.0/groups/:id/transitiveMembers", (c) =>
    c.json(
      pageOf(transitiveMembersOf(tenant(), groupOf(c.req.param("id"))), request(c.req.raw), { without }),
    ),
  );
  app.get("/v1.0/groups/:id/transitiveMembers/:cast", (c) =>
    c.json(
      pageOf(transitiveMembersOf(tenant(), groupOf(c.req.param("id"))), request(c.req.raw), {
        without,
        cast: c.req.param("cast"),
      }),
    ),
  );
}

function addUsers(app: Hono<Bindings>, tenant: () => Tenant, without: GraphOptions["without"]): void {
  const userOf = (key: string) => {
    const byName = tenant().users.find((user) => user.userPrincipalName.toLowerCase() === key.toLowerCase());
    const found = byName ? ({ type: "user", value: byName } as const) : find(tenant(), key);
    if (found.type !== "user") throw notFound(key);
    return found;
  };
  app.get("/v1.0/users", (c) => {
    const everyone = tenant().users.map((value): TenantObject => ({ type: "user", value }));
    return c.json(pageOf(everyone, request(c.req.raw), { without, cast: "only-users" }));
  });
  app.get("/v1.0/users/:id", (c) => c.json(project(userOf(c.req.param("id")), c.req.query("$select"))));
  app.post("/v1.0/users/:id/checkMemberGroups", async (c) => {
    const user = userOf(c.req.param("id"));
    const body = (await c.req.json<unknown>().catch(() => null)) as { groupIds?: unknown } | null;
    const ids = body?.groupIds;
    if (!Array.isArray(ids))
      throw new GraphRefusal(400, "Request_BadRequest", "Invalid value specified for property 'groupIds'.");
    if (ids.length > groupsPerCheckMax)
      throw new GraphRefusal(
        400,
        "Request_BadRequest",
        `The number of groupIds may not exceed ${groupsPerCheckMax}.`,
      );
    const held = groupsHolding(tenant(), user.value.id);
    return c.json({
      "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#Collection(Edm.String)",
      value: held.filter((id) => ids.includes(id)),
    });
  });
}

function request(raw: Request): { url: URL; eventual: boolean } {
  return {
    url: new URL(raw.url),
    eventual: raw.headers.get("consistencylevel")?.toLowerCase() === "eventual",
  };
}

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function find(tenant: Tenant, id: string): TenantObject {
  if (!guid.test(id)) throw new GraphRefusal(400, "Request_BadRequest", `Invalid object identifier '${id}'.`);
  const found = objectOf(tenant, id.toLowerCase());
  if (!found) throw notFound(id);
  return found;
}

function notFound(id: string): GraphRefusal {
  const what = `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`;
  return new GraphRefusal(404, "Request_ResourceNotFound", what);
}
