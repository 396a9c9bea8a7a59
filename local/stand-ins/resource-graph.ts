/**
 * Stands in for Azure Resource Graph: `POST /providers/Microsoft.ResourceGraph/resources`. The tenant's resources are
 * `resources.json` in the data folder, read anew for each request, so editing the file is tagging a resource.
 */
import { Hono } from "hono";
import { createHash } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { openEditedFile } from "./edited-file.ts";
import type { FaultInput, Faults } from "./faults.ts";
import { createFaults } from "./faults.ts";
import { Estate, tablesOf } from "./resource-graph-data.ts";
import { QueryRefusal, answerQuery } from "./resource-graph-query.ts";
import type { Row } from "./resource-graph-query.ts";
import type { Bindings } from "./serve.ts";
import { addFaultDoor, drop, keepSilent, listen, wait } from "./serve.ts";

export interface ResourceGraphOptions {
  /** 0: any free port. */
  readonly port: number;
  readonly dataDir: string;
  /** Written as the tenant's resources when the data folder has none; without it there are none. */
  readonly seed?: Estate;
  /** The one bearer token that is accepted; without it, any. */
  readonly token?: string;
  /** A role that the caller has not: without Reader every answer is empty, and no error says so. */
  readonly without?: "Reader";
  /** Queries in a window of so many seconds of real time; without it there is no limit. */
  readonly quota?: { readonly queries: number; readonly windowSeconds: number };
  /** No page has more rows, whatever was asked: the service too may cut where it likes. */
  readonly rowsPerPageMax?: number;
  readonly faults?: readonly FaultInput[];
}

export interface ResourceGraphStandIn {
  readonly url: string;
  readonly faults: Faults;
  /** How many queries were answered with rows, so that a test can tell what came out of a cache. */
  queries(): number;
  stop(): Promise<void>;
}

/** What the real one allows a caller, "subject to change". */
export const documentedQuota = { queries: 15, windowSeconds: 5 };

const points = ["resources"] as const;
const apiVersions = ["2021-03-01", "2022-10-01", "2024-04-01"];
const rowsByDefault = 1000;
const rowsMax = 1000;

const QueryBody = z.object({
  query: z.string().min(1),
  subscriptions: z.array(z.string()).optional(),
  options: z
    .object({
      $top: z.int().min(1).max(rowsMax).optional(),
      $skip: z.int().min(0).optional(),
      $skipToken: z.string().optional(),
      resultFormat: z.enum(["objectArray"]).optional(),
    })
    .loose()
    .optional(),
});

export async function startResourceGraph(options: ResourceGraphOptions): Promise<ResourceGraphStandIn> {
  mkdirSync(options.dataDir, { recursive: true });
  const estate = openEditedFile(join(options.dataDir, "resources.json"), Estate, options.seed ?? []);
  const faults = createFaults(points, options.faults);
  const app = new Hono<Bindings>();
  let answered = 0;
  addFaultDoor(app, faults);
  addDoorman(app, options, faults);
  app.post("/providers/:provider/resources", async (c) => {
    if (c.req.param("provider").toLowerCase() !== "microsoft.resourcegraph") return c.notFound();
    const version = c.req.query("api-version");
    if (version === undefined || !apiVersions.includes(version))
      return c.json(
        refusal(version === undefined ? "MissingApiVersionParameter" : "InvalidApiVersionParameter"),
        400,
      );
    const body = QueryBody.safeParse(await c.req.json<unknown>().catch(() => null));
    if (!body.success) return c.json(refusal("BadRequest", { code: "InvalidRequest" }), 400);
    try {
      const visible = options.without === "Reader" ? [] : estate();
      const answer = answerBody(body.data, visible, options.rowsPerPageMax ?? rowsMax);
      answered += 1;
      return c.json(answer);
    } catch (error) {
      if (!(error instanceof QueryRefusal)) throw error;
      const why = { code: error.code, message: error.code, token: error.token };
      return c.json(refusal("BadRequest", { code: "InvalidQuery", message: invalidQuery }, why), 400);
    }
  });
  app.notFound((c) => c.json(refusal("NotFound"), 404));
  const server = await listen(app, options.port);
  return { ...server, faults, queries: () => answered };
}

const invalidQuery =
  "Query is invalid. Please refer to the documentation for the Azure Resource Graph service and fix the error before retrying.";

