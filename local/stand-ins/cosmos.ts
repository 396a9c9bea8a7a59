/**
 * The local Cosmos DB account: the service's REST contract over documents in memory, behind a journal, a check of the
 * key, faults and a meter. What it promises of the real one, and what not, is in this folder's README.
 */
import type { IncomingMessage } from "node:http";
import { type Context, Hono } from "hono";
import { type EngineAnswer, type EngineRequest, problem } from "./cosmos-answers.ts";
import { createEngine } from "./cosmos-engine.ts";
import { cosmosFaultPoints, CosmosFaultTarget, isOn } from "./cosmos-faults.ts";
import { openJournal } from "./cosmos-journal.ts";
import { isSigned } from "./cosmos-key.ts";
import { createMeter, type Meter } from "./cosmos-meter.ts";
import { targetOf } from "./cosmos-request.ts";
import { createFaults, type Fault, type Faults } from "./faults.ts";
import { addFaultDoor, type Bindings, drop, keepSilent, listen, wait } from "./serve.ts";

/** The key of every local account: the emulator's, which is public. */
export const localCosmosKey =
  "C2y6yDjf5/R+ob0N8A7Cgv30VRDJIWEHLM+4QDU5DE2nQ9nDuVTqobD4b8mGGyPMbIZnqyMsEcaGQy67XIw/Jw==";

export interface LocalCosmos {
  readonly url: string;
  readonly key: string;
  readonly faults: Faults;
  /** The request units spent here; also `GET` and `DELETE /.local/charges`. */
  readonly charges: Meter;
  stop(): Promise<void>;
}

export async function startCosmos(options: {
  readonly port: number;
  readonly dataDir: string;
  readonly key?: string;
}): Promise<LocalCosmos> {
  const { port, dataDir, key = localCosmosKey } = options;
  const faults = createFaults(cosmosFaultPoints, [], { on: CosmosFaultTarget });
  const charges = createMeter();
  const journal = openJournal(dataDir);
  const engine = createEngine();
  const app = new Hono<Bindings>();
  addFaultDoor(app, faults);
  app.get("/.local/charges", (c) => c.json(charges.read()));
  app.delete("/.local/charges", (c) => {
    charges.reset();
    return c.body(null, 204);
  });
  app.all("*", async (c) => {
    const request = requestOf(c.env.incoming, Buffer.from(await c.req.arrayBuffer()));
    if (!isSigned(request, key)) return toResponse(unauthorised());
    const target = targetOf(request);
    const { operation, container, isWrite } = target;
    const take = (point: (typeof cosmosFaultPoints)[number]) =>
      faults.takeOn((on) => isOn(on, target), point);
    const before = take(operation === "metadata" ? "metadata" : isWrite ? "write" : "read");
    const refusedBefore = before && (await strike(c, before));
    if (refusedBefore) return refusedBefore;
    const answer = engine.run(request, (changes) => journal.keep(changes));
    charges.add({ container, operation, charge: answer.charge });
    const after = operation !== "metadata" && isWrite ? take("written") : undefined;
    return (after && (await strike(c, after))) ?? toResponse(answer);
  });
  try {
    for (const change of journal.kept()) engine.restore(change);
    const server = await listen(app, port);
    engine.standAt(server.url);
    const stop = async () => {
      await server.stop();
      journal.close();
    };
    return { url: server.url, key, faults, charges, stop };
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

/** What the fault answers instead, if it does. */
async function strike(c: Context<Bindings>, fault: Fault): Promise<Response | undefined> {
  switch (fault.action) {
    case "answer":
      return toResponse(told(fault));
    case "drop":
      return drop(c);
    case "silence":
      return keepSilent(c);
    case "wait":
      await wait(fault.waitMs);
      return undefined;
    case "kill":
      process.kill(process.pid, "SIGKILL");
      return undefined;
    case "repeat":
      return undefined;
  }
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
