/** Local Cosmos accounts for one test file, each in a folder of its own; all are gone after it. */
import { createHmac } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Container, type ContainerRequest, CosmosClient, type OperationInput } from "@azure/cosmos";
import { afterAll } from "vitest";
import { type LocalCosmos, startCosmos } from "../../local/stand-ins/cosmos.ts";

const folder = mkdtempSync(join(tmpdir(), "tocsin-"));
const running: LocalCosmos[] = [];
const clients: CosmosClient[] = [];
let folders = 0;
afterAll(async () => {
  for (const client of clients) client.dispose();
  await Promise.all(running.map((server) => server.stop()));
  rmSync(folder, { recursive: true });
});

export const freshFolder = () => join(folder, String((folders += 1)));

export async function serverIn(dataDir: string, port = 0): Promise<LocalCosmos> {
  const server = await startCosmos({ port, dataDir });
  running.push(server);
  return server;
}

export async function restarted(server: LocalCosmos, dataDir: string): Promise<LocalCosmos> {
  await server.stop();
  running.splice(running.indexOf(server), 1);
  return serverIn(dataDir, Number(new URL(server.url).port));
}

/** The SDK as it comes, but without repeating anything by itself. */
export function clientOf({ url, key }: LocalCosmos, requestTimeout = 10_000): CosmosClient {
  const retryOptions = {
    maxRetryAttemptCount: 0,
    fixedRetryIntervalInMilliseconds: 0,
    maxWaitTimeInSeconds: 0,
  };
  const client = new CosmosClient({ endpoint: url, key, connectionPolicy: { retryOptions, requestTimeout } });
  clients.push(client);
  return client;
}

export async function containerOn(
  server: LocalCosmos,
  definition: ContainerRequest = {},
  client = clientOf(server),
): Promise<Container> {
  const { database } = await client.databases.createIfNotExists({ id: "db" });
  const { container } = await database.containers.createIfNotExists({
    id: "items",
    partitionKey: { paths: ["/pk"] },
    ...definition,
  });
  return container;
}

export const uniqueOn = (...paths: string[]): ContainerRequest => ({
  uniqueKeyPolicy: { uniqueKeys: [{ paths }] },
});

/** The status of an answer, also of one that the SDK throws. */
export async function statusOf(asked: Promise<{ statusCode?: number }>): Promise<number | undefined> {
  return asked.then(
    ({ statusCode }) => statusCode,
    (error: { code: number }) => error.code,
  );
}

export const create = (id: string, extra: object = {}): OperationInput => ({
  operationType: "Create",
  resourceBody: { id, pk: "p", ...extra },
});

/** A batch's status and those of its operations. */
export async function statusesOf(container: Container, operations: OperationInput[], key = "p") {
  const { code, result } = await container.items.batch(operations, key);
  return [code, result?.map(({ statusCode }) => statusCode)];
}

/** Every id of a partition. */
export async function idsIn(container: Container, partitionKey = "p"): Promise<string[]> {
  const { resources } = await container.items
    .query<{ id: string }>("SELECT c.id FROM c ORDER BY c.id", { partitionKey })
    .fetchAll();
  return resources.map(({ id }) => id);
}

/** One request about items past the SDK, which refuses some things itself. */
export async function sent(
  { url, key }: LocalCosmos,
  request: { method: string; path: string; headers?: Record<string, string>; body?: string },
): Promise<Response> {
  const { method, path, headers, body } = request;
  const date = new Date().toUTCString();
  const link = path.slice(1).replace(/\/docs$/, "");
  const text = `${method.toLowerCase()}\ndocs\n${link}\n${date.toLowerCase()}\n\n`;
  const signature = createHmac("sha256", Buffer.from(key, "base64")).update(text).digest("base64");
  const authorization = encodeURIComponent(`type=master&ver=1.0&sig=${signature}`);
  const signed = { ...headers, authorization, "x-ms-date": date };
  return fetch(url + path, { method, headers: signed, ...(body !== undefined && { body }) });
}
