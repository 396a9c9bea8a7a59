/** What callers and functions see of each other through the host's doors. */
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createHostClock } from "../../../local/host/clock.ts";
import { hostHere, type HostHere } from "./app-under-test.ts";

let host: HostHere;
let seen: unknown[];

beforeAll(async () => {
  host = await hostHere("doors", {
    clock: createHostClock({ startAt: Date.parse("2026-03-01T00:00:00Z"), scale: 0 }),
  });
  seen = (globalThis as unknown as { seenByDoors: unknown[] }).seenByDoors;
});
afterAll(() => host.stop());
beforeEach(() => void seen.splice(0));

const withKey = (key: string) => ({ headers: { "x-functions-key": key } });
const grid = (events: unknown, kind = "Notification", key = "grid-key") => ({
  headers: { "aeg-event-type": kind, "x-functions-key": key },
  body: typeof events === "string" ? events : JSON.stringify(events),
});
const gridPath = "/runtime/webhooks/eventgrid?functionName=oneEvent";

test("a function hears path, query and body as the platform gives them", async () => {
  const reply = await host.call("POST", "/V1/Hello/a%2Fb%20c/?x=1&X=2&y=%zz", { body: "grüße" });
  expect(reply.status).toBe(200);
  expect(JSON.parse(reply.body)).toEqual({
    name: "a%2Fb c",
    body: "grüße",
    query: [
      ["X", "1,2"],
      ["y", "%zz"],
    ],
    url: `http://127.0.0.1:${host.port}/V1/Hello/a%2Fb%20c/?x=1&X=2&y=%zz`,
  });
});

test("a chunked body arrives empty, and so does the body of a GET", async () => {
  const chunked = await host.call("POST", "/v1/hello", { body: "in chunks", chunked: true });
  expect(JSON.parse(chunked.body)).toMatchObject({ body: "", name: null });
  const got = await host.call("GET", "/v1/hello", { body: "in a GET" });
  expect(JSON.parse(got.body)).toMatchObject({ body: "" });
});

test.each([
  ["GET", "/hello", 404],
  ["PUT", "/v1/hello", 404],
  ["GET", "/v1//hello", 404],
  ["GET", "/v1/x/../hello", 200],
  ["GET", "/v1/hello/a%00b", 400],
  ["GET", `/v1/hello?x=${"a".repeat(9000)}`, 414],
  ["GET", "/", 200],
])("%s %s is %i", async (method, path, status) => {
  const reply = await host.call(method, path);
  expect(reply.status).toBe(status);
  expect(reply.headers["x-house"]).toBe("ours");
});

test("40 kB of headers are 431, a header beyond ASCII is 400", async () => {
  expect((await host.call("GET", "/v1/hello", { headers: { "x-big": "a".repeat(40_000) } })).status).toBe(
    431,
  );
  expect((await host.call("GET", "/v1/hello", { headers: { "x-latin": "ü" } })).status).toBe(400);
});

test.each([
  ["guarded", "", 401],
  ["guarded", "function-key", 200],
  ["guarded", "master-key", 200],
  ["guarded", "grid-key", 401],
  ["adminOnly", "function-key", 401],
  ["adminOnly", "master-key", 200],
])("%s with the key '%s' is %i", async (name, key, status) => {
  expect((await host.call("GET", `/v1/${name}`, withKey(key))).status).toBe(status);
});

test("a key in the header counts before one in the query, even a wrong one", async () => {
  expect((await host.call("GET", "/v1/guarded?CODE=function-key")).status).toBe(200);
  expect((await host.call("GET", "/v1/guarded?code=function-key", withKey("wrong"))).status).toBe(401);
});

test.each([
  ["text", 500],
  ["nothing", 204],
  ["thrown", 500],
  ["wrongLength", 500],
])("the answer '%s' goes out as %i and empty", async (kind, status) => {
  const reply = await host.call("GET", `/v1/answers/${kind}`);
  expect(reply).toMatchObject({ status, body: "" });
});

test("cookies go out with the platform's attributes", async () => {
  const reply = await host.call("GET", "/v1/answers/cookies");
  expect(reply.headers["set-cookie"]).toEqual(["a=b%20c; path=/; samesite=strict; httponly"]);
});

test("hooks run around the handler and may replace it", async () => {
  expect(await host.call("GET", "/v1/hooked")).toMatchObject({ status: 201, body: "hooked" });
  expect(seen).toEqual(["before", "handler", "after 201"]);
});

test("a retry policy holds for HTTP too, and the caller waits", async () => {
  expect((await host.call("GET", "/v1/retried")).body).toBe("2");
});

test("the Event Grid handshakes are answered without a call", async () => {
  const handshake = grid([{ data: { validationCode: "code-7" } }], "SubscriptionValidation");
  expect(await host.call("POST", gridPath, handshake)).toMatchObject({
    status: 200,
    body: '{"validationResponse":"code-7"}',
  });
  const abuse = await host.call("OPTIONS", gridPath, withKey("grid-key"));
  expect(abuse.headers["webhook-allowed-origin"]).toBe("eventgrid.azure.net");
  expect(seen).toEqual([]);
});

