/** A small Functions app for the tests of the durable engine. What it remembers is in files, to outlive a killed host. */
import { app } from "@azure/functions";
import * as df from "durable-functions";
import { note, notes } from "./notebook.ts";
import "./scenarios.ts";

const seconds = (context: df.OrchestrationContext, count: number) =>
  new Date(context.df.currentUtcDateTime.getTime() + count * 1000);

df.app.activity("addOne", { handler: (n: number) => n + 1 });
df.app.activity("echo", { handler: (value: unknown) => value });
df.app.activity("note", {
  handler: ({ key, value }: { key: string; value: unknown }) => {
    note(`runs-${key}`, JSON.stringify(value));
    return value;
  },
});
df.app.activity("flaky", {
  handler: ({ key, succeedsAt }: { key: string; succeedsAt: number }) => {
    note(`runs-${key}`, "attempt");
    const attempt = notes(`runs-${key}`).length;
    if (attempt < succeedsAt) throw new Error(`attempt ${attempt} failed`);
    return `attempt ${attempt}`;
  },
});

df.app.orchestration("sequence", function* (context) {
  const first = (yield context.df.callActivity("addOne", context.df.getInput())) as number;
  const second = (yield context.df.callActivity("addOne", first)) as number;
  return (yield context.df.callActivity("addOne", second)) as number;
});

/** Everything that is written in one: activities, a fan-out, a lost race, a timer, an event, a new generation. */
df.app.orchestration("journey", function* (context) {
  const { key, leg } = context.df.getInput<{ key: string; leg: number }>();
  yield context.df.callActivity("note", { key, value: `leg ${leg}` });
  if (leg === 1) {
    yield context.df.Task.all(
      [1, 2, 3].map((n) => context.df.callActivity("note", { key, value: `branch ${n}` })),
    );
    context.df.continueAsNew({ key, leg: 2 });
    return undefined;
  }
  const timer = context.df.createTimer(seconds(context, 3600));
  const event = context.df.waitForExternalEvent("go");
  const winner = (yield context.df.Task.any([event, timer])) as df.Task;
  if (winner === event) timer.cancel();
  yield context.df.createTimer(seconds(context, 0.2));
  yield context.df.callActivity("note", { key, value: "last" });
  return { won: winner === event ? event.result : "timer" };
});

df.app.orchestration("waits", function* (context) {
  return { got: (yield context.df.waitForExternalEvent("go")) as unknown };
});

df.app.orchestration("race", function* (context) {
  const timer = context.df.createTimer(seconds(context, 600));
  const event = context.df.waitForExternalEvent("go");
  const winner = (yield context.df.Task.any([event, timer])) as df.Task;
  if (winner === event) timer.cancel();
  return { won: event.result, after: (yield context.df.callActivity("echo", "after")) as unknown };
});

df.app.orchestration("retries", function* (context) {
  const { succeedsAt, attempts } = context.df.getInput<{ succeedsAt: number; attempts: number }>();
  const options = new df.RetryOptions(50, attempts);
  try {
    return (yield context.df.callActivityWithRetry("flaky", options, {
      key: context.df.instanceId,
      succeedsAt,
    })) as unknown;
  } catch {
    return (yield context.df.callActivity("echo", "gave up")) as unknown;
  }
});

df.app.orchestration("buffered", function* (context) {
  const generation = context.df.getInput<number>();
  if (generation === 0) {
    yield context.df.callActivity("echo", 1);
    yield context.df.waitForExternalEvent("next");
    context.df.continueAsNew(1);
    return undefined;
  }
  const timer = context.df.createTimer(seconds(context, 0.1));
  const kept = context.df.waitForExternalEvent("kept");
  const winner = (yield context.df.Task.any([kept, timer])) as df.Task;
  if (winner === kept) timer.cancel();
  return winner === kept ? "kept" : "lost";
});

df.app.orchestration("twoWaiters", function* (context) {
  const earlier = context.df.waitForExternalEvent("go");
  const later = context.df.waitForExternalEvent("go");
  yield context.df.Task.all([earlier, later]);
  return { earlier: earlier.result, later: later.result };
});

df.app.orchestration("sleeps", function* (context) {
  const days = context.df.getInput<number>();
  yield context.df.createTimer(seconds(context, days * 24 * 3600));
  return "woken";
});

df.app.orchestration("turns", function* (context) {
  const until = context.df.getInput<number>();
  const seen: string[] = [];
  while (context.df.currentUtcDateTime.getTime() < until) {
    const left = until - context.df.currentUtcDateTime.getTime();
    yield context.df.createTimer(seconds(context, Math.min(left / 1000, 5 * 24 * 3600)));
    seen.push(context.df.currentUtcDateTime.toISOString());
  }
  return seen;
});

df.app.orchestration("retriesForever", function* (context) {
  const week = 7 * 24 * 3600 * 1000;
  return (yield context.df.callActivityWithRetry("echo", new df.RetryOptions(week, 2), 1)) as unknown;
});

df.app.orchestration("parent", function* (context) {
  return (yield context.df.callSubOrchestrator("sequence", 1, `${context.df.instanceId}-child`)) as unknown;
});

df.app.orchestration("asksEntity", function* (context) {
  return (yield context.df.callEntity(new df.EntityId("counter", "one"), "get")) as unknown;
});

df.app.orchestration("callsNobody", function* (context) {
  return (yield context.df.callActivity("noSuchActivity", 1)) as unknown;
});

/** A flag set between two episodes stands for a new version of the code. */
df.app.orchestration("changes", function* (context) {
  const version = notes(`version-${context.df.instanceId}`).at(-1) ?? "first";
  if (version === "returns early") return "early";
  if (version === "other activity") yield context.df.callActivity("addOne", 1);
  else if (version === "other input") yield context.df.callActivity("echo", "changed");
  else if (version === "a timer") yield context.df.createTimer(seconds(context, 1));
  else yield context.df.callActivity("echo", "same");
  if (version === "one more") yield context.df.callActivity("echo", "more");
  yield context.df.waitForExternalEvent(version === "other event" ? "other" : "go");
  return version;
});

app.hook.preInvocation(({ inputs, invocationContext }) => {
  const payload = inputs[0] as { history?: unknown; instanceId?: string } | undefined;
  if (Array.isArray(payload?.history) && payload.instanceId !== undefined) {
    const seen = { orchestrator: invocationContext.functionName, payload };
    note(`episodes-${payload.instanceId}`, JSON.stringify(seen));
  }
});

app.http("notes", {
  methods: ["GET", "POST"],
  route: "notes/{name}",
  handler: async (request) => {
    const name = request.params["name"] ?? "";
    if (request.method === "POST") note(name, await request.text());
    return { jsonBody: notes(name) };
  },
});

app.http("client", {
  methods: ["POST"],
  route: "client/{method}",
  extraInputs: [df.input.durableClient()],
  handler: async (request, context) => {
    const client = df.getClient(context) as unknown as Record<
      string,
      (...args: unknown[]) => Promise<unknown>
    >;
    const method = client[request.params["method"] ?? ""];
    const result = await method?.apply(client, (await request.json()) as unknown[]);
    return { jsonBody: result ?? null };
  },
});