/** Token, faults and quota, before any answer. */
function addDoorman(app: Hono<Bindings>, options: ResourceGraphOptions, faults: Faults): void {
  const quota = quotaOf(options.quota);
  app.use("/providers/*", async (c, next) => {
    const [scheme, token] = (c.req.header("authorization") ?? "").split(" ");
    const known = options.token === undefined ? Boolean(token) : token === options.token;
    if (scheme !== "Bearer" || !known)
      return c.json(refusal(token ? "InvalidAuthenticationToken" : "AuthenticationFailed"), 401);
    const fault = faults.take("resources");
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
        return c.json(refusalOfStatus(fault.status, fault.code), fault.status as 503);
      case "wait":
        await wait(fault.waitMs);
        break;
      case "repeat":
      case undefined:
        break;
    }
    const left = quota();
    c.header("x-ms-user-quota-remaining", String(Math.max(0, left.remaining)));
    c.header("x-ms-user-quota-resets-after", spanOf(left.resetsAfterSeconds));
    if (left.remaining < 0) return c.json(refusalOfStatus(429), 429);
    await next();
    c.header("x-ms-request-id", crypto.randomUUID());
  });
}

/** Counts down within a window; below zero means one too many. */
function quotaOf(
  quota: ResourceGraphOptions["quota"],
): () => { remaining: number; resetsAfterSeconds: number } {
  const { queries, windowSeconds } = quota ?? documentedQuota;
  let windowStart = performance.now();
  let used = 0;
  return () => {
    const now = performance.now();
    if (now - windowStart >= windowSeconds * 1000) {
      windowStart = now;
      used = 0;
    }
    used += 1;
    const remaining = quota === undefined ? queries : queries - used;
    return { remaining, resetsAfterSeconds: Math.ceil(windowSeconds - (now - windowStart) / 1000) };
  };
}

const spanOf = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(11, 19);

interface Detail {
  readonly code: string;
  readonly message?: string;
  readonly token?: string;
}

function refusal(code: string, ...details: readonly Detail[]): object {
  const message = `Please provide below info when asking for support: timestamp = ${new Date().toISOString()}, correlationId = ${crypto.randomUUID()}.`;
  return { error: { code, message, ...(details.length > 0 && { details }) } };
}

function refusalOfStatus(status: number, given?: string): object {
  const known: Record<number, Detail> = {
    403: {
      code: "AccessDenied",
      message: "Access is denied to the requested resource. The user might not have enough permission.",
    },
    429: {
      code: "RateLimiting",
      message:
        "Client application has been throttled and should not attempt to repeat the request until an amount of time has elapsed. Please see https://aka.ms/resourcegraph-throttling for help.",
    },
  };
  const detail = known[status] ?? { code: status === 503 ? "ServiceUnavailable" : "InternalServerError" };
  return refusal(given ?? detail.code, detail);
}

function answerBody(
  { query, subscriptions, options = {} }: z.infer<typeof QueryBody>,
  estate: Estate,
  rowsPerPageMax: number,
): object {
  const { rows, isPaged } = answerQuery(query, tablesOf(scoped(estate, subscriptions)));
  const from = options.$skip ?? offsetOf(options.$skipToken, query);
  const page = rows.slice(from, from + Math.min(options.$top ?? rowsByDefault, rowsPerPageMax));
  const end = from + page.length;
  const isCut = end < rows.length;
  return {
    totalRecords: rows.length,
    count: page.length,
    data: page satisfies readonly Row[],
    facets: [],
    resultTruncated: String(isCut),
    ...(isCut && isPaged && { $skipToken: tokenFor(end, query) }),
  };
}

function scoped(estate: Estate, subscriptions: readonly string[] | undefined): Estate {
  if (subscriptions === undefined) return estate;
  const wanted = new Set(subscriptions.map((id) => id.toLowerCase()));
  return estate.filter(({ id }) => wanted.has((id.split("/")[2] ?? "").toLowerCase()));
}

/** A token goes on with the query that it was given for, and with no other. */
const tokenFor = (offset: number, query: string): string =>
  Buffer.from(JSON.stringify({ offset, query: digestOf(query) })).toString("base64url");

function offsetOf(token: string | undefined, query: string): number {
  if (token === undefined) return 0;
  try {
    const said = z
      .object({ offset: z.int().min(0), query: z.literal(digestOf(query)) })
      .parse(JSON.parse(Buffer.from(token, "base64url").toString()));
    return said.offset;
  } catch {
    throw new QueryRefusal("ParserFailure", "$skipToken");
  }
}

const digestOf = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 16);
