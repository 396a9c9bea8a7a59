import { app } from "@azure/functions";
import { setTimeout as sleep } from "node:timers/promises";

/** What the app was asked, for the tests to read: they run in the same process. */
export const seen = [];
globalThis.seenByDoors = seen;

app.http("hello", {
  methods: ["GET", "POST"],
  route: "hello/{name?}",
  handler: async (request) => ({
    jsonBody: {
      name: request.params.name ?? null,
      body: await request.text(),
      query: [...request.query],
      url: request.url,
    },
  }),
});
app.http("guarded", { methods: ["GET"], authLevel: "function", handler: () => ({ body: "in" }) });
app.http("guardedToo", { methods: ["GET"], authLevel: "function", handler: () => ({ body: "in" }) });
app.http("adminOnly", { methods: ["GET"], authLevel: "admin", handler: () => ({ body: "in" }) });
app.http("answers", {
  methods: ["GET"],
  route: "answers/{kind}",
  handler: (request) => answers[request.params.kind](),
});
const answers = {
  text: () => "a bare text",
  nothing: () => undefined,
  cookies: () => ({ cookies: [{ name: "a", value: "b c", httpOnly: true, sameSite: "Strict" }] }),
  thrown: () => {
    throw new Error("secret detail");
  },
  wrongLength: () => ({ headers: { "content-length": "2" }, body: "longer" }),
};
app.http("slow", {
  methods: ["GET"],
  handler: async () => {
    seen.push("slow begins");
    await sleep(400);
    seen.push("slow ends");
    return { body: "done" };
  },
});
app.eventGrid("oneEvent", {
  handler: (event) => {
    seen.push(event);
    if (event.data?.fail) throw new Error("this event fails");
  },
});
app.eventHub("hubEvents", {
  connection: "c",
  eventHubName: "h",
  cardinality: "many",
  handler: (events) => void seen.push(events),
});
app.eventHub("hubBytes", {
  connection: "c",
  eventHubName: "h",
  cardinality: "many",
  dataType: "binary",
  handler: (events) => void seen.push(events),
});
app.cosmosDB("feed", {
  connection: "c",
  databaseName: "d",
  containerName: "k",
  handler: (documents) => void seen.push(documents),
});

let tries = 0;
app.http("retried", {
  methods: ["GET"],
  retry: { strategy: "fixedDelay", maxRetryCount: 2, delayInterval: { seconds: 0 } },
  handler: (_, context) => {
    tries += 1;
    if (tries < 3) throw new Error("not yet");
    return { jsonBody: context.retryContext.retryCount };
  },
});

const hooked = ({ invocationContext }) => invocationContext.functionName === "hooked";
app.hook.preInvocation((context) => {
  if (!hooked(context)) return;
  seen.push("before");
  const handler = context.functionHandler;
  context.functionHandler = async (...args) => ({ ...(await handler(...args)), status: 201 });
});
app.hook.postInvocation((context) => {
  if (hooked(context)) seen.push(`after ${context.result.status}`);
});
app.hook.appStart(() => void seen.push("started"));
app.hook.appTerminate(() => void seen.push("terminated"));
app.http("hooked", {
  methods: ["GET"],
  handler: () => {
    seen.push("handler");
    return { body: "hooked" };
  },
});