test("each event of a delivery is a call; one that fails makes the whole answer 500, the others have run", async () => {
  const events = [{ id: "1" }, { id: "2", data: { fail: true } }, { id: "3" }];
  const reply = await host.call("POST", gridPath, grid(events));
  expect(reply).toMatchObject({
    status: 500,
    body: "Exception while executing function: Functions.oneEvent",
  });
  expect(seen).toEqual(events);
  expect((await host.call("POST", gridPath, grid([{ id: "4" }]))).status).toBe(202);
});

test.each([
  ["", 500],
  ["[{", 500],
  ['[{"id":"a"},"text"]', 500],
  ["[{'id':'it\\'s',},]", 202],
  ["[]", 202],
])("the delivery %s is %i", async (body, status) => {
  expect((await host.call("POST", gridPath, grid(body))).status).toBe(status);
});

test.each([
  ["", 401],
  ["wrong", 401],
  ["function-key", 403],
  ["master-key", 202],
])("a delivery with the key '%s' is %i", async (key, status) => {
  expect((await host.call("POST", gridPath, grid([{ id: "k" }], "Notification", key))).status).toBe(status);
});

test("a delivery names its function exactly and says its kind", async () => {
  const elsewhere = gridPath.replace("oneEvent", "ONEEVENT");
  expect(await host.call("POST", elsewhere, grid([]))).toMatchObject({
    status: 404,
    body: "cannot find function: 'ONEEVENT'",
  });
  expect((await host.call("POST", gridPath, grid([], "SubscriptionDeletion"))).status).toBe(400);
});

test("event hub batches come in the size of host.json, texts stay texts, documents come whole", async () => {
  const hub = await host.call("POST", "/runtime/webhooks/eventhubs?functionName=hubEvents", {
    ...withKey("master-key"),
    body: '[{"a":1},"{\\"b\\":2}","plain"]',
  });
  expect(hub.status).toBe(202);
  expect(seen.splice(0)).toEqual([[{ a: 1 }, { b: 2 }], ["plain"]]);
  const feed = await host.call("POST", "/runtime/webhooks/cosmosdb?functionName=feed", {
    ...withKey("grid-key"),
    body: '[{"id":"d"}]',
  });
  expect(feed.status).toBe(202);
  expect(seen).toEqual([[{ id: "d" }]]);
  const unkeyed = await host.call("POST", "/runtime/webhooks/cosmosdb?functionName=feed", { body: "[]" });
  expect(unkeyed.status).toBe(401);
});

test("event hub messages come as bytes where the app wants bytes, whatever they hold", async () => {
  const hub = await host.call("POST", "/runtime/webhooks/eventhubs?functionName=hubBytes", {
    ...withKey("master-key"),
    body: '["{\\"b\\": 2.0}","plain"]',
  });
  expect(hub.status).toBe(202);
  expect(seen.splice(0)).toEqual([[Buffer.from('{"b": 2.0}'), Buffer.from("plain")]]);
});

test("an operator calls a function once through the admin API", async () => {
  const path = "/admin/functions/ONEEVENT";
  const body = JSON.stringify({ input: JSON.stringify({ id: "by hand" }) });
  const json = { "content-type": "application/json" };
  expect((await host.call("POST", path, { body, headers: json })).status).toBe(401);
  expect(
    (await host.call("POST", path, { body, headers: { ...json, ...withKey("function-key").headers } }))
      .status,
  ).toBe(403);
  expect((await host.call("POST", path, { body, ...withKey("master-key") })).status).toBe(415);
  expect(
    (await host.call("POST", path, { body, headers: { ...json, ...withKey("master-key").headers } })).status,
  ).toBe(202);
  await expect.poll(() => seen).toEqual([{ id: "by hand" }]);
});

test("a key added for one function opens that function only, until it is removed", async () => {
  const path = "/admin/functions/guarded/keys/visitor";
  const put = {
    headers: { "content-type": "application/json", ...withKey("master-key").headers },
    body: '{"value":"visitor-key"}',
  };
  expect((await host.call("PUT", path, put)).status).toBe(201);
  expect((await host.call("GET", "/v1/guarded", withKey("visitor-key"))).status).toBe(200);
  expect((await host.call("GET", "/v1/guardedToo", withKey("visitor-key"))).status).toBe(401);
  expect((await host.call("DELETE", path, withKey("master-key"))).status).toBe(204);
  expect((await host.call("GET", "/v1/guarded", withKey("visitor-key"))).status).toBe(401);
});

test("the clock is read and stepped by whoever is on this machine, and never turned back", async () => {
  const post = (body: unknown, more: Record<string, string> = {}) =>
    host.call("POST", "/.local/clock", {
      body: JSON.stringify(body),
      headers: { "content-type": "application/json", ...more },
    });
  const before = JSON.parse((await host.call("GET", "/.local/clock")).body) as { now: string; scale: number };
  expect(before.scale).toBe(0);
  const after = JSON.parse((await post({ advance: "PT24H" })).body) as { now: string };
  expect(Date.parse(after.now) - Date.parse(before.now)).toBe(24 * 3_600_000);
  expect((await post({ to: before.now })).status).toBe(400);
  expect((await post({ advance: "tomorrow" })).status).toBe(400);
  expect((await post({ advance: "PT1H" }, { host: "elsewhere.example" })).status).toBe(404);
  expect((await post({ advance: "PT1H" }, { "content-type": "text/plain" })).status).toBe(415);
});
