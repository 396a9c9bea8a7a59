/** The local Cosmos DB account: `@vercel/cosmosdb-server` behind a journal, a check of the key, and faults. */
import type { IncomingMessage } from "node:http";
import { Hono } from "hono";
import { createEngine, type EngineAnswer, type EngineRequest, problem } from "./cosmos-engine.ts";
import { openJournal } from "./cosmos-journal.ts";
import { isSigned } from "./cosmos-key.ts";
import { createFaults, type Fault, type Faults } from "./faults.ts";
import { addFaultDoor, type Bindings, drop, listen, wait } from "./serve.ts";

/** The key of every local account: the emulator's, which is public. */
export const localCosmosKey =
  "C2y6yDjf5/R+ob0N8A7Cgv30VRDJIWEHLM+4QDU5DE2nQ9nDuVTqobD4b8mGGyPMbIZnqyMsEcaGQy67XIw/Jw==";

/**
 * `read`, `write`: before the request is looked at. `written`: after a write is on the disk and before its answer
 * leaves, so `drop` there is an answer that got lost and `kill` a process that died just then.
 */
export const cosmosFaultPoints = ["read", "write", "written"] as const;

export interface LocalCosmos {
  readonly url: string;
  readonly key: string;
  readonly faults: Faults;
  stop(): Promise<void>;
}

export async function startCosmos(options: {
  readonly port: number;
  readonly dataDir: string;
  readonly key?: string;
  readonly faults?: Faults;
}): Promise<LocalCosmos> {
  const { port, dataDir, key = localCosmosKey, faults = createFaults(cosmosFaultPoints) } = options;
  const journal = openJournal(dataDir);
  const engine = createEngine();
  const app = new Hono<Bindings>();
  addFaultDoor(app, faults);
  app.all("*", async (c) => {
    const request = requestOf(c.env.incoming, Buffer.from(await c.req.arrayBuffer()));
    if (!isSigned(request, key)) return toResponse(unauthorised());
    const before = faults.take(isWrite(request) ? "write" : "read");
    if (before?.action === "drop") return drop(c);
    if (before?.action === "answer") return toResponse(told(before));
    if (before) await strike(before);
    const answer = await engine.run(request, (changes) => journal.keep(changes));
    const after = isWrite(request) ? faults.take("written") : undefined;
    if (after?.action === "drop") return drop(c);
    if (after?.action === "answer") return toResponse(told(after));
    if (after) await strike(after);
    return toResponse(answer);
  });
  try {
    for (const change of journal.kept()) engine.restore(change);
    const server = await listen(app, port);
    engine.standAt(server.url);
    const stop = async () => {
      await server.stop();
      journal.close();
    };
    return { url: server.url, key, faults, stop };
  } catch (cause) {
    journal.close();
    throw cause;
  }
}

function requestOf(incoming: IncomingMessage, body: Buffer): EngineRequest {
  const headers = Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(",") : value,
    ]),
  );
  return { method: incoming.method ?? "GET", url: incoming.url ?? "/", headers, body };
}

function isWrite({ method, headers }: EngineRequest): boolean {
  const query =
    headers["x-ms-documentdb-isquery"]?.toLowerCase() === "true" ||
    headers["content-type"] === "application/query+json";
  return method !== "GET" && method !== "HEAD" && !query;
}

async function strike({ action, waitMs }: Fault): Promise<void> {
  if (action === "kill") process.kill(process.pid, "SIGKILL");
  if (action === "wait") await wait(waitMs);
}

/** The answer that a fault asks for; the service says in milliseconds when to come back. */
function told({ status, code, retryAfterSeconds }: Fault): EngineAnswer {
  const answer = problem(
    status,
    code ?? (status === 429 ? "TooManyRequests" : "ServiceUnavailable"),
    "This server was told to answer so.",
  );
  if (retryAfterSeconds === undefined) return answer;
  return {
    ...answer,
    headers: { ...answer.headers, "x-ms-retry-after-ms": String(Math.round(1000 * retryAfterSeconds)) },
  };
}

function unauthorised(): EngineAnswer {
  return problem(401, "Unauthorized", "The authorization token does not fit the key of this account.");
}

function toResponse({ status, headers, body }: EngineAnswer): Response {
  const bodiless = status === 204 || status === 304;
  return new Response(bodiless ? null : body, { status, headers });
}
